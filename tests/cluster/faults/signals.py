"""Signals and the time limit: all ranks finish their units, the exit code is 75, and the file can be resumed."""

import time

import h5py

from bench import DRAINED, require, send

GRACE = 1.0  # seconds beyond the longest unit
RANKS = 3


def to_mpirun(name):
    return lambda bench, run: send(run.pid, name)


def to_one_rank(name):
    return lambda bench, run: send(bench.random.choice(bench.ranks_of(run)), name)


def twice(notify):
    def both(bench, run):
        notify(bench, run)
        time.sleep(0.02)
        notify(bench, run)

    return both


# What happens, to what it happens, whether -j starts the ranks, the exit code.
SHORT = [
    ("USR1 to mpirun", to_mpirun("SIGUSR1"), False, DRAINED),
    ("TERM to one rank", to_one_rank("SIGTERM"), False, DRAINED),
    ("INT to run -j", to_mpirun("SIGINT"), True, DRAINED),
    # Open MPI kills its ranks after a second and returns 1, whatever they return (unless they end before).
    ("TERM to mpirun", to_mpirun("SIGTERM"), False, None),
]
LONG = [
    ("USR2 to mpirun", to_mpirun("SIGUSR2"), False, DRAINED),
    ("INT to one rank", to_one_rank("SIGINT"), False, DRAINED),
    ("USR1 to one rank", to_one_rank("SIGUSR1"), False, DRAINED),
    ("USR2 to one rank", to_one_rank("SIGUSR2"), False, DRAINED),
    ("INT to mpirun", to_mpirun("SIGINT"), False, None),
    ("TERM to run -j", to_mpirun("SIGTERM"), True, DRAINED),
    ("USR1 twice to mpirun", twice(to_mpirun("SIGUSR1")), False, DRAINED),
    ("TERM twice to one rank", twice(to_one_rank("SIGTERM")), False, DRAINED),
]


def drained_at(path):
    """When the last attempt ended, by the file: seconds since 1970. mpirun itself needs up to two seconds more to notice
    that its processes ended with a code that is not zero (`mpirun -n 2 sh -c 'exit 75'` shows it)."""
    with h5py.File(path) as file:
        ends = file["provenance/attempt_end"][()]
    return float(ends[ends > 0][-1])


def check_signal(bench, what, notify, jobs, code):
    path = bench.new_path("signal")
    run = bench.start(path, ranks=RANKS, jobs=jobs)
    bench.wait_for_units(run, path)
    start = time.time()
    notify(bench, run)
    bench.finish(run, code=code)
    took = 0.0 if code is None else drained_at(path) - start  # a killed attempt has no end
    require(took < bench.longest_unit + GRACE, f"{what}: ended after {took:.2f} s, a unit takes {bench.longest_unit:.2f} s")
    bench.require_resumable(path)
    return took


def check_time_limit(bench):
    limit = 0.2 * bench.seconds  # the machine may have been busier when the run was timed
    path = bench.new_path("limit")
    start = time.time()
    bench.finish(bench.start(path, "--max-time", f"{limit:.3f}", ranks=RANKS), code=DRAINED)
    # mpirun and MPI_Init come before the program's clock.
    late = drained_at(path) - start - limit
    require(late < bench.longest_unit + GRACE + 1.0, f"--max-time {limit:.2f}: ended {late:.2f} s later")
    bench.require_resumable(path)
    return late


def run(bench):
    cases = SHORT + (LONG if bench.is_long else [])
    longest = 0.0
    for case in cases:
        longest = max(longest, check_signal(bench, *case))
    late = check_time_limit(bench)
    return f"{len(cases)} signals, drained within {longest:.2f} s; --max-time within {late:.2f} s; a unit takes up to {bench.longest_unit:.2f} s"
