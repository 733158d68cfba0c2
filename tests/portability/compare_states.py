"""compare_states.py A.h5 B.h5: the stored numbers of two result files must be equal bit for bit."""

import sys

import h5py
import numpy as np

COMPARED = ("state", "status", "crc32c", "mean", "variance", "count")


def main(first, second):
    different = []
    with h5py.File(first, "r") as a, h5py.File(second, "r") as b:
        for name in COMPARED:
            x, y = a[name][...], b[name][...]
            if x.shape != y.shape or x.tobytes() != y.tobytes():
                different.append(f"{name}: {np.count_nonzero(x != y)} of {x.size} values differ")
        values = a["state"][...]
        # Two empty or constant files would be equal as well.
        if not np.isfinite(values).all() or np.unique(values).size < values.size // 2:
            different.append("state: not finite, or hardly any variety: the comparison would say nothing")
    print("\n".join(different) or "equal")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
