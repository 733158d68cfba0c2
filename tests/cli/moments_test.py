"""scheme = "moments" as a user meets it: every verb, and the file as xarray sees it."""

import json
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

    def test_observables_that_are_not_exact_are_named_and_no_others(self):
        observables = '[output.observables]\nproduct = "x*y"\nsquare = "x^2"\nbent = "exp(x)"\n'
        scenario = self.write(SCENARIO + '[solver]\nscheme = "moments"\n' + observables)
        reason = "not exact: the observable 'bent', by linearisation about the mean"
        self.assertIn(reason, self.run_program("plan", scenario).stdout)
        told = json.loads(self.run_program("run", scenario, "-o", "law.h5", "--json").stdout)
        self.assertEqual((told["exact"], told["linearised"], told["of_gaussian_law"]), (False, ["bent"], []))
        self.assertIn(reason, told["reason"])
        self.assertIn(reason, self.run_program("info", "law.h5").stdout)
        self.assertIn(reason, json.loads(self.run_program("info", "law.h5", "--json").stdout)["scheme_reason"])
        # An ensemble of 20,000 is within k = 4.5 standard errors, of variances too: the square of a Gaussian has a kurtosis
        # of 15, which makes one of sqrt(14/20000) = 2.6 %. The steps of order 2 leave less.
        self.run_program("run", scenario, "-o", "ensemble.h5", "--set", "solver.scheme=sra1",
                         "--set", "ensemble.trajectories=20000", "--set", 'output.keep=["mean", "variance"]')
        with xarray.open_dataset(self.path("law.h5")) as law, xarray.open_dataset(self.path("ensemble.h5")) as sample:
            for name in ("product", "square"):
                exact, found = law.sel(variable=name).isel(time=-1), sample.sel(variable=name).isel(time=-1)
                for s in range(2):
                    mean, variance = float(exact["mean"][s]), float(exact["variance"][s])
                    self.assertLessEqual(abs(float(found["mean"][s]) - mean), 4.5 * math.sqrt(variance / 20000) + 1e-4)
                    self.assertLessEqual(abs(float(found["variance"][s]) - variance), 0.12 * variance)
        scenario = self.write(SCENARIO.replace('noise = "0.4"', 'noise = "0.4*y"') + '[solver]\nscheme = "moments"\n' + observables)
        told = json.loads(self.run_program("run", scenario, "-o", "other.h5", "--json").stdout)
        self.assertEqual((told["exact"], told["linearised"], told["of_gaussian_law"]), (False, ["bent"], ["product", "square"]))

    def test_a_noise_that_has_no_value_ends_them_with_a_sentence(self):
        scenario = self.write(
            'format = 1\n[model.variables.x]\ndrift = "-1"\ninitial = 1.0\nnoise = { W = "sqrt(x)" }\n'
            '[time]\nstop = 3.0\nstep = 0.1\n[solver]\nscheme = "moments"\n[[scenario]]\nname = "falling"\n'
        )
        told = self.run_program("run", scenario, "-o", "law.h5", "-q", code=5).stderr
        self.assertRegex(told, r"error: 'falling': the mean square of the noise of 'x' is negative, .* at t = 1\.\d*,")
        with xarray.open_dataset(self.path("law.h5")) as data:
            variance = data["variance"].values[0, :, 0]
            self.assertAlmostEqual(variance[9], 0.9 - 0.9**2 / 2, delta=1e-8)
            self.assertTrue(all(not value < 0.0 for value in variance))

    def test_what_says_something_of_paths_is_refused(self):
        moments = SCENARIO + '[solver]\nscheme = "moments"\n'
        told = self.run_program("validate", self.write(moments + "[noise]\ncell = 0.005\n"), code=3).stderr
        self.assertRegex(told, r"toy\.toml:\d+:\d+: error\[E014\] the moment equations have no noise cells")
        for keep in ('["mean", "quantiles"]', '["mean", "quantiles", "trajectories"]'):
            told = self.run_program("run", self.write(moments + f"[output]\nkeep = {keep}\n"), code=3).stderr
            self.assertIn("quantiles of a run of moment equations", told)
            self.assertIn('take "quantiles" out of [output]', told)
            self.assertEqual(told.count("error["), 1, told)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
