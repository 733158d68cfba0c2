"""Runs of several ranks as a user meets them: -j, progress, logs of ranks, and what `info` says while they go on."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import h5py

PROGRAM, MPIRUN = sys.argv[1:3]

SCENARIO = """format = 1
[model.variables.x]
drift = "-x"
noise = "0.3"
[time]
stop = 1.0
step = 0.01
save_every = 0.01
[ensemble]
trajectories = 10000
"""
LONG = ("--set", "time.step=0.00001", "--set", "ensemble.trajectories=200000")  # a minute of units of half a second


class RanksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "toy.toml").write_text(SCENARIO)

    def run_program(self, *arguments, code=0, launcher=()):
        result = subprocess.run([*launcher, PROGRAM, *arguments], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def lines(self, name):
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]

    def wait_for(self, is_there):
        end = time.monotonic() + 60
        while not is_there():
            self.assertLess(time.monotonic(), end, "waited for a minute")
            time.sleep(0.02)

    @unittest.skipUnless(MPIRUN and os.access(MPIRUN, os.X_OK), "no mpirun")
    def test_jobs_gives_the_same_bits(self):
        self.run_program("run", "toy.toml", "-o", "alone.h5")
        self.assertEqual(self.run_program("run", "toy.toml", "-o", "two.h5", "-j", "2").stdout, "two.h5\n")
        with h5py.File(self.folder / "alone.h5") as one, h5py.File(self.folder / "two.h5") as two:
            self.assertEqual(one["state"][()].tobytes(), two["state"][()].tobytes())
        self.assertEqual(json.loads(self.run_program("info", "two.h5", "--json").stdout)["attempts"][0]["ranks"], 2)

    @unittest.skipUnless(MPIRUN and os.access(MPIRUN, os.X_OK), "no mpirun")
    def test_exit_codes_of_the_ranks_are_passed_through(self):
        self.run_program("run", "toy.toml", "-j", "2", "--set", "model.variables.x.drift=log(-1-x^2)", code=5)
        self.run_program("run", "toy.toml", "-j", "2", code=4)
        self.run_program("run", "toy.toml", "-j", "2", "--set", "nonsense=1", code=3)

    @unittest.skipUnless(MPIRUN and os.access(MPIRUN, os.X_OK), "no mpirun")
    def test_ctrl_c_drains_the_ranks(self):
        run = subprocess.Popen([PROGRAM, "run", "toy.toml", "-j", "2", "--rank-logs", *LONG], cwd=self.folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.wait_for(lambda: list(self.folder.glob("toy.h5.log/*.log")))
        info = json.loads(self.run_program("info", "toy.h5", "--json").stdout)
        self.assertEqual((info["attempts"][0]["state"], info["attempts"][0]["ranks"]), ("running", 2))
        run.send_signal(signal.SIGINT)
        errors = run.communicate(timeout=60)[1]
        self.assertEqual(run.returncode, 75, errors)
        self.assertIn("dosde resume toy.h5", errors)
        info = json.loads(self.run_program("info", "toy.h5", "--json").stdout)
        self.assertEqual((info["attempts"][0]["state"], info["attempts"][0]["exit_code"]), ("ended", 75))

    def test_jobs_that_are_no_number_or_not_possible(self):
        for wrong in ("0", "-3", "many", "1e3", "99999"):
            self.assertIn("-j", self.run_program("run", "toy.toml", f"--jobs={wrong}", code=2).stderr)
        if MPIRUN:
            launcher = (MPIRUN, "--allow-run-as-root", "-n", "1")
            self.assertIn("launcher", self.run_program("run", "toy.toml", "-j", "2", code=2, launcher=launcher).stderr)

    def test_progress_as_lines_of_json(self):
        for name in ("one.h5", "two.h5"):
            self.run_program("run", "toy.toml", "-o", name, "-q", "--progress", "jsonl:progress.jsonl")
        lines = self.lines("progress.jsonl")
        ends = [line for line in lines if line["state"] != "running"]
        self.assertEqual([line["state"] for line in ends], ["complete", "complete"])
        for line in ends:
            self.assertEqual(line["units_done"], line["units_total"])
            self.assertEqual((line["trajectories_done"], line["eta_seconds"]), (10000, 0.0))
            self.assertGreater(line["trajectories_per_second"], 0.0)
        self.run_program("run", "toy.toml", "-o", "two.h5", "--progress", "jsonl:progress.jsonl", code=4)
        self.assertEqual(self.lines("progress.jsonl")[-1]["state"], "error")

    def test_progress_of_a_run_that_is_stopped_and_resumed(self):
        self.run_program("run", "toy.toml", "--max-time", "2", "--progress", "jsonl:progress.jsonl", *LONG, code=75)
        lines = self.lines("progress.jsonl")
        self.assertEqual(lines[-1]["state"], "drained")
        self.assertLess(lines[-1]["units_done"], lines[-1]["units_total"])

    def test_progress_that_cannot_be_shown(self):
        self.run_program("run", "toy.toml", "--progress", "xml:there", code=2)
        self.run_program("run", "toy.toml", "--progress", "jsonl:nowhere/there", code=4)
        self.assertFalse((self.folder / "toy.h5").exists())

    def test_rank_logs_name_every_unit_once(self):
        self.run_program("run", "toy.toml", "-vv")
        text = (self.folder / "toy.h5.log" / "rank-0000.log").read_text()
        units = json.loads(self.run_program("info", "toy.h5", "--json").stdout)["units"]
        self.assertEqual([f" unit {k} " in text for k in range(units)], [True] * units)
        self.assertEqual(text.count(" trajectories ["), units)
        self.assertIn("rank 0 of 1 on ", text)
        self.assertTrue(text.endswith(" ended\n"))

    def test_info_tells_a_running_attempt_from_a_killed_one(self):
        run = subprocess.Popen([PROGRAM, "run", "toy.toml", "-q", "--rank-logs", *LONG], cwd=self.folder)
        self.wait_for(lambda: list(self.folder.glob("toy.h5.log/*.log")))
        text = self.run_program("info", "toy.h5").stdout
        self.assertIn("NOT complete", text)
        self.assertRegex(text, r"1 rank on \S+: running for .*, \d+ units, about .* left")
        run.kill()
        run.wait()
        attempt = json.loads(self.run_program("info", "toy.h5", "--json").stdout)["attempts"][0]
        self.assertEqual(attempt["state"], "killed")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
