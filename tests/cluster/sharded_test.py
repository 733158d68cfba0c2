"""The sharded layout: the bits of one file, opened by h5py and xarray without us; lost, moved, foreign and cut shards are
told of in a sentence; kills are resumed on other numbers of ranks."""

import os
import shutil
import signal
import subprocess
import sys
import time

import h5py
import numpy as np
import xarray

sys.path.insert(0, os.path.dirname(__file__))
from loop_variants import write_output, write_sweep  # noqa: E402
from result_files import contents, differences, finished_trajectories, wrong_trajectories  # noqa: E402

program, scenario, folder, mpirun = (sys.argv + [""])[1:5]
has_mpi = bool(mpirun and shutil.which(mpirun))
RANKS = (1, 2, 3, 4) if has_mpi else (1,)
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)


def path(name):
    return os.path.join(folder, name)


def shard(name, rank):
    return path(f"{name}.shards/{rank:04}.h5")


def launch(ranks, *arguments):
    prefix = [mpirun, "--allow-run-as-root", "--oversubscribe", "-n", str(ranks)] if ranks > 1 else []
    return [*prefix, program, *arguments]


def dosde(*arguments, code=0, ranks=1):
    result = subprocess.run(launch(ranks, *arguments), capture_output=True, text=True)
    told = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == code, f"dosde {' '.join(arguments)}: {result.returncode}, not {code}\n{told}"
    return told


def run(name, arguments, *options, **how):
    return dosde("run", *arguments, "-o", path(name), *options, **how)


def require_equal(name, expected):
    wrong = differences(path(name), expected)
    assert not wrong, f"{wrong} of {name} differ"


# 1. The same bits for any number of ranks; sound, and equal by our own diff; opened by others.
MANY = [scenario, "--set", "ensemble.trajectories=2500"]
CASES = {
    "many": MANY,
    "first": [*MANY, "--set", 'output.trajectories="first:700"'],
    "summaries": [write_output(scenario, folder, "summaries", '["mean", "variance"]'), "--set", "ensemble.trajectories=2500"],
    "points": [write_sweep(scenario, folder, 500), "--set", "ensemble.trajectories=10"],
    "both": [write_sweep(scenario, folder, 5), "--set", "ensemble.trajectories=1000"],
}
for case, arguments in CASES.items():
    run(f"{case}.h5", arguments)
    expected = contents(path(f"{case}.h5"))
    for ranks in RANKS if case == "many" else RANKS[-1:]:
        name = f"{case}-{ranks}.h5"
        run(name, arguments, "--layout", "sharded", ranks=ranks)
        assert len(os.listdir(path(f"{name}.shards"))) == ranks
        require_equal(name, expected)
        assert "sound" in dosde("check", path(name))
        assert "agree" in dosde("diff", path(f"{case}.h5"), path(name))
    print(f"{case}: the same bits")
whole = contents(path("many.h5"))
last = f"many-{RANKS[-1]}.h5"
with h5py.File(path(last)) as file:
    assert file["state"].is_virtual and not file["mean"].is_virtual
    used = {source.file_name for source in file["state"].virtual_sources()}
    assert used <= {f"{last}.shards/{rank:04}.h5" for rank in range(RANKS[-1])}
    assert file["shards/units"][()].sum() == len(file["shards/owner"])
for engine in ("h5netcdf", "netcdf4"):
    with xarray.open_dataset(path("many.h5"), engine=engine) as one, xarray.open_dataset(path(last), engine=engine) as two:
        assert np.array_equal(one.state, two.state) and one.state.dims == two.state.dims
        assert np.array_equal(one["mean"], two["mean"]) and list(one.scenario_name.values) == list(two.scenario_name.values)
told = dosde("info", path(last))
assert f"sharded: {RANKS[-1]} files" in told and "complete" in told
assert '"sharded"' in dosde("info", path(last), "--scenario")
assert "exists already" in run(last, MANY, "--layout", "sharded", code=4)
assert '"dense"' in run("x.h5", MANY, "--set", 'output.layout="dense"', code=3)

# 2. A shard is missing, moved, foreign, cut off, another's, damaged: whatever reads says so.
name = "broken.h5"
ranks = RANKS[-1]
run(name, MANY, "--layout", "sharded", ranks=ranks)
victim = shard(name, ranks - 1)
short = f"{name}.shards/{ranks - 1:04}.h5"
shutil.copy(victim, path("kept"))
READERS = [("info", path(name)), ("check", path(name)), ("resume", path(name)), ("diff", path(name), path("many.h5")),
           ("pack", path(name), "-o", path("x.h5")), ("merge", path("x.h5"), path(name)),
           ("extend", path(name), "--trajectories", "3000", "-o", path("x.h5"))]


def require_refusal(*words, readers=READERS):
    for reader in readers:
        told = dosde(*reader, code=4)
        assert short in told and all(word in told for word in words), f"{reader[0]}: {told}"
        assert not os.path.exists(path("x.h5"))


