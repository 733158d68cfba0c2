"""A run in shards, merged, is bit for bit the run in one piece: compared with h5py. And what merge refuses."""

import glob
import os
import subprocess
import sys

import h5py

sys.path.insert(0, os.path.dirname(__file__))
from loop_variants import write_output, write_sweep  # noqa: E402
from result_files import contents  # noqa: E402

program, scenario, folder = sys.argv[1:4]
os.makedirs(folder, exist_ok=True)


def path(name):
    return os.path.join(folder, name)


def dosde(*arguments, code=0):
    result = subprocess.run([program, *arguments], capture_output=True, text=True)
    assert result.returncode == code, f"dosde {' '.join(arguments)}: {result.returncode}\n{result.stdout}{result.stderr}"
    return result.stdout + result.stderr


def size(trajectories):
    return ["--set", f"ensemble.trajectories={trajectories}"]


# What is run, by name. Sweeps have work units that are a part of the points, or a part of points and trajectories.
RUNS = {
    "run": [scenario, *size(2500)],
    "summaries": [write_output(scenario, folder, "summaries", '["mean", "variance", "extremes"]'), *size(2500)],
    "first": [scenario, *size(2500), "--set", 'output.trajectories="first:700"'],
    "points": [write_sweep(scenario, folder, 500), *size(10)],
    "both": [write_sweep(scenario, folder, 5), *size(1000)],
}


def run(name, *options, file=None):
    dosde("run", *RUNS[name], "-o", path(f"{file or name}.h5"), "--overwrite", *options)
    return path(f"{file or name}.h5")


def shard(i, count, name="run"):
    return path(f"{name}.shard-{i}-of-{count}.h5")


def run_shard(i, count, name="run", *options, file=None):
    run(name, "--shard", f"{i}/{count}", *options, file=file)
    return shard(i, count, file or name)


def units_of(name):
    with h5py.File(name) as file:
        return int(file["units/end"][()]) - int(file["units/first"][()])


for old in glob.glob(path("*.h5")):
    os.remove(old)
for name in RUNS:
    original = run(name)
    expected = contents(original)
    units = units_of(original)
    assert units >= 8, f"only {units} units of {name}: 7 shards would be trivial"
    for count in (1, 2, 3, 5, 7) if name == "run" else (2, 3, 5):
        shards = [run_shard(i, count, name) for i in range(count)]
        assert [units_of(one) for one in shards] == [units // count + (i < units % count) for i in range(count)]
        merged = path(f"{name}-merged-{count}.h5")
        dosde("merge", merged, *reversed(shards))
        together = contents(merged)
        different = [key for key in expected.keys() | together.keys() if together.get(key) != expected.get(key)]
        assert not different, f"{different} of {name} differ with {count} shards"
        assert "sound" in dosde("check", merged)
        assert "agree" in dosde("diff", original, merged)
        with h5py.File(merged) as file:
            attempts = (file["provenance/attempt_start"][()] > 0).sum()
        assert attempts == count + 1, "one attempt a shard, and the merge"
        assert "exists already" in dosde("merge", merged, *shards, code=4)
    print(f"{name}: the same bits, {units} units")
with h5py.File(shard(0, 2, "both")) as file:
    assert (file["status"][()] != 0).any() and not (file["status"][()] != 0).all()
everything = os.stat(path("run.h5")).st_blocks
assert os.stat(shard(0, 7)).st_blocks < everything / 3, "a shard takes the space of the whole"
whole = contents(path("run.h5"))

# A shard is missing: said, refused, or left to resume.
some = [shard(0, 3), shard(2, 3)]
told = dosde("merge", path("partial.h5"), *some, code=4)
assert "are in no shard" in told and "--partial" in told
assert not os.path.exists(path("partial.h5"))
told = dosde("merge", path("partial.h5"), *some, "--partial", "--overwrite")
assert "missing: units" in told
dosde("check", path("partial.h5"))
dosde("resume", path("partial.h5"))
assert contents(path("partial.h5")) == whole

# A shard resumes to its own share, and nothing else.
with h5py.File(shard(1, 3), "r+") as file:
    first = int(file["units/first"][()])
    rows = slice(first * int(file["units"].attrs["unit_size"]), (first + 1) * int(file["units"].attrs["unit_size"]))
    file["status"][:, rows] = 0
dosde("resume", shard(1, 3))
dosde("merge", path("resumed.h5"), *[shard(i, 3) for i in range(3)], "--overwrite")
assert contents(path("resumed.h5")) == whole

# Files of another run, damaged files, nonsense.
other = run_shard(1, 3, "run", "--set", "ensemble.seed=8", file="other")
assert "seed 7 against 8" in dosde("merge", path("wrong.h5"), shard(0, 3), other, code=4)
with h5py.File(shard(2, 3)) as file:
    place = file["state"].id.get_offset() + file["state"].nbytes - 5
with open(shard(2, 3), "r+b") as file:
    file.seek(place)
    file.write(b"\x55")
told = dosde("merge", path("wrong.h5"), shard(2, 3), code=4)
assert "not sound" in told and "do not match their checksum" in told
assert not os.path.exists(path("wrong.h5"))
for nonsense in ("3/3", "-1/3", "1", "1/", "a/b", "1/3x"):
    assert "i/n" in dosde("run", scenario, "-o", path("wrong.h5"), f"--shard={nonsense}", code=2)
assert "made from" in dosde("merge", shard(0, 3), shard(0, 3), shard(1, 3), "--overwrite", "--partial", code=4)
