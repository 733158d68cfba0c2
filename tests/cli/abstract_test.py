"""dosde abstract as a user meets it: diagrams of linear models against linear algebra, in the file, the table and JSON."""

import json
import math
import os
import sys
import unittest

import numpy as np
import xarray

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

HEAD = """format = 1
[model.variables.x1]
drift = "-x1 + 0.5*x2"
noise = "1"
[model.variables.x2]
drift = "-x1 - x2"
noise = "1"
[time]
stop = 20.0
step = 0.5
save_every = 5.0
[solver]
scheme = "exact_linear"
[ensemble]
trajectories = 2000
seed = 3
[[scenario]]
name = "observed"
"""
CLAMP = """[[scenario]]
name = "do_x1"
intervention = [{ kind = "clamp", target = "x1", value = 1.0 }]
"""
MACRO = """format = 1
[model.variables.total]
drift = "-2*total + 1"
noise = "0.5"
[time]
stop = 20.0
step = 0.25
save_at = [10.0, 20.0]
[solver]
scheme = "exact_linear"
[ensemble]
trajectories = 1000
seed = 3
[[scenario]]
name = "as_it_is"
"""
W2 = math.sqrt(0.875) - math.sqrt(0.5)  # of the 2-cycle under do(x1): F12 and C7 of the theory, 0.228308


