"""What plan, validate and run say of a model: its noise, which regime decides, its steps."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402


class PlanTest(ProgramCase):
    def test_models_without_noise_are_told_so(self):
        scenario = self.write(
            'format = 1\n[model.variables.x]\ndrift = "x^2"\ninitial = 1e150\n[time]\nstop = 1.0\nstep = 0.1\n'
            '[solver]\nscheme = "dopri5"\n'
        )
        planned = self.run_program("plan", scenario).stdout
        self.assertIn("'dopri5' was asked for and fits: order 5 without noise", planned)
        self.assertNotIn("none noise", planned)
        told = self.run_program("run", scenario, "-o", "x.h5", code=5).stderr
        self.assertIn("scheme dopri5 without noise", told)
        self.assertIn("the step of 'dopri5' from x = 1e+150 fails on its way", told)
        self.assertNotIn("step:", told)

    def test_the_noise_class_names_the_regime_that_decides_it(self):
        text = """format = 1
[model.variables.x]
drift = "-x"
noise = { W = "0.5" }
[model.variables.y]
drift = "-y"
noise = { B = "0.4" }
[time]
stop = 1.0
step = 0.01
[[scenario]]
name = "a"
[[scenario]]
name = "c"
[[scenario.intervention]]
kind = "replace"
target = "y"
noise = { B = "x" }
from = 0.33
until = 0.7
"""
        told = self.run_program("plan", self.write(text)).stdout
        self.assertRegex(told, r"noise    .*, in the scenario 'c' from t = 0\.33 on\n")
        told = self.run_program("plan", self.write(text.replace('B = "x"', 'B = "0.3"'))).stdout
        self.assertIn("noise    additive", told)
        self.assertNotIn("in the scenario 'c' from", told)

    def test_a_step_that_times_do_not_resolve(self):
        scenario = self.write(
            'format = 1\n[model.variables.x]\ndrift = "-x"\n[time]\nstart = 999999999999990.0\nstop = 1e15\n'
            "step = 0.1\n"
        )
        told = self.run_program("validate", scenario, code=3).stderr
        self.assertIn("toy.toml:7:8: error[E013] the step 0.1 is too short for times of", told)
        self.assertEqual(told.count("error["), 1, told)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
