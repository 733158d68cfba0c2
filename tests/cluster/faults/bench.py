"""What all fault tests share: a scenario, its uninterrupted result, runs that are disturbed and then resumed."""

import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from result_files import contents, differences, finished_trajectories, wrong_trajectories  # noqa: E402

DRAINED = 75
SCENARIO = pathlib.Path(__file__).with_name("many_units.toml")
UNIT_LINE = re.compile(r" unit (\d+) .*?([\d.]+) s ")


class Failure(Exception):
    """A promise that was not kept; the message says which."""


class Skipped(Exception):
    """The test cannot be run here; the message says why."""


def require(is_true, message):
    if not is_true:
        raise Failure(message)


def send(pid, name):
    """A signal by its name; no matter if the process has ended meanwhile."""
    try:
        os.kill(pid, getattr(signal, name))
    except ProcessLookupError:
        pass


def children(pid):
    """Process ids of the children of a process that still run."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def program_of(pid):
    """Path of the program that a process runs; nothing where it has ended."""
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return None


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Bench:
    def __init__(self, program, mpirun, folder, seed, is_long, trials=None, layout="shared"):
        self.program = program
        self.mpirun = mpirun
        self.folder = pathlib.Path(folder)
        self.random = random.Random(seed)
        self.is_long = is_long
        self.trials = trials
        self.layout = layout
        self.reference = self.folder / "reference.h5"
        start = time.monotonic()
        self.finish(self.start(self.reference), code=0)
        self.seconds = time.monotonic() - start
        self.expected = contents(self.reference)
        logged = self.logged_units(self.reference)
        self.longest_unit = max(seconds for _, seconds in logged)
        with h5py.File(self.reference) as file:
            self.unit_size = int(file["units"].attrs["unit_size"])
        self.units = len(logged)

    def count(self, short, long):
        """How many trials a fault has in its short and in its long form, unless the user says otherwise."""
        return self.trials or (long if self.is_long else short)

    # Runs, with a log of every rank

    def start(self, path, *options, ranks=2, verb="run", environment=None, jobs=False):
        """A run of the scenario into `path`, or its resumption, under way: through mpirun, or with -j."""
        words = [self.program, verb, *([SCENARIO, "-o", path, "--layout", self.layout] if verb == "run" else [path]), "--rank-logs", *options]
        if jobs:
            words += ["-j", ranks]
        elif ranks > 1:
            words = [self.mpirun, "-q", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", ranks, *words]
        return subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})

    def finish(self, run, code=None, seconds=120):
        """Waits for its end; what it said on standard error. `code`: what the exit code must be."""
        try:
            errors = run.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            run.kill()
            raise Failure(f"not ended after {seconds} s: {' '.join(run.args)}") from None
        require(code is None or run.returncode == code, f"exit code {run.returncode} instead of {code} of {' '.join(run.args)}\n{errors}")
        return errors

    def ranks_of(self, run):
        """Process ids of the ranks of a run under mpirun."""
        return [pid for pid in children(run.pid) if program_of(pid) == os.path.realpath(self.program)]

    def wait_for_end(self, pids, seconds=60):
        """Returns once none of these processes runs."""
        end = time.monotonic() + seconds
        while any(is_running(pid) for pid in pids):
            require(time.monotonic() < end, f"of processes {pids} some still run after {seconds} s")
            time.sleep(0.01)

    def new_path(self, name):
        for old in self.folder.glob(f"{name}.h5*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        return self.folder / f"{name}.h5"

    def logged_units(self, path):
        """(unit, seconds) of every unit that a rank called finished, in all attempts."""
        lines = [line for log in sorted(pathlib.Path(f"{path}.log").glob("rank-*.log")) for line in log.read_text().splitlines(True)]
        # A killed rank may leave half a line.
        return [(int(found[1]), float(found[2])) for line in lines if line.endswith("\n") and (found := UNIT_LINE.search(line))]

    def wait_for_units(self, run, path, count=1):
        """Returns once so many units are finished and the run goes on."""
        while len(self.logged_units(path)) < count:
            require(run.poll() is None, f"ended before {count} units were done: {' '.join(run.args)}")
            time.sleep(0.005)

    # Promises

    def require_sound(self, path):
        """The file opens, every unit that a rank called finished is there, and nothing finished is wrong; those units."""
        trajectories = finished_trajectories(path)
        finished = {unit for unit in range(-(-len(trajectories) // self.unit_size))
                    if trajectories[unit * self.unit_size:(unit + 1) * self.unit_size].all()}
        lost = {unit for unit, _ in self.logged_units(path)} - finished
        require(not lost, f"units {sorted(lost)} were finished and are lost")
        wrong = wrong_trajectories(path, self.reference)
        require(wrong == 0, f"{wrong} finished trajectories are wrong")
        return finished

    def require_resumable(self, path, ranks=1):
        """`resume` ends like the uninterrupted run and computes no finished unit again."""
        finished = self.require_sound(path)
        shutil.rmtree(f"{path}.log", ignore_errors=True)
        self.finish(self.start(path, ranks=ranks, verb="resume"), code=0)
        again = finished & {unit for unit, _ in self.logged_units(path)}
        require(not again, f"finished units {sorted(again)} were computed again")
        self.require_equal(path)

    def require_equal(self, path):
        different = differences(path, self.expected)
        require(not different, f"not as the uninterrupted run: {', '.join(different)}")
