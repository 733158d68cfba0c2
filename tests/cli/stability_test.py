"""dosde stability as a user meets it: the page of the manual, what plan tells of the same, and what machines get."""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
from page import check_page  # noqa: E402
from program_case import ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402


class StabilityTest(ProgramCase):
    def test_the_page_of_the_manual_and_plan(self):
        self.assertEqual(check_page(self, "stability.md"), 1)
        told = json.loads(self.run_program("stability", "brake.toml", "--json").stdout)
        planned = json.loads(self.run_program("plan", "brake.toml", "--json").stdout)["regimes"]
        self.assertEqual([regime["scenario"] for regime in told], ["observed", "held", "noisy", "double_well"])
        for regime, plan in zip(told, planned):
            stiffness = plan["stiffness"]
            match = [e for e in regime["equilibria"] if all(abs(a - b) < 1e-6 for a, b in zip(e["point"].values(), stiffness["equilibrium"]))]
            self.assertEqual(len(match), 1)
            self.assertAlmostEqual(match[0]["spectral_abscissa"], stiffness["spectral_abscissa"], places=6)
            self.assertAlmostEqual(match[0]["second_moment_abscissa"], stiffness["second_moment_abscissa"], places=6)
            self.assertEqual(match[0]["mean_square"], stiffness["mean_square"])
        self.assertIn("second moments there: UNSTABLE, growth rate 1.36", self.run_program("plan", "brake.toml").stdout)

    def test_one_scenario_and_its_regimes(self):
        scenario = self.write(SCENARIO)
        told = json.loads(self.run_program("stability", scenario, "--scenario", "clamped", "--starts", "7", "--json").stdout)
        self.assertEqual([(regime["start"], regime["variables"], regime["starts"]) for regime in told], [(0.0, ["x", "y"], 7), (0.5, ["y"], 7)])
        # dy = -1 - y with x held at 1
        self.assertEqual(told[1]["equilibria"][0]["point"], {"y": -1.0})
        self.assertNotIn("second_moment_abscissa", told[1]["equilibria"][0])
        self.assertIn("did you mean 'clamped'", self.run_program("stability", scenario, "--scenario", "clampd", code=2).stderr.lower())
        self.run_program("stability", scenario, "--starts", "0", code=2)
        both = '[[scenario]]\nname = "all"\nintervention = [{ kind = "clamp", target = ["x", "y"], value = 1.0 }]\n'
        self.assertIn("every variable is held", self.run_program("stability", self.write(SCENARIO + both)).stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
