"""A byte of a finished unit changes on the disk: `resume --verify full` finds the unit and computes it again, `check`
names it."""

import subprocess

import h5py

from bench import DRAINED, require, send


def drained_file(bench):
    path = bench.new_path("corrupted")
    run = bench.start(path)
    bench.wait_for_units(run, path, count=3)
    send(run.pid, "SIGUSR1")
    bench.finish(run, code=DRAINED)
    return path


def flip(bench, path, unit):
    """Another value for one random byte of the states of a unit; the trajectory that it belongs to."""
    with h5py.File(path) as file:
        state = file["state"]
        start = state.id.get_offset()
        row = state[0, 0].nbytes
        scenarios, trajectories = state.shape[:2]
    trajectory = min(trajectories - 1, unit * bench.unit_size + bench.random.randrange(bench.unit_size))
    place = start + (bench.random.randrange(scenarios) * trajectories + trajectory) * row + bench.random.randrange(row)
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ bench.random.randrange(1, 256)]))
    return trajectory


def run(bench):
    flips = bench.count(short=2, long=100)
    path = drained_file(bench)
    drained = path.read_bytes()
    finished = sorted(bench.require_sound(path))
    for _ in range(flips):
        path.write_bytes(drained)
        trajectory = flip(bench, path, bench.random.choice(finished))
        checked = subprocess.run([bench.program, "check", path], capture_output=True, text=True)
        require(checked.returncode == 6, f"check: exit code {checked.returncode}")
        require(f"trajectory {trajectory}" in checked.stdout, f"check does not name trajectory {trajectory}: {checked.stdout}")
        bench.finish(bench.start(path, "--verify", "full", verb="resume", ranks=1), code=0)
        bench.require_equal(path)
    return f"{flips} changed bytes: found by check, computed again by resume --verify full"