os.remove(victim)
require_refusal("misses its shard", "NaN without a word", "Put the shards back")
os.truncate(shutil.copy(path("kept"), victim), os.path.getsize(victim) // 2)
require_refusal("cut off or replaced")
run("other.h5", MANY, "--layout", "sharded", "--set", "ensemble.seed=8", ranks=ranks)
shutil.copy(shard("other.h5", ranks - 1), victim)
require_refusal("another run", readers=READERS[:2])
if ranks > 1:
    shutil.copy(shard(name, 0), victim)  # of the same run, with other units
    require_refusal("checksums of the units", readers=READERS[:3])
shutil.copy(path("kept"), victim)
dosde("check", path(name))
os.makedirs(path("elsewhere"), exist_ok=True)
shutil.move(path(name), path("elsewhere/broken.h5"))
assert "misses its shard" in dosde("info", path("elsewhere/broken.h5"), code=4)
shutil.move(path(f"{name}.shards"), path(f"elsewhere/{name}.shards"))
assert "sound" in dosde("check", path("elsewhere/broken.h5"))
name = "elsewhere/broken.h5"
with h5py.File(path(name)) as file:
    damaged = int(np.flatnonzero(file["shards/owner"][()] == ranks - 1)[-1])
    row = damaged * int(file["units"].attrs["unit_size"])
with h5py.File(path(f"elsewhere/{short}")) as file:
    place = file["state"].id.get_offset() + row * file["state"][0, 0].nbytes + 11
with open(path(f"elsewhere/{short}"), "r+b") as file:
    file.seek(place)
    byte = file.read(1)[0]
    file.seek(place)
    file.write(bytes([byte ^ 16]))
told = dosde("check", path(name), code=6)
assert short in told and "do not match their checksum" in told
assert "1 finished units do not fit their checksums" in dosde("resume", path(name), "--verify", "full")
require_equal(name, whole)
assert "sound" in dosde("check", path(name))
generator = np.random.default_rng(1)
with open(path(name), "rb") as file:
    sound = file.read()
for flip in range(30):
    place = int(generator.integers(len(sound)))
    with open(path(name), "r+b") as file:
        file.seek(place)
        file.write(bytes([sound[place] ^ (1 << int(generator.integers(8)))]))
    result = subprocess.run([program, "check", path(name)], capture_output=True, text=True, timeout=60)
    assert result.returncode in (4, 6), f"the changed byte {place} of {name} is not found: {result.stdout}{result.stderr}"
    with open(path(name), "r+b") as file:
        file.seek(place)
        file.write(sound[place:place + 1])
print("missing, moved, foreign, cut and damaged shards are told of")

# 3. One plain file again; a longer run; shards of shards; replaced.
dosde("pack", path(last), "-o", path("packed.h5"))
require_equal("packed.h5", whole)
assert "sound" in dosde("check", path("packed.h5"))
dosde("merge", path("merged.h5"), path(last))
require_equal("merged.h5", whole)
assert "sound" in dosde("check", path("merged.h5"))
with h5py.File(path("merged.h5")) as file:
    assert not file["state"].is_virtual and (file["provenance/attempt_start"][()] > 0).sum() == 2
run("longer.h5", [*MANY[:1], "--set", "ensemble.trajectories=3000"])
dosde("extend", path(last), "--trajectories", "3000", "-o", path("extended.h5"), ranks=ranks)
assert os.path.isdir(path("extended.h5.shards"))
require_equal("extended.h5", contents(path("longer.h5")))
for i in range(2):
    run("parts.h5", MANY, "--layout", "sharded", "--shard", f"{i}/2", ranks=RANKS[min(1, len(RANKS) - 1)])
dosde("merge", path("joined.h5"), path("parts.shard-0-of-2.h5"), path("parts.shard-1-of-2.h5"))
require_equal("joined.h5", whole)
run("whole.h5", MANY, "--layout", "sharded")
run("other.h5", MANY, "--overwrite")
assert not os.path.exists(path("other.h5.shards")), "the shards of a replaced result stay behind"
os.remove(path("whole.h5"))
assert "holds 1 shards of another result" in run("whole.h5", MANY, "--layout", "sharded", code=4)
print("packed, merged, extended, replaced")

# 4. Drained, killed, resumed on other numbers of ranks; a resumed file is what it would have been.
LONG = [scenario, "--set", "ensemble.trajectories=12000", "--set", "time.step=0.0005"]
run("long.h5", LONG, ranks=RANKS[min(1, len(RANKS) - 1)])
whole = contents(path("long.h5"))
told = run("drained.h5", LONG, "--layout", "sharded", "--max-time", "0.5", ranks=RANKS[-1], code=75)
done = int(finished_trajectories(path("drained.h5")).sum())
assert 0 < done < 12000 and wrong_trajectories(path("drained.h5"), path("long.h5")) == 0
assert "sound" in dosde("check", path("drained.h5"))
with h5py.File(path("drained.h5")) as file:
    assert np.isnan(file["state"][:, ~finished_trajectories(path("drained.h5"))]).all()
dosde("resume", path("drained.h5"), ranks=RANKS[len(RANKS) // 2])
require_equal("drained.h5", whole)
for kill, (before, after) in enumerate([(3, 2), (2, 4), (4, 1)] if has_mpi else [(1, 1)]):
    name = f"killed-{kill}.h5"
    job = subprocess.Popen(launch(before, "run", *LONG, "-o", path(name), "--layout", "sharded", "--rank-logs"),
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    log = path(f"{name}.log/rank-{before - 1:04}.log")
    deadline = time.time() + 60
    while time.time() < deadline and not (os.path.exists(log) and "unit" in open(log).read()):
        time.sleep(0.01)
    time.sleep(0.1 * kill)
    with open(log) as file:
        process = int(file.read().split("process ")[1].split()[0].rstrip(","))
    os.kill(process, signal.SIGKILL)
    job.wait()
    told = dosde("info", path(name))
    assert "NOT complete" in told and " 0 of" not in told, told
    assert finished_trajectories(path(name)).any() and wrong_trajectories(path(name), path("long.h5")) == 0
    assert "sound" in dosde("check", path(name))
    assert "does not show all" in dosde("diff", path(name), path("long.h5"), code=4)
    dosde("resume", path(name), "--verify", "full", ranks=after)
    require_equal(name, whole)
    assert len(os.listdir(path(f"{name}.shards"))) == max(before, after)
    assert "sound" in dosde("check", path(name))
print("drained and killed runs end with the same bits")
shutil.rmtree(folder)
