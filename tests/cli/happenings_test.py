"""Jumps and events as a user meets them: the manual's neuron in a file, what the tools say of it, and what is refused."""

import json
import os
import re
import sys
import unittest
from pathlib import Path

import h5py
import numpy as np
import xarray as xr

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs/jumps_and_events.md"
NEURON = re.search(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE).group(1)

PULSE = """format = 1
[model.variables.x]
drift = "0"
noise = { shock = "1" }
[model.jumps.shock]
rate = "RATE"
[model.parameters]
rate = 1.0
[time]
stop = 10.0
step = 0.01
save_every = 1.0
[ensemble]
trajectories = 2000
seed = 1
[[scenario]]
name = "alone"
"""


class HappeningsTest(ProgramCase):
    def test_the_page_of_the_manual(self):
        scenario = self.write(NEURON, "neuron.toml")
        planned = json.loads(self.run_program("plan", scenario, "--json").stdout)["regimes"]
        self.assertIn("shock jumps at the rate 5 + 10*max(0, v)", planned[0]["happenings"])
        self.assertTrue(any("the event 'fire' sets v = 0" in line for line in planned[0]["happenings"]), planned[0])
        self.assertTrue(any("begins" in line for line in planned[1]["happenings"]))
        self.assertTrue(any("dN[shock]" in line and "mark" in line for line in planned[0]["equations"]))
        self.run_program("run", scenario, "-o", "neuron.h5", "-q", "--set", "ensemble.trajectories=200")
        self.run_program("check", "neuron.h5")
        with xr.open_dataset(self.path("neuron.h5")) as file:
            spikes = file.state.sel(variable="spikes").values
            status, end = file.status.values, file.end_time.values
            self.assertEqual(file.sizes["regime"], 4)  # and the one that waits, from no known time on
            self.assertEqual(int(np.isnan(file.regime_start.values).sum()), 1)
        self.assertTrue((status[:2] == 1).all())
        stopped = status[2] == 4
        self.assertGreater(stopped.sum(), 100)
        # The third scenario is the first until a trajectory's twentieth spike, bit for bit; then it has no state.
        for n in range(200):
            alive = ~np.isnan(spikes[2, n])
            np.testing.assert_array_equal(spikes[2, n, alive], spikes[0, n, alive])
            self.assertEqual(bool(stopped[n]), bool(spikes[0, n, -1] >= 20))
            self.assertTrue((spikes[2, n, alive] < 20).all())
        self.assertTrue((end[2][stopped] < 1.0).all() and (end[2][~stopped] == 1.0).all())
        # Held down from the fifth spike to the eighth: never more spikes than without, and the same until the fifth.
        self.assertTrue((spikes[1] <= spikes[0]).all())
        self.assertTrue((spikes[1] == spikes[0])[spikes[0] < 5].all())
        self.assertLess(spikes[1, :, -1].mean(), spikes[0, :, -1].mean() - 1.0)
        self.assertIn(f"{stopped.sum()} stopped by an event", self.run_program("info", "neuron.h5").stdout)
        self.assertIn("dN", self.run_program("plan", scenario).stdout)

    def test_a_stopped_run_goes_on_and_the_file_holds_its_scenario(self):
        scenario = self.write(NEURON, "neuron.toml")
        few = ["--set", "ensemble.trajectories=300", "--set", "time.stop=0.5"]
        self.run_program("run", scenario, "-o", "whole.h5", "-q", *few)
        self.run_program("run", scenario, "-o", "long.h5", "-q", "--set", "ensemble.trajectories=300")
        self.run_program("extend", "whole.h5", "--stop", "1.0", "-o", "extended.h5", "-q")
        self.run_program("diff", "extended.h5", "long.h5")
        with h5py.File(self.path("long.h5")) as file:
            text = file["provenance/scenario_resolved"][()].tobytes().decode()
        self.write(text, "again.toml")
        self.run_program("run", "again.toml", "-o", "again.h5", "-q")
        self.run_program("diff", "long.h5", "again.h5")

    def test_F25_the_mean_of_a_compound_poisson_ornstein_uhlenbeck_process(self):
        """dX = (AX + b) dt + S dW + J dN: mean -A^-1 (b + lambda E J), in the loop, pushed by a scaled source, and held.
        k = 4.5 standard errors of 20,000 trajectories: a false alarm in 150,000."""
        loop = """format = 1
[model.variables.x]
drift = "-x + 0.5*y + 0.2"
noise = { x = "0.3", shock = "mark" }
[model.variables.y]
drift = "-x - y"
noise = { shock = "0.5*mark" }
[model.jumps.shock]
rate = 0.8
mark = { exponential = [2.0] }
[time]
stop = 12.0
step = 0.05
save_at = [12.0]
[solver]
scheme = "sra1"
[ensemble]
trajectories = 20000
seed = 25
[[scenario]]
name = "observed"
[[scenario]]
name = "scaled"
intervention = [{ kind = "scale_noise", target = "x", factor = 2.0, source = "shock" }]
[[scenario]]
name = "held"
intervention = [{ kind = "clamp", target = "y", value = 1.0 }]
"""
        self.run_program("run", self.write(loop), "-o", "loop.h5", "-q")
        with xr.open_dataset(self.path("loop.h5")) as file:
            states = file.state.values[:, :, 0, :]
        a, b, jump = np.array([[-1.0, 0.5], [-1.0, -1.0]]), np.array([0.2, 0.0]), 0.8 * 0.5 * np.array([1.0, 0.5])
        expected = [-np.linalg.solve(a, b + jump), -np.linalg.solve(a, b + jump * [2.0, 1.0]), np.array([0.2 + 0.5 + 0.4, 1.0])]
        for found, mean in zip(states, expected):
            error = found.std(axis=0) / np.sqrt(20000)
            self.assertTrue((abs(found.mean(axis=0) - mean) <= 4.5 * error + 1e-4).all(), (found.mean(axis=0), mean, error))

    def test_a_storm_is_a_trajectory_that_ended_and_is_explained(self):
        storm = NEURON.split("[[scenario]]")[0] + '[model.events.back]\nwhen = "v <= 0"\nset = { v = 2.0 }\n'
        said = self.run_program("run", self.write(storm), "-o", "storm.h5", "--set", "ensemble.trajectories=10", code=5)
        self.assertIn("more than 1000 events and jumps in one step", said.stderr)

    def test_a_pulse_that_no_step_sees_is_warned_of(self):
        pulse = PULSE.replace("RATE", "1 + 500*(t >= 3.002)*(t < 3.006)")
        self.assertIn("W011", self.run_program("validate", self.write(pulse)).stderr)
        self.assertIn("W011", self.run_program("plan", self.write(pulse)).stdout)
        missed = self.run_program("run", self.write(pulse), "-o", "missed.h5")
        for word in ("toy.toml:5:14", "W011", "501 at t = 3.002", "up to 2 are missed", "shorter than 0.004"):
            self.assertIn(word, missed.stderr)
        self.assertNotIn("W011", self.run_program("run", self.write(pulse), "-o", "seen.h5", "--set", "time.step=0.002").stderr)
        window = PULSE.replace("RATE", "rate") + '[[scenario.intervention]]\nkind = "parameter"\ntarget = "rate"\nvalue = 501.0\nfrom = 3.002\nuntil = 3.006\n'
        self.assertNotIn("W011", self.run_program("run", self.write(window), "-o", "window.h5").stderr)
        # Poisson numbers of 2000 trajectories: a false alarm in 50,000. The missed pulse is met where a point below 2 is in it.
        for name, mean in [("missed.h5", 10.0), ("seen.h5", 12.0), ("window.h5", 12.0)]:
            with xr.open_dataset(self.path(name)) as file:
                counts = file.state.sel(variable="x").values[0, :, -1]
            self.assertLess(abs(counts.mean() - mean), 4.5 * np.sqrt(mean / 2000) + 0.02, name)

    def test_what_does_not_go_with_them_is_refused(self):
        for line, words in [('scheme = "moments"', "moment equations of a model with jumps"),
                            ('scheme = "weak_euler"', "cannot stop inside a step")]:
            said = self.run_program("run", self.write(NEURON + f"\n[solver]\n{line}\n"), code=3)
            self.assertIn(words, said.stderr)
        self.assertIn("equilibria and their stability of a model", self.run_program("stability", self.write(NEURON), code=3).stderr)
        for wrong, right, words in [('mark = { normal = [0.0, 1.0] }', 'mark = 2.0', "mark must be a law"),
                                    ('rate = "5 + 10*max(v, 0)"', 'rate = "-1"', "how often it jumps"),
                                    ('set = { v = 0.0, spikes', 'set = { w = 0.0, spikes', "which is not a variable"),
                                    ('when = "spikes >= 20"', 'when = "spike >= 20"', "did you mean 'spikes'"),
                                    ('when = "v >= 1"', 'whan = "v >= 1"', "did you mean 'when'")]:
            self.assertIn(wrong, NEURON)
            said = self.run_program("validate", self.write(NEURON.replace(wrong, right)), code=3).stderr
            self.assertIn(words, said)
            self.assertRegex(said, r"toy\.toml:\d+:\d+")

    def test_a_jump_source_is_not_named_like_a_variable(self):
        scenario = self.write(PULSE.replace("shock", "x").replace("RATE", "rate"), "named.toml")
        told = self.run_program("validate", scenario, code=3).stderr
        self.assertIn("named.toml:5:14: error[E015] the jump source 'x' is named like a variable", told)

    def test_an_event_on_a_variable_that_is_held_is_warned_of(self):
        scenario = self.write(
            """format = 1
[model.variables.x]
drift = "-x"
[model.events.late]
when = "t > 0.5"
set = { x = 7.0 }
[time]
stop = 1.0
step = 0.1
[[scenario]]
name = "free"
[[scenario]]
name = "held"
[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 2.0
until = 0.8
[[scenario]]
name = "held again"
[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 3.0
[[scenario.intervention]]
kind = "impulse"
target = "x"
set = 1.0
when = "t > 0.6"
""",
            "held.toml",
        )
        told = self.run_program("validate", scenario).stderr
        self.assertEqual(told.count("W002"), 2, told)
        self.assertRegex(told, r"held\.toml:4:\d+: warning\[W002\] the event 'late' does not move 'x' while a clamp holds it")
        self.assertRegex(told, r"held\.toml:2\d:\d+: warning\[W002\] .*does not move 'x' while a clamp holds it")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
