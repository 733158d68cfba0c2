#!/usr/bin/env python3
"""slurm_test.py PROGRAM: submits the scripts that `dosde slurm` writes to a real Slurm on this machine.

One job runs out of time, queues itself again and finishes; a node of another dies; an array of jobs computes shards that
are merged. All end with the bits of one uninterrupted run.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from local_slurm import LocalSlurm, reason_to_skip  # noqa: E402
from result_files import contents, differences, finished_trajectories  # noqa: E402

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "faults" / "many_units.toml"
SKIPPED = 77
ROUND = 55.0  # seconds of work for the two cores: more than a job of one minute, told to stop after half of it, can do
ENDED = ("COMPLETED", "FAILED", "TIMEOUT", "CANCELLED", "NODE_FAIL", "OUT_OF_MEMORY")


class Trial:
    def __init__(self, slurm, folder):
        self.slurm = slurm
        self.folder = folder
        self.settings = ["--set", f"ensemble.trajectories={self.trajectories_for(ROUND)}"]
        print(f"the uninterrupted run: {self.settings[1]}", flush=True)
        start = time.monotonic()
        self.dosde("run", SCENARIO, "-o", "whole.h5", "-j", "2", *self.settings)
        print(f"  {time.monotonic() - start:.0f} s", flush=True)
        self.expected = contents(folder / "whole.h5")

    def dosde(self, *words):
        result = subprocess.run([PROGRAM, *map(str, words), "-q"], cwd=self.folder, capture_output=True, text=True)
        assert result.returncode == 0, f"{words}: {result.stderr}"

    def trajectories_for(self, seconds):
        """As many as two ranks compute in that time, by a short trial."""
        some = 40000
        start = time.monotonic()
        self.dosde("run", SCENARIO, "-o", "trial.h5", "-j", "2", "--set", f"ensemble.trajectories={some}")
        (self.folder / "trial.h5").unlink()
        return int(some * seconds / (time.monotonic() - start))

    def submit(self, name, *options):
        script = f"{name}.sh"
        self.dosde("slurm", SCENARIO, "--job-name", name, "--result", f"{name}.h5", "-o", script, *self.settings, *options)
        return self.slurm.call("sbatch", "--parsable", script, folder=self.folder).strip()

    def wait(self, job, until, seconds=600):
        """Follows the job until its state is one of those; returns what Slurm says of it then."""
        end = time.monotonic() + seconds
        last = None
        while time.monotonic() < end:
            seen = self.slurm.job(job)
            if seen["JobState"] != last:
                last = seen["JobState"]
                print(f"  job {job} {last}, restarts {seen['Restarts']}", flush=True)
            if last in until:
                return seen
            assert last not in ENDED, f"job {job} ended as {last}:\n{self.logs()}"
            time.sleep(0.5)
        raise AssertionError(f"job {job} is still {last} after {seconds} s:\n{self.logs()}")

    def logs(self):
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in sorted(self.folder.glob("*.out")))

    def require_equal(self, path):
        different = differences(self.folder / path, self.expected)
        assert not different, f"{path} is not as the uninterrupted run: {', '.join(different)}"

    def wait_for_some(self, path):
        while not (self.folder / path).exists() or not finished_trajectories(self.folder / path).any():
            time.sleep(0.2)


def test_out_of_time(trial):
    """Slurm's signal, exit code 75, requeue, resume."""
    job = trial.submit("limited", "--nodes", 2, "--ntasks-per-node", 2, "--time", "00:01:00", "--lead", 20)
    trial.wait(job, ("RUNNING",))
    trial.wait(job, ("PENDING",))
    share = finished_trajectories(trial.folder / "limited.h5").mean()
    print(f"  requeued with {100 * share:.0f} % finished", flush=True)
    assert 0.0 < share < 1.0
    seen = trial.wait(job, ("COMPLETED",))
    assert int(seen["Restarts"]) >= 1 and seen["ExitCode"] == "0:0", seen
    assert "stopped on request" in trial.logs()
    trial.require_equal("limited.h5")


def test_lost_node(trial):
    """All processes of a node die; Slurm starts the job again on others, and the script goes on from the file."""
    job = trial.submit("bereft", "--nodes", 2, "--ntasks-per-node", 1, "--time", "00:10:00")
    trial.wait(job, ("RUNNING",))
    trial.wait_for_some("bereft.h5")
    trial.slurm.kill_node("n2")
    trial.wait(job, ("PENDING",))
    share = finished_trajectories(trial.folder / "bereft.h5").mean()
    print(f"  node lost with {100 * share:.0f} % finished", flush=True)
    assert 0.0 < share < 1.0
    seen = trial.wait(job, ("COMPLETED",))
    assert int(seen["Restarts"]) >= 1, seen
    trial.require_equal("bereft.h5")


def test_array(trial):
    """Two jobs, a shard each, merged."""
    job = trial.submit("shards", "--nodes", 1, "--ntasks-per-node", 1, "--time", "00:10:00", "--array", 2)
    for task in range(2):
        trial.wait(f"{job}_{task}", ("COMPLETED",))
    trial.dosde("merge", "shards.h5", *sorted(trial.folder.glob("shards.shard-*-of-2.h5")))
    trial.require_equal("shards.h5")


def main():
    reason = reason_to_skip()
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="dosde_slurm_") as folder:
        work = pathlib.Path(folder, "work")
        work.mkdir()
        with LocalSlurm(pathlib.Path(folder, "slurm"), nodes=3, cores=2) as slurm:
            trial = Trial(slurm, work)
            for test in (test_lost_node, test_out_of_time, test_array):
                print(f"{test.__name__}: {test.__doc__}", flush=True)
                test(trial)
    print("all ended with the bits of the uninterrupted run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
