"""Runs one scenario alone and on several ranks: states, summaries and checksums must be equal bit for bit."""

import os
import shutil
import subprocess
import sys

import h5py
import numpy as np

program, scenario, folder, mpirun = sys.argv[1:5]
os.makedirs(folder, exist_ok=True)


def run(ranks):
    path = os.path.join(folder, f"ranks{ranks}.h5")
    command = [program, "run", scenario, "-o", path, "--overwrite", "-q"]
    if ranks > 1:
        command = [mpirun, "--allow-run-as-root", "--oversubscribe", "-n", str(ranks)] + command
    subprocess.run(command, check=True)
    return path


def contents(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.__setitem__(name, item[()]) if isinstance(item, h5py.Dataset) else None)
    return {name: value for name, value in found.items() if not name.startswith("provenance/")}


alone = contents(run(1))
assert alone["complete"] == 1 and np.isfinite(alone["state"]).all()
for ranks in (2, 3, 4, 7, 8) if shutil.which(mpirun) else ():
    together = contents(run(ranks))
    assert together.keys() == alone.keys()
    for name in alone:
        assert np.array_equal(np.asarray(alone[name]).tobytes(), np.asarray(together[name]).tobytes()), f"{name} differs on {ranks} ranks"
print("the same bits on 1, 2, 3, 4, 7 and 8 ranks" if shutil.which(mpirun) else "no mpirun here: ran alone")
