"""What the script of `dosde slurm` does, with stand-ins for srun and scontrol: no Slurm is needed."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, SCENARIO = sys.argv[1:3]

# srun: notes its words, then does as the file `behaviour` says.
SRUN = '#!/bin/sh\nprintf "%s\\n" "$@" > words\n. ./behaviour\n'
SCONTROL = '#!/bin/sh\necho "$@" >> requeued\n'
JOB_SHELL = '$(cut -d" " -f4 /proc/$PPID/stat)'  # srun's parent keeps its exit code; the job's shell is the parent of that
DRAINS = "trap 'exit 75' USR1; touch started; while :; do sleep 0.02; done"


class JobScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in (("srun", SRUN), ("scontrol", SCONTROL)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)

    def write_script(self, *options, code=0, time_limit="0:10:00"):
        result = subprocess.run([PROGRAM, "slurm", SCENARIO, "--time", time_limit, *options, "-o", "job.sh"],
                                cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(result.returncode, code, result.stderr)
        return result

    def run_script(self, behaviour, is_told=False, **environment):
        """The exit code, the words that srun got, and what was queued again."""
        (self.folder / "behaviour").write_text(behaviour)
        path = f"{self.folder}:{os.environ['PATH']}"
        job = subprocess.Popen(["bash", "job.sh"], cwd=self.folder,
                               env={**os.environ, "PATH": path, "SLURM_JOB_ID": "7", **environment})
        while is_told and not (self.folder / "started").exists():
            time.sleep(0.01)
        if is_told:
            job.send_signal(signal.SIGUSR1)
        code = job.wait(timeout=20)
        requeued = self.folder / "requeued"
        return code, (self.folder / "words").read_text().splitlines(), requeued.read_text() if requeued.exists() else ""

    def test_a_finished_run_ends_the_job(self):
        self.write_script("--set", "ensemble.seed=5")
        code, words, requeued = self.run_script("exit 0")
        self.assertEqual((code, requeued), (0, ""))
        self.assertEqual(words, ["--mpi=pmix", PROGRAM, "run", SCENARIO, "-o", "loop.h5", "--resume-if-exists",
                                 "--set", "ensemble.seed=5"])

    def test_the_signal_reaches_the_ranks_and_the_job_queues_again(self):
        self.write_script()
        self.assertEqual(self.run_script(DRAINS, is_told=True)[::2], (75, "requeue 7\n"))

    def test_a_signal_just_before_the_end_loses_no_exit_code(self):
        self.write_script()
        self.assertEqual(self.run_script(f"trap '' USR1; kill -USR1 {JOB_SHELL}; exit 5")[::2], (5, ""))

    def test_a_failed_run_is_not_repeated(self):
        self.write_script()
        self.assertEqual(self.run_script("exit 4")[::2], (4, ""))

    def test_the_rounds_are_bounded(self):
        self.write_script("--restarts", "3")
        self.assertEqual(self.run_script("exit 75", SLURM_RESTART_COUNT="2")[::2], (75, "requeue 7\n"))
        (self.folder / "requeued").unlink()
        self.assertEqual(self.run_script("exit 75", SLURM_RESTART_COUNT="3")[::2], (75, ""))

    def test_a_task_of_an_array_has_its_shard(self):
        self.write_script("--array", "4", "--result", "out/big.h5")
        words = self.run_script("exit 0", SLURM_ARRAY_TASK_ID="2")[1]
        self.assertEqual(words[words.index("-o") + 1], "out/big.h5")
        self.assertEqual(words[words.index("--shard") + 1], "2/4")

    def test_the_script_is_clean(self):
        if shutil.which("shellcheck") is None:
            self.skipTest("shellcheck is not installed")
        self.write_script("--array", "2", "--set", "model.parameters.a=0.5", "-p", "batch")
        subprocess.run(["shellcheck", "job.sh"], cwd=self.folder, check=True)

    def test_mistakes_are_found_before_the_queue(self):
        self.assertIn("no time limit", self.write_script(time_limit="soon", code=2).stderr)
        self.assertIn("leaves nothing", self.write_script("--lead", "600", code=2).stderr)
        self.assertIn("'nonsense'", self.write_script("--set", "nonsense=1", code=3).stderr)
        self.write_script()
        self.assertIn("exists", self.write_script(code=4).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
