"""`check` finds what is done to the layout of a result file behind our back, and no reader falls over it.

Usage: damage_test.py FOLDER PROGRAM   (the folder that `PROGRAM write` has filled)
"""

import shutil
import subprocess
import sys
import unittest

import h5py
import numpy as np

FOLDER, PROGRAM = sys.argv[1:3]
DAMAGED = f"{FOLDER}/damaged.h5"


def delete(name):
    return lambda file: file.__delitem__(name)


def replace(name, data):
    def damage(file):
        del file[name]
        file[name] = data

    return damage


def set_attribute(name, attribute, value):
    return lambda file: file[name].attrs.__setitem__(attribute, value)


def detach(name, axis, scale):
    return lambda file: file[name].dims[axis].detach_scale(file[scale])


DAMAGES = [
    (delete("mean"), 6, "metadata"),  # else a file without means is a file that was not asked for means
    (delete("count"), 6, "dataset 'count' is missing"),
    (delete("end_time"), 6, "dataset 'end_time' is missing"),
    (delete("provenance/attempt_start"), 6, "dataset 'provenance/attempt_start' is missing"),
    (delete("status"), 4, ""),
    (delete("units"), 4, ""),
    (replace("crc32c", np.zeros((3, 199), np.uint32)), 6, "has shape [3, 199], not [3, 200]"),
    (replace("crc32c", np.zeros((3, 200), np.int32)), 6, "has elements of type i4, not u4"),
    (replace("crc32c", np.zeros((3, 200), ">u4")), 6, "foreign type"),
    (replace("crc32c", np.zeros((3, 200), np.uint32)), 6, "do not match their checksum"),
    (detach("state", 2, "time"), 6, "axis 2 of dataset 'state' is not tied to dimension 'time'"),
    (set_attribute("status", "flag_meanings", "good bad"), 6, "attribute 'flag_meanings'"),
    (set_attribute("time", "NAME", np.bytes_("clock")), 6, "attribute 'NAME' of dimension 'time'"),
    (set_attribute("time", "_Netcdf4Dimid", np.int32(9)), 6, "_Netcdf4Dimid"),
    (set_attribute("/", "format", np.bytes_("other")), 4, ""),
    (set_attribute("/", "format_version", np.bytes_("2")), 4, ""),
    (lambda file: file.attrs.__delitem__("source"), 6, "the file has no attribute 'source'"),
]


# What `info` and `graph` read; where one of these is missing or empty there must be a sentence. (A file without `source`
# or `param` is a file of a model that has none.)
READ = [
    "scenario_name", "time", "variable", "parent", "param_value", "drift_edges", "drift_sign",
    "diffusion_edges", "observed", "shared_noise", "noise_loading", "clamped", "regime_scenario", "regime_start",
    "intervention_scenario", "intervention_kind", "intervention_target", "intervention_from", "intervention_until",
    "intervention_every", "intervention_value", "intervention_expression", "status", "complete",
    "provenance/scenario_text", "provenance/scenario_resolved", "provenance/command_line",
]


def shrink(name):
    """The dataset of the same type and number of axes, with nothing in it."""
    def damage(file):
        old = file[name]
        data = np.empty((0,) * old.ndim, old.dtype) if old.ndim else np.empty((0,), old.dtype)
        del file[name]
        file[name] = data

    return damage


def all_datasets(file):
    names = []
    file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
    return names


class Damage(unittest.TestCase):
    def check(self, verb="check"):
        return subprocess.run([PROGRAM, verb, DAMAGED], capture_output=True, text=True)

    def test_readers_of_a_file_that_lacks_something_say_so(self):
        with h5py.File(f"{FOLDER}/complete.h5") as file:
            names = all_datasets(file)
        self.assertLessEqual(set(READ), set(names))
        for name in names:
            for damage in (delete(name), shrink(name)):
                with self.subTest(name=name, damage=damage.__qualname__):
                    shutil.copy(f"{FOLDER}/complete.h5", DAMAGED)
                    with h5py.File(DAMAGED, "r+") as file:
                        damage(file)
                    result = self.check("read")
                    self.assertIn(result.returncode, [4] if name in READ else [0, 4])
                    self.assertEqual(result.returncode == 4, bool(result.stderr))

    def test_readers_of_rows_of_a_scenario_that_is_not_there_say_so(self):
        for name in ("regime_scenario", "intervention_scenario"):
            shutil.copy(f"{FOLDER}/complete.h5", DAMAGED)
            with h5py.File(DAMAGED, "r+") as file:
                file[name][...] = 1_000_000
            result = self.check("read")
            self.assertEqual(result.returncode, 4)
            self.assertIn("belongs to a scenario", result.stderr)

    def test_sound_files_are_sound(self):
        for name in ["complete", "partial", "f32", "first", "subset", "minimal"]:
            shutil.copy(f"{FOLDER}/{name}.h5", DAMAGED)
            result = self.check()
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_every_damage_is_told(self):
        for number, (damage, code, words) in enumerate(DAMAGES):
            with self.subTest(number=number, words=words):
                shutil.copy(f"{FOLDER}/complete.h5", DAMAGED)
                with h5py.File(DAMAGED, "r+") as file:
                    damage(file)
                result = self.check()
                self.assertEqual(result.returncode, code, result.stdout + result.stderr)
                self.assertIn(words, result.stdout)
                if code == 4:
                    self.assertTrue(result.stderr)

    def test_a_file_cut_short(self):
        for size in [100, 5000, 60_000]:
            shutil.copy(f"{FOLDER}/complete.h5", DAMAGED)
            with open(DAMAGED, "r+b") as file:
                file.truncate(size)
            self.assertEqual(self.check().returncode, 4)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
