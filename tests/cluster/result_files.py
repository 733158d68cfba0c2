"""Result files as tests compare them, read by h5py alone: no code of doSDE judges its own files."""

import os

import h5py
import numpy as np

# The lengths of texts in /provenance, and the axes of /shards.
MERE_LENGTHS = ("command_line_length", "resolved_text_length", "checksums_length", "shard", "shard_name_length", "work_unit")


def contents(path):
    """Every dataset outside /provenance and /shards, by name, as bytes."""
    found = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset) and name.split("/")[0] not in ("provenance", "shards", *MERE_LENGTHS):
            found[name] = np.asarray(item[()]).tobytes()

    with h5py.File(path) as file:
        file.visititems(keep)
    return found


def differences(path, expected):
    """Names of the datasets that are not, bit for bit, as expected (`contents` of another file)."""
    found = contents(path)
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def files_with_units(path):
    """The file itself; while it does not show all that its shards hold, the shards."""
    with h5py.File(path) as file:
        if "shards" not in file or file["shards/tied"][()] == 1:
            return [path]
    folder = f"{path}.shards"
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".h5")]


def finished_trajectories(path):
    """True where every scenario of a trajectory has ended."""
    finished = []
    for part in files_with_units(path):
        with h5py.File(part) as file:
            finished.append((file["status"][()] != 0).all(axis=0))
    return np.any(finished, axis=0)


def wrong_trajectories(path, reference, names=("state", "crc32c", "status", "end_time", "end_variable")):
    """How many trajectories are finished in the file and differ from the reference file."""
    return sum(wrong_in_file(part, reference, names) for part in files_with_units(path))


def wrong_in_file(path, reference, names):
    with h5py.File(path) as file, h5py.File(reference) as other:
        finished = (file["status"][()] != 0).all(axis=0)
        wrong = np.zeros_like(finished)
        for name in names:
            if name not in file:
                continue
            one, two = file[name][()], other[name][()]
            same = one.view(f"u{one.itemsize}") == two.view(f"u{two.itemsize}")
            same = same.reshape(*same.shape[:2], -1).all(axis=(0, 2))
            wrong[:len(same)] |= finished[:len(same)] & ~same
    return int(wrong.sum())
