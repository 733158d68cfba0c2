"""One trajectory of a very long time: a unit of hours. Stopped or killed in the middle it goes on from its last
checkpoint, and ends with the bits of a chain that nobody disturbed."""

import subprocess
import time

from bench import DRAINED, contents, differences, require, send

SCENARIO = """format = 1
[model.variables.x]
drift = "x - x^3"
noise = "0.5"
[time]
stop = {stop}
step = 0.01
save_every = {save_every}
[solver]
scheme = "euler_maruyama"
[ensemble]
trajectories = 1
"""
SHORT = 2 * 10**7  # steps: a second or two
LONG = 2 * 10**9  # two minutes or so
CHECKPOINT_INTERVAL = 60.0  # seconds, cluster/unit_loop.hpp


def run(bench):
    steps = LONG if bench.is_long else SHORT
    scenario = bench.folder / "chain.toml"
    scenario.write_text(SCENARIO.format(stop=steps / 100, save_every=steps / 10000))
    whole = bench.folder / "whole.h5"
    start = time.monotonic()
    bench.finish(launch(bench, "run", scenario, "-o", whole), code=0, seconds=3600)
    seconds = time.monotonic() - start

    path = bench.folder / "chain.h5"
    begun = time.monotonic()
    process = launch(bench, "run", scenario, "-o", path)
    if bench.is_long:
        wait(process, 1.1 * CHECKPOINT_INTERVAL)
        send(process.pid, "SIGKILL")
        bench.finish(process)
    else:
        wait(process, 0.4 * seconds)
        send(process.pid, "SIGUSR1")
        bench.finish(process, code=DRAINED)
    first = time.monotonic() - begun
    require(list(bench.folder.glob("chain.h5.unit-*.checkpoint")), "no checkpoint is left")
    begun = time.monotonic()
    bench.finish(launch(bench, "resume", path), code=0, seconds=3600)
    second = time.monotonic() - begun
    different = differences(path, contents(whole))
    require(not different, f"not as the undisturbed chain: {', '.join(different)}")
    how = "killed" if bench.is_long else "stopped"
    return (f"{steps:.0e} steps in {seconds:.1f} s; {how} after {first:.1f} s, resumed in {second:.1f} s with the same bits: "
            f"{max(0.0, first + second - seconds):.1f} s lost")


def launch(bench, *words):
    return subprocess.Popen([str(word) for word in (bench.program, *words, "-q")], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait(process, seconds):
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return
    require(False, f"the chain ended within {seconds:.1f} s, before it could be disturbed")
