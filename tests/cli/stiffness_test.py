"""W006 as a user meets it: what it says, and that its cures give the numbers that they promise."""

import json
import os
import re
import sys
import unittest

import h5py
import numpy as np

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

# The stationary variance of x and y is 0.1^2/(2*0.1) = 0.05.
SWING = """format = 1
[model.variables.x]
drift = "-0.1*x + 10*y"
initial = 0.0
noise = { A = "0.1" }
[model.variables.y]
drift = "-10*x - 0.1*y"
initial = 0.0
noise = { B = "0.1" }
[time]
stop = 49.0
step = 0.049
save_every = 49.0
[ensemble]
trajectories = 4000
seed = 3
"""

WAITS = """format = 1
[model.variables.x]
drift = "-x"
initial = 0.0
noise = { A = "1" }
[time]
stop = 1.0
step = 0.01
[ensemble]
trajectories = 200
[[scenario]]
name = "held"
[[scenario.intervention]]
kind = "soft_clamp"
target = "x"
value = 1
rate = 500
when = "x > 0.2"
"""


class StiffnessTest(ProgramCase):
    def test_the_cures_of_a_badly_damped_oscillation_have_its_variance(self):
        swing = self.write(SWING)
        told = self.run_program("run", swing).stderr
        for word in ("W006", "-0.1 ± 10i", "so that it grows", "0.0444", "exact_linear"):
            self.assertIn(word, told)
        step = float(re.search(r"time.step = ([0-9.]+) or less", told).group(1))

        def variance(*settings):
            self.assertNotIn("W006", self.run_program("run", swing, "--overwrite", *settings).stderr)
            with h5py.File(self.path("toy.h5")) as file:
                return np.mean(file["state"][()][..., -1, :] ** 2)

        # 8000 numbers of one variance: a standard deviation of sqrt(2/8000) = 1.6 %, and four of them. At nine tenths of
        # the damping the variance is 10/9 of it.
        for scheme in ("exact_linear", "trapezoidal_maruyama"):
            self.assertLess(abs(variance("--set", f"solver.scheme={scheme}") / 0.05 - 1.0), 0.064)
        steps = ("--set", f"time.step={step}", "--set", f"time.stop={2400 * step}", "--set", f"time.save_every={2400 * step}")
        self.assertLess(abs(variance(*steps) / 0.05 - 1.0 / 0.9), 0.071)

    def test_an_oscillation_without_damping_grows_by_what_is_told_and_the_cures_keep_it(self):
        still = SWING.replace("-0.1*x + 10*y", "10*y").replace("-10*x - 0.1*y", "-10*x").replace("initial = 0.0", "initial = 1.0", 1)
        still = re.sub(r"noise = .*\n", "", still).replace("trajectories = 4000", "trajectories = 1")
        swing = self.write(re.sub(r"stop = 49.0\nstep = 0.049\nsave_every = 49.0", "stop = 4.0\nstep = 0.01\nsave_every = 4.0", still))

        def run(*settings):
            told = self.run_program("run", swing, "--overwrite", *settings).stderr
            with h5py.File(self.path("toy.h5")) as file:
                return told, np.linalg.norm(file["state"][()][0, 0, -1])

        told, amplitude = run("--set", "solver.scheme=euler_maruyama")
        self.assertIn("W006", told)
        self.assertLess(abs(float(re.search(r"by a factor of ([0-9.]+) in a time of 4\b", told).group(1)) / amplitude - 1.0), 0.005)
        step = float(re.search(r"time.step = ([0-9.]+) or less", told).group(1))
        told, amplitude = run("--set", "solver.scheme=euler_maruyama", "--set", f"time.step={4.0 / np.ceil(4.0 / step)}")
        self.assertNotIn("W006", told)
        self.assertLess(amplitude, 1.106)  # a tenth, of a step rounded to two digits
        for scheme in ("exact_linear", "trapezoidal_maruyama"):
            told, amplitude = run("--set", f"solver.scheme={scheme}")
            self.assertNotIn("W006", told)
            self.assertLess(abs(amplitude - 1.0), 1e-9)

    def test_plan_prints_and_looks_at_equations_that_waiting_interventions_make(self):
        waits = self.write(WAITS)
        text = self.run_program("plan", waits).stdout
        for word in ("scenario 'held' from t = 0 on, while open: soft_clamp of x (intervention 1)", "500*(1 - x)", "W006",
                     "the fastest rate of its Jacobian is 501", "trapezoidal_maruyama"):
            self.assertIn(word, text)
        plan = json.loads(self.run_program("plan", waits, "--json").stdout)
        self.assertEqual([regime["open"] for regime in plan["regimes"]], [[], ["soft_clamp of x (intervention 1)"]])
        self.run_program("run", waits, "--set", "solver.scheme=trapezoidal_maruyama")
        with h5py.File(self.path("toy.h5")) as file:
            last = file["state"][()][..., -1, 0]
        # Those held have the mean 500/501 and the variance 1/1002; the others are still below 0.2.
        held = last[last > 0.5]
        self.assertGreater(held.size, 50)
        self.assertLess(abs(held.mean() - 500 / 501), 4 * np.sqrt(1 / 1002 / held.size))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
