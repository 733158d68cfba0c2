"""dosde effects streams: 10,000 trajectories x 1,000 times x 20 variables, whose states take 3.2 GB, in less than 300 MB. Takes
two minutes and 5 GB of disk."""

import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np

PROGRAM = sys.argv[1]
SCENARIO = 'format = 1\ntitle = "ring"\n' + "".join(
    f'[model.variables.x{i}]\ndrift = "-x{i} + 0.5*x{(i + 1) % 20}"\nnoise = "0.4"\n' for i in range(20)) + """
[solver]
scheme = "euler_maruyama"
[time]
stop = 9.99
step = 0.01
save_every = 0.01
[ensemble]
trajectories = 10000
seed = 1
[[scenario]]
name = "observed"
[[scenario]]
name = "clamped"
intervention = [{ kind = "clamp", target = "x0", value = 1.0, from = 1.0 }]
"""

with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
    with open(os.path.join(folder, "ring.toml"), "w") as file:
        file.write(SCENARIO)
    subprocess.run([PROGRAM, "run", "ring.toml", "-q"], cwd=folder, check=True)
    process = subprocess.Popen([PROGRAM, "effects", "ring.h5", "-q"], cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    print(f"peak memory {usage.ru_maxrss / 1024:.0f} MB, {usage.ru_utime + usage.ru_stime:.0f} s of processor")
    assert usage.ru_maxrss < 300 * 1024
    with h5py.File(os.path.join(folder, "ring.h5")) as run, h5py.File(os.path.join(folder, "ring.effects.h5")) as effects:
        for time in (50, 999):
            difference = run["state"][1, :, time, 19] - run["state"][0, :, time, 19]
            np.testing.assert_array_equal(effects["difference"][0, :, time, 19], difference)
            np.testing.assert_allclose(effects["effect"][0, time, 19], difference.mean(), rtol=1e-10, atol=1e-15)