class AbstractTest(ProgramCase):
    def setUp(self):
        super().setUp()
        self.write(HEAD + CLAMP)
        self.write(MACRO, "macro.toml")

    def diagrams(self, *arguments, engine="h5netcdf", code=0):
        self.run_program("abstract", *arguments, "-q", "-o", "diagrams.h5", "--overwrite", code=code)
        with xarray.open_dataset(self.path("diagrams.h5"), engine=engine) as data:
            return data.load()

    def test_the_derived_model_of_a_two_cycle(self):
        for engine in ("h5netcdf", "netcdf4"):
            found = self.diagrams("toy.toml", engine=engine)
            self.assertEqual(found.attrs["macro_form"], "equilibrium_scm")
            self.assertEqual(found.attrs["reference"], "observed")
            self.assertEqual(list(found["diagram"].values.astype(str)), ["observed", "do_x1"])
            self.assertEqual(list(found.assignment.values.astype(str)), ["0.5*x2", "-x1"])
            self.assertEqual(found.gap.dims, ("diagram", "window", "variable"))
            held = found.isel(diagram=1, window=0)
            self.assertAlmostEqual(float(held.exact_gaussian), W2, delta=1e-6)
            self.assertAlmostEqual(float(held.exact_mean), 0.0, delta=1e-7)
            # K = 4.5; E d² = e² + floor², nearly.
            expected = math.hypot(W2, float(held.gaussian_floor))
            self.assertAlmostEqual(float(held.gaussian_distance), expected, delta=4.5 * float(held.gaussian_error))
            self.assertLess(float(held.mean_distance), 4.5 * float(held.mean_floor))
            np.testing.assert_allclose(held.macro_mean, [1.0, -1.0], atol=1e-12)
            np.testing.assert_allclose(held.gap, held.micro_mean - held.macro_mean, atol=1e-14)
            observed = found.isel(diagram=0, window=0)
            for kind in ("gaussian", "mmd", "energy"):
                self.assertLess(float(observed[f"{kind}_distance"]), 1e-7)

    def test_a_macro_model_with_a_map_and_pairs(self):
        arguments = ("toy.toml", "macro.toml", "--map", "total = x1 - 2*x2 + 1", "--pair", "observed=as_it_is")
        found = self.diagrams(*arguments, "--at", "10,20", "--long-run", "10")
        self.assertEqual(list(found.window), [10.0, 20.0, 20.0])
        self.assertEqual(list(found.window_from), [10.0, 20.0, 10.0])
        self.assertEqual(list(found.formula.values.astype(str))[0].count("x2"), 1)
        self.assertEqual(found.attrs["sampling"], "independent")
        self.assertEqual(int(found.micro_trajectories[0, 0]), 2000)
        self.assertEqual(int(found.macro_trajectories[0, 0]), 1000)
        covariance = np.array([[11 / 24, -1 / 12], [-1 / 12, 7 / 12]])
        weights = np.array([1.0, -2.0])
        gap = math.hypot(1.0 - 0.5, math.sqrt(weights @ covariance @ weights) - math.sqrt(0.25 / 4))
        for window in (1, 2):
            place = found.isel(diagram=0, window=window)
            self.assertAlmostEqual(float(place.exact_mean), 0.5, delta=2e-4)
            self.assertAlmostEqual(float(place.exact_gaussian), gap, delta=2e-4)
            self.assertAlmostEqual(float(place.gaussian_distance), gap, delta=4.5 * float(place.gaussian_error) + 1e-3)
        with xarray.open_dataset(self.path("diagrams.h5"), group="provenance") as data:
            self.assertEqual(data.attrs["scheme"], "exact_linear")
            self.assertIn("as_it_is", data.macro_text.values.item().decode() if isinstance(data.macro_text.values.item(), bytes)
                          else str(data.macro_text.values.item()))

    def test_shared_noise_tells_small_differences_apart(self):
        steps = ("toy.toml", "toy.toml", "--set-micro", "solver.scheme=euler_maruyama", "--set", "time.step=0.125")
        own = self.diagrams(*steps).isel(diagram=0, window=0)
        shared = self.diagrams(*steps, "--noise", "shared")
        self.assertEqual(shared.attrs["sampling"], "paired")
        shared = shared.isel(diagram=0, window=0)
        self.assertLess(float(shared.mean_floor), 0.3 * float(own.mean_floor))
        self.assertLess(float(shared.exact_gaussian), 1e-9)  # the equations are the same
        # F4: (I + hA) S (I + hA)ᵀ + h Q = S
        matrix, h = np.array([[-1.0, 0.5], [-1.0, -1.0]]), 0.125
        step = np.eye(2) + h * matrix
        scheme = np.linalg.solve(np.kron(step, step) - np.eye(4), -h * np.eye(2).ravel()).reshape(2, 2)
        true = np.array([[11 / 24, -1 / 12], [-1 / 12, 7 / 12]])
        roots = [np.linalg.cholesky(s) for s in (scheme, true)]
        expected = math.sqrt(max(np.trace(scheme + true) - 2 * np.linalg.svd(roots[0].T @ roots[1])[1].sum(), 0.0))
        self.assertAlmostEqual(float(shared.gaussian_distance), math.hypot(expected, float(shared.gaussian_floor)),
                               delta=4.5 * float(shared.gaussian_error))

    def test_table_and_json_say_what_the_file_says(self):
        found = self.diagrams("toy.toml")
        told = json.loads(self.run_program("abstract", "toy.toml", "--json", "-o", "json.h5").stdout)
        held = told["diagrams"][1]["at"][0]
        for kind in ("mean", "gaussian", "mmd", "energy"):
            for part in ("distance", "error", "floor"):
                name = f"{kind}_{part}"
                self.assertEqual(held[kind][part], float(found[name][1, 0]), name)
        self.assertEqual(held["exact_gaussian"], float(found.exact_gaussian[1, 0]))
        self.assertEqual(told["assignments"][0], {"variable": "x1", "formula": "0.5*x2", "is_symbolic": True})
        self.assertEqual(told["map"], {"x1": "x1", "x2": "x2"})
        printed = self.run_program("abstract", "toy.toml").stdout
        self.assertIn("x1 = 0.5*x2 + noise", printed)
        self.assertIn("0.228308", printed)
        self.assertTrue(printed.endswith("toy.abstraction.h5\n"))
        unknown = self.run_program("abstract", "toy.toml", "-o", "bent.h5", "--map", "z = x1^2")
        self.assertIn("the map is not affine", unknown.stderr)

    def test_what_is_told_where_there_is_no_answer(self):
        unstable = HEAD.replace("-x1 + 0.5*x2", "0.5*x1 - 2*x2").replace("-x1 - x2", "2*x1 - 1.5*x2")
        self.write(unstable + CLAMP.replace("x1", "x2"))  # F6
        self.assertIn("do_x2: the equilibrium x1 = 4 is unstable", self.run_program("abstract", "toy.toml", "-o", "a.h5").stderr)
        lost = HEAD + CLAMP.replace('kind = "clamp", target = "x1", value = 1.0', 'kind = "replace", target = "x1", drift = "x1^2 + 1"')
        self.write(lost.replace("exact_linear", "euler_maruyama"))
        said = self.run_program("abstract", "toy.toml", "-o", "b.h5", code=5)
        self.assertIn("2000 of 2000 trajectories of the micro model are lost", said.stderr)
        self.assertIn("the structural causal model has no answer", said.stderr)
        found = self.diagrams("toy.toml", code=5)
        self.assertTrue(math.isnan(float(found.gaussian_distance[1, 0])))
        self.assertIn("are lost", str(found.remark.values.astype(str)[1]))
        self.assertFalse(math.isnan(float(found.gaussian_distance[0, 0])))
        well = HEAD.replace("-x1 + 0.5*x2", "x1 - x1^3").replace("exact_linear", "euler_maruyama").replace("0.5\nsave", "0.05\nsave")
        self.write(well)
        said = self.run_program("abstract", "toy.toml", "-o", "c.h5").stderr
        self.assertIn("more than one solution: x1 = -1, x2 = 1; x1 = 0, x2 = 0; x1 = 1, x2 = -1", said)

    def test_what_is_refused(self):
        self.run_program("abstract", "toy.toml", "-o", "a.h5")
        self.assertIn("exists already", self.run_program("abstract", "toy.toml", "-o", "a.h5", code=4).stderr)
        self.run_program("abstract", "toy.toml", "-o", "toy.toml", "--overwrite", code=4)
        for arguments, words in (
                (("--map", "z = x1 + y"), "names 'y'"),
                (("--map", "x1 + x2"), "no row of a map"),
                (("--map", "z = x1 +"), "x1 +"),
                (("--map", "z = x1", "--map", "z = x2"), "two formulas for 'z'"),
                (("--pair", "do_x"), "Did you mean 'do_x1'?"),
                (("--pair", "observed=do_x1"), "names two scenarios"),
                (("--at", "7"), "The nearest is"),
                (("--long-run", "20"), "fewer than two"),
                (("--reference", "do_x1"), "clamps 'x1'"),
                (("--noise", "shared"), "--noise"),
                (("--set-macro", "time.stop=1"), "--set-macro"),
                (("--features", "6"), "--features"),
                (("--set", "ensemble.trajectories=10"), "64 at least"),
                (("--set", "solver.scheme=moments"), "asks for moments"),
                (("macro.toml",), "the macro model has no scenario 'observed'"),
                (("macro.toml", "--pair", "observed=as_it_is"), "the macro variable 'total' has no formula"),
                (("macro.toml", "--pair", "observed=as_it_is", "--map", "totl = x1"), "did you mean 'total'?"),
                (("macro.toml", "--reference", "observed"), "--reference"),
                (("macro.toml", "--pair", "observed=as_it_is", "--map", "total = x1", "--at", "5"), "the macro model saves no states"),
                (("macro.toml", "--pair", "observed=as_it_is", "--map", "total = x1", "--noise", "shared"), "one by one")):
            code = 3 if "--reference" in arguments and "do_x1" in arguments else 2
            self.assertIn(words, self.run_program("abstract", "toy.toml", *arguments, "-o", "b.h5", code=code).stderr)
        self.write(HEAD.replace("-x1 + 0.5*x2", "1 - x2"))
        said = self.run_program("abstract", "toy.toml", "-o", "b.h5", code=3).stderr
        self.assertIn("the drift of 'x1' does not depend on 'x1'", said)
        self.assertNotIn("b.h5", " ".join(os.listdir(self.folder.name)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
