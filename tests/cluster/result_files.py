"""Result files as tests compare them, read by h5py alone: no code of doSDE judges its own files."""

import h5py
import numpy as np


def contents(path):
    """Every dataset outside /provenance, by name, as bytes."""
    found = {}

    def keep(name, item):
        # The length of a command line is a dimension of /provenance.
        if isinstance(item, h5py.Dataset) and not name.startswith("provenance/") and name != "command_line_length":
            found[name] = np.asarray(item[()]).tobytes()

    with h5py.File(path) as file:
        file.visititems(keep)
    return found


def differences(path, expected):
    """Names of the datasets that are not, bit for bit, as expected (`contents` of another file)."""
    found = contents(path)
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def finished_trajectories(path):
    """True where every scenario of a trajectory has ended."""
    with h5py.File(path) as file:
        return (file["status"][()] != 0).all(axis=0)


def wrong_trajectories(path, reference, names=("state", "crc32c", "status", "end_time", "end_variable")):
    """How many trajectories are finished in the file and differ from the reference file."""
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
