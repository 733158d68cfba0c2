"""Packed copies in the hands of others: the same content for h5py, xarray and ncdump; `check` finds damage in them.

Usage: pack_test.py FOLDER PROGRAM   (the folder that `PROGRAM write` has filled)
"""

import os
import random
import subprocess
import sys
import unittest

import h5py
import netCDF4
import numpy as np
import xarray as xr

FOLDER, PROGRAM = sys.argv[1:3]
NAMES = ["complete", "partial", "f32", "first", "subset", "minimal"]
LENGTHS = ["provenance/checksums", "checksums_length"]  # the list of checksums is longer in a packed file


def program(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)


def objects(path):
    """Every object with its attributes, but those that tie axes together, and every dataset's bytes."""
    found = {}

    def value(attribute):
        return attribute.tolist() if hasattr(attribute, "tolist") else attribute

    def note(name, item):
        ties = ("DIMENSION_LIST", "REFERENCE_LIST", "NAME")
        found[name] = {key: value(item.attrs[key]) for key in item.attrs if key not in ties}
        if isinstance(item, h5py.Dataset) and name not in LENGTHS:
            found[name]["content"] = (item.dtype, item.shape, item[()].tobytes())
            found[name]["axes"] = [[scale.name for scale in axis.values()] for axis in item.dims]

    with h5py.File(path) as file:
        file.visititems(note)
        found["/"] = {key: value(file.attrs[key]) for key in file.attrs if key != "storage"}
    return found


class Pack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.large = f"{FOLDER}/large.packed.h5"
        for name in NAMES + ["large"]:
            packed = f"{FOLDER}/{name}.packed.h5"
            if os.path.exists(packed):
                os.remove(packed)
            result = program("pack", f"{FOLDER}/{name}.h5", packed)
            assert result.returncode == 0, result.stderr

    def test_the_same_content_and_attributes(self):
        for name in NAMES:
            with self.subTest(name):
                self.assertEqual(objects(f"{FOLDER}/{name}.packed.h5"), objects(f"{FOLDER}/{name}.h5"))

    def test_xarray_sees_the_same_dataset(self):
        for engine in ("h5netcdf", "netcdf4"):
            for name in ("complete", "subset", "first"):
                with xr.open_dataset(f"{FOLDER}/{name}.h5", engine=engine) as one:
                    with xr.open_dataset(f"{FOLDER}/{name}.packed.h5", engine=engine) as two:
                        xr.testing.assert_equal(one.load(), two.load())
                with xr.open_dataset(f"{FOLDER}/{name}.packed.h5", engine=engine, group="provenance") as two:
                    self.assertIn("crc32c", two.checksums.item())

    def test_other_programs_read_it(self):
        for name in NAMES:
            for command in ("ncdump", "h5dump"):
                subprocess.run([command, f"{FOLDER}/{name}.packed.h5"], check=True, stdout=subprocess.DEVNULL)
        with netCDF4.Dataset(f"{FOLDER}/complete.packed.h5") as file:
            self.assertEqual(file["state"].dimensions, ("scenario", "trajectory", "time", "variable"))

    def test_it_is_compressed_and_much_smaller_where_there_is_something_to_gain(self):
        with h5py.File(self.large) as file:
            state = file["state"]
            self.assertEqual((state.compression, state.shuffle), ("gzip", True))
            self.assertLessEqual(np.prod(state.chunks) * 8, 1 << 20)
            self.assertIsNone(file["provenance/checksums"].chunks)
        self.assertLess(os.path.getsize(self.large), 0.5 * os.path.getsize(f"{FOLDER}/large.h5"))

    def test_packed_files_are_sound(self):
        for name in NAMES + ["large"]:
            result = program("check", f"{FOLDER}/{name}.packed.h5")
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""), name)

    def test_refusals(self):
        self.assertIn("exists already", program("pack", f"{FOLDER}/complete.h5", self.large).stderr)
        self.assertIn("packed already", program("pack", self.large, f"{FOLDER}/again.h5").stderr)
        self.assertFalse(os.path.exists(f"{FOLDER}/again.h5"))

    def test_every_flipped_byte_of_a_packed_file_is_found(self):
        random_numbers = random.Random(5)
        for name in ("complete", "large"):
            with open(f"{FOLDER}/{name}.packed.h5", "rb") as file:
                sound = file.read()
            for _ in range(25):
                place = random_numbers.randrange(len(sound))
                damaged = bytearray(sound)
                damaged[place] ^= random_numbers.randrange(1, 256)
                with open(f"{FOLDER}/flipped.packed.h5", "wb") as file:
                    file.write(damaged)
                result = program("check", f"{FOLDER}/flipped.packed.h5")
                self.assertIn(result.returncode, (4, 6), f"{name}: byte {place}")
                self.assertTrue(result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
