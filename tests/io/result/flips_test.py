"""Flips random bytes of result files, one at a time: `check` must find every one, and say where.

Usage: flips_test.py FOLDER PROGRAM COUNT   (the folder that `PROGRAM write` has filled)

Where data stand is learned from h5py. Flipped are, with equal shares: states, partial sums, coordinates and labels, graphs,
what else units and attempts write, summaries and `complete`, and metadata (every byte outside of all datasets). In the
unfinished file only what is data is flipped: not the reserved bytes of pending trajectories, not summaries.
"""

import os
import random
import shutil
import subprocess
import sys

import h5py
import numpy as np

FOLDER, PROGRAM, COUNT = sys.argv[1], sys.argv[2], int(sys.argv[3])
GRAPHS = ["drift_edges", "drift_sign", "diffusion_edges", "shared_noise", "noise_loading", "clamped"]
UNIT_DATA = ["status", "end_time", "end_variable", "crc32c", "units/reflections", "units/crc32c"]
SUMMARIES = ["count", "mean", "variance", "minimum", "maximum", "quantiles", "reflections", "complete"]


class Target:
    """A file with its datasets, each as (name, offset, array shape, bytes of an element)."""

    def __init__(self, name):
        self.path = f"{FOLDER}/{name}.h5"
        self.data = {}
        with h5py.File(self.path) as file:
            file.visititems(lambda name, item: self.note(name, item))
            self.status = file["status"][()]
            self.unit_size = int(file["units"].attrs["unit_size"])
            self.unit_scenarios = int(file["units"].attrs["unit_scenarios"])
            self.is_complete = bool(file["complete"][()])
        self.size = os.path.getsize(self.path)
        ends = sorted((offset, offset + length) for offset, length, _ in self.data.values())
        starts = [0] + [end for _, end in ends]
        stops = [begin for begin, _ in ends] + [self.size]
        # Blocks of zeros between aligned datasets are metadata too, but few are chosen: most bytes there are alike.
        self.gaps = [(begin, end) for begin, end in zip(starts, stops) if end > begin]

    def note(self, name, item):
        is_length = item.attrs.get("NAME", b"").startswith(b"This is a netCDF dimension")  # an axis without labels
        if isinstance(item, h5py.Dataset) and item.id.get_offset() is not None and not is_length:
            self.data[name] = (item.id.get_offset(), item.nbytes, item.shape)

    def is_data(self, name, position):
        """Does this byte of the dataset mean anything at present?"""
        if self.is_complete or name == "status":
            return True
        if name in SUMMARIES:
            return name == "complete"
        if name not in UNIT_DATA + ["state", "units/partials"]:
            return True
        _, length, shape = self.data[name]
        index = np.unravel_index(position // (length // int(np.prod(shape))), shape)
        if name.startswith("units/"):
            first = index[0] * self.unit_size
            scenario = index[1] // self.unit_scenarios * self.unit_scenarios
            unit = self.status[scenario : scenario + self.unit_scenarios, first : first + self.unit_size]
            return bool(unit.all())
        return self.status[index[:2]] != 0

    def choose(self, random_numbers, kind):
        """A byte of that kind: its place in the file, and the name of what it belongs to."""
        while True:
            if kind == "metadata":
                begin, end = random_numbers.choice(self.gaps)
                return random_numbers.randrange(begin, end), "metadata"
            names = {
                "states": ["state"],
                "partials": ["units/partials"],
                "graphs": GRAPHS,
                "units": UNIT_DATA,
                "attempts": [name for name in self.data if name.startswith("provenance/attempt_")],
                "summaries": SUMMARIES,
            }
            used = sum(names.values(), [])
            names["labels"] = [name for name in self.data if name not in used]
            name = random_numbers.choice([name for name in names[kind] if name in self.data])
            offset, length, _ = self.data[name]
            position = random_numbers.randrange(length)
            if self.is_data(name, position):
                return offset + position, name


def check(path):
    return subprocess.run([PROGRAM, "check", path], capture_output=True, text=True, timeout=120)


def main():
    random_numbers = random.Random(20261122)
    targets = [Target(name) for name in ["complete", "partial", "f32", "first", "subset", "sweep", "half_sweep"]]
    copy = f"{FOLDER}/flipped_{COUNT}.h5"
    kinds = ["states", "partials", "labels", "graphs", "units", "attempts", "summaries", "metadata"]
    found = {kind: 0 for kind in kinds}
    missed = []
    for trial in range(COUNT):
        target = targets[trial % len(targets)]
        kind = kinds[(trial // len(targets)) % len(kinds)]
        if kind == "summaries" and not target.is_complete:
            kind = "states"
        place, name = target.choose(random_numbers, kind)
        shutil.copy(target.path, copy)
        mask = random_numbers.randrange(1, 256)
        with open(copy, "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ mask]))
        result = check(copy)
        told = result.stdout + result.stderr
        if result.returncode not in (4, 6) or not told:
            missed.append(f"{target.path}, byte {place} of {name}, {byte} ^ {mask}: exit code {result.returncode} {told}")
            continue
        found[kind] += 1
        words = {"state": "trajectory", "units/crc32c": "in unit", "metadata": ""}.get(name, name.split("/")[-1].split("_")[0])
        if result.returncode == 6 and words not in told:
            missed.append(f"{target.path}, byte {place} of {name}: found, but not named: {told}")
    os.remove(copy)
    print(found)
    assert not missed, "\n".join(missed)
    for target in targets:
        assert check(target.path).returncode == 0, f"{target.path} is not sound"


main()
