"""scheme = "moments" as a user meets it: every verb, and the file as xarray sees it."""

import math
import os
import sys
import unittest

import xarray

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402


class MomentsTest(ProgramCase):
    def test_moments_are_solved_and_stored_without_trajectories(self):
        scenario = self.write(SCENARIO + '[solver]\nscheme = "moments"\n')
        self.assertIn("scheme moments", self.run_program("validate", scenario).stdout)
        self.assertIn("'moments' is exact here", self.run_program("plan", scenario).stdout)
        self.assertIn("digraph", self.run_program("graph", scenario).stdout)
        result = self.run_program("run", scenario, "-o", "law.h5")
        self.assertEqual(result.stdout, "law.h5\n")
        self.assertIn("'moments' is exact here", result.stderr)
        self.assertIn("complete", self.run_program("info", "law.h5").stdout)
        self.run_program("check", "law.h5")
        self.run_program("run", scenario, "-o", "law.h5", code=4)
        self.run_program("run", scenario, "-o", "law.h5", "--resume-if-exists")
        self.run_program("run", scenario, "-o", "again.h5")
        self.run_program("diff", "law.h5", "again.h5")
        self.assertIn("makes no trajectories", self.run_program("resume", "law.h5", code=3).stderr)
        self.assertIn("leave --shard away", self.run_program("run", scenario, "--shard", "1/2", code=2).stderr)
        for engine in ("h5netcdf", "netcdf4"):
            with xarray.open_dataset(self.path("law.h5"), engine=engine) as data:
                self.assertEqual(data["covariance"].dims, ("scenario", "time", "variable", "covariable"))
                self.assertNotIn("state", data)
                held = data.isel(scenario=1, time=-1)
                # dy = (-1 - y) dt + 0.4 dW from t = 1/2 on, when its mean is 0: at t = 2 it is -1 + e^-1.5.
                self.assertAlmostEqual(float(held["mean"].sel(variable="y")), -1 + math.exp(-1.5), delta=1e-8)
                self.assertEqual(float(held["variance"].sel(variable="x")), 0.0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
