"""dosde response as a user meets it: matrices of a linear model against linear algebra, in the file, the table and JSON."""

import csv
import io
import json
import os
import sys
import unittest

import numpy as np
import xarray

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

A = np.array([[-1.0, 0.5, 0.0], [-1.0, -1.0, 0.3], [0.4, 0.0, -2.0]])
SCENARIO = """format = 1
title = "linear"
[model.variables.x]
drift = "-x + 0.5*y"
noise = "0.5"
[model.variables.y]
drift = "-x - y + 0.3*z + 1"
noise = { weather = "0.4", y = "0.2" }
[model.variables.z]
drift = "0.4*x - 2*z"
noise = { weather = "0.3" }
[solver]
scheme = "euler_maruyama"
[time]
stop = 60.0
step = 0.02
save_every = 0.5
[ensemble]
trajectories = 200
seed = 7
[[scenario]]
name = "observed"
[[scenario]]
name = "held"
intervention = [{ kind = "clamp", target = "z", value = 1.0 }]
"""


class ResponseTest(ProgramCase):
    def setUp(self):
        super().setUp()
        self.write(SCENARIO)

    def response(self, *arguments, engine="h5netcdf"):
        self.run_program("response", "toy.toml", "-q", "-o", "response.h5", "--overwrite", *arguments)
        with xarray.open_dataset(self.path("response.h5"), engine=engine) as data:
            return data.load()

    def test_total_effects_follow_from_direct_ones(self):
        for engine in ("h5netcdf", "netcdf4"):
            found = self.response("--at", "1,60", engine=engine)
            direct = found.direct_drift.values
            np.testing.assert_allclose(direct, A, atol=1e-14)
            self.assertEqual(list(found.horizon), [1.0, 60.0])
            for target in range(3):
                rest = [k for k in range(3) if k != target]
                expected = -np.linalg.solve(direct[np.ix_(rest, rest)], direct[rest, target])
                for total in (found.long_run_effect, found.total_effect.isel(horizon=1)):
                    np.testing.assert_allclose(total.values[rest, target], expected, atol=1e-9)
                self.assertTrue(np.all(found.long_run_error.values[rest, target] < 1e-14))
            self.assertEqual(list(found.intervened.values.astype(str)), ["x", "y", "z"])
            self.assertEqual(found.total_effect.dims, ("horizon", "variable", "intervened"))
            self.assertEqual(found.attrs["kind"], "clamp")
        found = self.response("--kind", "shift", "--size", "0.1")
        np.testing.assert_allclose(found.long_run_effect, -np.linalg.inv(A), atol=1e-9)

    def test_scaled_noise_moves_variances(self):
        found = self.response("--kind", "scale_noise", "--size", "3")
        self.assertEqual(list(found["size"]), [3.0] * 3)
        # z scaled: nine times its own variance's part, within errors; k = 4.5.
        step = np.eye(3) + 0.02 * A

        def covariance(loadings):
            noise = np.kron(step, step) - np.eye(9)
            return np.linalg.solve(noise, -0.02 * (loadings @ loadings.T).ravel()).reshape(3, 3)

        loadings = np.array([[0.5, 0, 0], [0, 0.4, 0.2], [0, 0.3, 0]])
        for target in range(3):
            scaled = loadings.copy()
            scaled[target] *= 3
            expected = np.diag(covariance(scaled) - covariance(loadings))
            error = found.long_run_variance_error.values[:, target]
            self.assertTrue(np.all(np.abs(found.long_run_variance_effect.values[:, target] - expected) < 4.5 * error))
            self.assertTrue(np.all(np.abs(found.long_run_effect.values[:, target]) < 4.5 * found.long_run_error.values[:, target]))

    def test_table_and_json_say_what_the_file_says(self):
        found = self.response("--at", "1,60")
        rows = list(csv.DictReader(io.StringIO(
            self.run_program("response", "toy.toml", "-q", "--at", "1,60", "--csv", "-o", "table.h5").stdout)))
        self.assertEqual(len(rows), 27)
        for row in rows:
            place = found.sel(variable=row["variable"], intervened=row["intervened"])
            if row["time"] == "inf":
                self.assertEqual(float(row["effect"]), float(place.long_run_effect))
                self.assertEqual(float(row["variance_error"]), float(place.long_run_variance_error))
            else:
                self.assertEqual(float(row["effect"]), float(place.total_effect.sel(horizon=float(row["time"]))))
            self.assertEqual(float(row["direct_drift"]), float(found.direct_drift.sel(variable=row["variable"], parent=row["intervened"])))
        told = json.loads(self.run_program("response", "toy.toml", "--at", "1,60", "--json", "-o", "json.h5").stdout)
        np.testing.assert_array_equal(told["long_run"]["effect"], found.long_run_effect)
        np.testing.assert_array_equal(told["at"][0]["effect"], found.total_effect[0])
        np.testing.assert_array_equal(told["direct_drift"], found.direct_drift)
        printed = self.run_program("response", "toy.toml").stdout
        self.assertIn("per unit of the held variable", printed)
        self.assertTrue(printed.endswith("toy.response.h5\n"))
        with xarray.open_dataset(self.path("toy.response.h5"), group="provenance") as data:
            self.assertEqual(data.attrs["scheme"], "euler_maruyama")

    def test_a_reference_of_its_own(self):
        found = self.response("--reference", "held")
        self.assertEqual(list(found.intervened.values.astype(str)), ["x", "y"])
        self.assertEqual(float(found.value[0]), float(found.reference_mean.sel(variable="x")))
        np.testing.assert_allclose(found.long_run_effect, [[1, 0.5], [-1, 1], [0, 0]], atol=1e-9)

    def test_what_is_told_of_a_short_run_and_of_diverging_trajectories(self):
        said = self.run_program("response", "toy.toml", "--set", "time.stop=3", "-o", "short.h5").stderr
        self.assertIn("not the long run yet", said)
        self.assertNotIn("not the long run yet", self.run_program("response", "toy.toml", "-o", "long.h5").stderr)
        # Where x is held at 3 or so, z that noise carries beyond 0.7 leaves the numbers.
        self.write(SCENARIO.replace('drift = "0.4*x - 2*z"', 'drift = "z^3*(x - 1) - z"'))
        said = self.run_program("response", "toy.toml", "-o", "lost.h5", "--size", "8").stderr
        self.assertIn("of 200 pairs of trajectories reach the end", said)

    def test_what_is_refused(self):
        self.run_program("response", "toy.toml", "-o", "a.h5")
        self.assertIn("exists already", self.run_program("response", "toy.toml", "-o", "a.h5", code=4).stderr)
        self.run_program("response", "toy.toml", "-o", "toy.toml", "--overwrite", code=4)
        for option, value, words in (("--reference", "hold", "Did you mean"), ("--at", "1.3", "The nearest is"),
                                     ("--long-run", "59", "fewer than four"), ("--size", "0", "--size"), ("--kind", "push", "--kind")):
            self.assertIn(words, self.run_program("response", "toy.toml", "-o", "b.h5", option, value, code=2).stderr)
        for override, words in (('solver.scheme="moments"', "asks for moments"), ('ensemble.pairing="independent"', "same noise")):
            self.assertIn(words, self.run_program("response", "toy.toml", "-o", "b.h5", "--set", override, code=2).stderr)
        self.write(SCENARIO + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"scenario.held.intervention.0.value" = [0.0, 1.0]\n')
        self.assertIn("sweep", self.run_program("response", "toy.toml", "-o", "b.h5", code=2).stderr)
        self.assertIn("it holds", self.run_program("info", "a.h5", code=4).stderr)
        self.assertNotIn("b.h5", " ".join(os.listdir(self.folder.name)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
