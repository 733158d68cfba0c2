"""dosde effects as a user meets it: every number against NumPy and SciPy, on files in every state and form, and what theory
says of effects, exactly."""

import functools
import json
import math
import os
import sys
import unittest

import h5py
import numpy as np
import xarray
from scipy import stats

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

# A linear model with additive noise, where y follows x and z is nobody's child; and some trajectories diverge when pushed.
SCENARIO = """format = 1
title = "toy"
[model.variables.x]
drift = "-x"
noise = "0.5"
initial = { normal = [0.0, 1.0] }
[model.variables.y]
drift = "0.8*x - y"
noise = "0.4"
[model.variables.z]
drift = "-0.5*z"
noise = "0.3"
[solver]
scheme = "euler_maruyama"
[time]
stop = 2.0
step = 0.01
save_every = 0.25
[ensemble]
trajectories = 200
seed = 7
[[scenario]]
name = "observed"
[[scenario]]
name = "shifted"
intervention = [{ kind = "shift", target = "x", value = 0.7 }]
[[scenario]]
name = "scaled"
intervention = [{ kind = "scale_noise", target = "x", factor = 2.0 }]
"""

DIVERGING = SCENARIO.replace("trajectories = 200", "trajectories = 600").replace("save_every = 0.25", "save_every = 0.01").replace('drift = "-0.5*z"', 'drift = "z*z - 1.0"').replace('noise = "0.3"', 'noise = "0.9"') + """[[scenario]]
name = "pushed"
intervention = [{ kind = "shift", target = "z", value = 0.5 }]
"""


@functools.lru_cache(maxsize=None)
def mean_of_walk(signs):
    """E |sum of so many random signs|, exactly."""
    return sum(abs(2 * k - signs) * math.comb(signs, k) for k in range(signs + 1)) / 2**signs


def paired_floor(y, reference):
    """The mean of W1 over all swaps within pairs."""
    edges = np.sort(np.concatenate([y, reference]))
    low, high = np.minimum(y, reference), np.maximum(y, reference)
    total = 0.0
    for left, right in zip(edges[:-1], edges[1:]):
        if right > left:
            total += mean_of_walk(int(np.sum((low <= left) & (left < high)))) * (right - left)
    return total / len(y)


class EffectsTest(ProgramCase):
    def simulate(self, text, *options, name="run.h5", code=0):
        self.run_program("run", self.write(text), "-q", "-o", name, "--overwrite", *options, code=code)
        return name

    def effects(self, *arguments, file="run.h5", out="effects.h5"):
        self.run_program("effects", file, "-q", "-o", out, "--overwrite", *arguments)
        with xarray.open_dataset(self.path(out), engine="h5netcdf") as data:
            return data.load()

    def run_data(self, name="run.h5"):
        with xarray.open_dataset(self.path(name), engine="h5netcdf") as data:
            return data.load()

    def check_numbers(self, found, run, every=1, tolerance=1e-12):
        """The estimates of a file of effects at every n-th time from the last against NumPy and SciPy, from the states of the
        run."""
        levels = found["quantile"].values
        for c in range(found.sizes["contrast"]):
            own, other = int(found.scenario[c]), int(found.reference[c])
            ends = [np.where(run.status.values[s] == 1, np.inf, np.where(run.status.values[s] == 3, run.end_time.values[s], -np.inf))
                    for s in (own, other)]
            stored = found.sizes["trajectory"]
            for t, time in list(enumerate(found.time.values))[::-every]:
                alive = [time < end[:stored] for end in ends]
                both = alive[0] & alive[1]
                self.assertEqual(int(found.pairs[c, t]), both.sum())
                self.assertEqual(int(found.alive[c, t]), alive[0].sum())
                self.assertEqual(int(found.reference_alive[c, t]), alive[1].sum())
                for v in range(found.sizes["variable"]):
                    at = {"contrast": c, "time": t, "variable": v}
                    y = run.state.values[own, :stored, t, v].astype(float)
                    reference = run.state.values[other, :stored, t, v].astype(float)
                    np.testing.assert_array_equal(found.difference.isel(at), np.where(both, y - reference, np.nan).astype(found.difference.dtype))
                    y, reference = y[both], reference[both]
                    difference = y - reference
                    scale = np.abs(y).max() + np.abs(reference).max() + 1e-300

                    def close(name, value, **more):
                        np.testing.assert_allclose(float(found[name].isel(**at, **more)), value, rtol=tolerance, atol=tolerance * scale,
                                                   err_msg=f"{name} {at}")

                    close("effect", difference.mean())
                    close("mean", y.mean())
                    close("reference_mean", reference.mean())
                    close("standard_error", difference.std(ddof=1) / np.sqrt(both.sum()))
                    spread = y.var(ddof=1) + reference.var(ddof=1)
                    if spread > 0:
                        close("variance_ratio", difference.var(ddof=1) / spread)
                    else:
                        self.assertTrue(np.isnan(found.variance_ratio.isel(at)))
                    close("probability_above", (y > reference).mean())
                    close("probability_equal", (y == reference).mean())
                    close("wasserstein", stats.wasserstein_distance(y, reference))
                    close("energy", stats.energy_distance(y, reference))
                    close("energy_floor", np.sqrt(2 * np.abs(difference).mean() / both.sum()))
                    if c == 0 and t == found.sizes["time"] - 1:
                        close("wasserstein_floor", paired_floor(y, reference))
                    for q, level in enumerate(levels):
                        close("quantile_effect", np.quantile(y, level) - np.quantile(reference, level), quantile=q)

    def test_numbers_are_those_of_numpy_and_scipy(self):
        self.simulate(SCENARIO)
        found = self.effects()
        self.assertEqual(list(found.scenario_name.values.astype(str)), ["shifted", "scaled"])
        self.assertEqual(list(found.reference_name.values.astype(str)), ["observed", "observed"])
        self.check_numbers(found, self.run_data())
        # Both engines of xarray, the shape of the whole, and the story of the file.
        with xarray.open_dataset(self.path("effects.h5"), engine="netcdf4") as data:
            xarray.testing.assert_identical(data.load().drop_attrs() if hasattr(data, "drop_attrs") else data.load(),
                                            found.drop_attrs() if hasattr(found, "drop_attrs") else found)
            self.assertEqual(data.difference.dims, ("contrast", "trajectory", "time", "variable"))
            self.assertEqual(data.attrs["pairing"], "paired")
            self.assertIn("effects run.h5", data.attrs["history"])
        with h5py.File(self.path("effects.h5")) as file:
            self.assertIn(b"scale_noise", file["provenance/scenario_text"][:].tobytes())

    def test_what_theory_says_of_a_shift_holds_exactly(self):
        self.simulate(SCENARIO)
        found = self.effects()
        shifted = found.isel(contrast=0)
        # Linear with additive noise: the difference is the same in every world, (1 - (1-h)^n) 0.7 for Euler-Maruyama.
        steps = np.round(found.time.values / 0.01)
        np.testing.assert_allclose(shifted.effect.sel(variable="x"), 0.7 * (1 - 0.99**steps), atol=1e-13)
        self.assertLess(float(shifted.standard_error.max()), 1e-15)
        self.assertLess(float(shifted.variance_ratio.max()), 1e-28)
        self.assertLess(float(shifted.band.max()), 1e-14)
        np.testing.assert_allclose(shifted.wasserstein, np.abs(shifted.effect), atol=1e-13)
        self.assertEqual(float(shifted.probability_above.sel(variable="y")[-1]), 1.0)
        # z descends from nobody that is touched: not one bit of it moves.
        for contrast in (0, 1):
            z = found.isel(contrast=contrast).sel(variable="z")
            for name in ("difference", "effect", "standard_error", "band", "wasserstein", "energy", "energy_floor"):
                self.assertEqual(float(np.abs(z[name]).max()), 0.0, name)
            self.assertEqual(float(z.probability_equal.min()), 1.0)
        # Noise scaled: the mean is left, the law is not.
        x = found.isel(contrast=1).sel(variable="x").isel(time=-1)
        self.assertLess(abs(float(x.effect)), float(x.band))
        self.assertGreater(float(x.wasserstein), 4 * float(x.wasserstein_floor))

    def test_the_ratio_of_geometric_brownian_motions_is_exact(self):
        self.simulate("""format = 1
title = "gbm"
[model.variables.s]
drift = "0.1*s"
noise = "0.4*s"
initial = 1.5
[solver]
scheme = "log_euler"
[time]
stop = 1.0
step = 0.01
save_every = 0.1
[output.observables]
log_s = "log(s)"
[ensemble]
trajectories = 300
seed = 4
[[scenario]]
name = "observed"
[[scenario]]
name = "faster"
intervention = [{ kind = "scale_drift", target = "s", factor = 4.0 }]
""")
        found = self.effects("--at", "0.5,1")
        ratio = np.exp(found.difference.sel(variable="log_s")).values[0]  # F 19: e^{(μ' - μ) t}, in every world
        np.testing.assert_allclose(ratio, np.broadcast_to(np.exp(0.3 * found.time.values), ratio.shape), rtol=1e-12)
        self.assertLess(float(found.standard_error.sel(variable="log_s").max()), 1e-15)
        self.assertEqual(list(found.horizon), [0.5, 1.0])

    def test_every_form_of_a_file_has_the_same_effects(self):
        self.simulate(DIVERGING, code=5)
        plain = self.effects()
        run = self.run_data()
        self.assertGreater(int((run.status == 3).sum()), 10)  # some diverge
        self.assertTrue(np.all(plain.pairs[:, -1] < 600))
        self.check_numbers(plain, run, every=40)
        np.testing.assert_array_equal(plain.status, run.status[plain.scenario.values])
        told = self.run_program("effects", "run.h5", "-o", "told.h5")
        self.assertIn("diverged", told.stdout)
        self.assertIn("3 of 3 comparisons", told.stderr)
        self.run_program("pack", "run.h5", "-o", "packed.h5")
        self.simulate(DIVERGING, "--layout", "sharded", name="sharded.h5", code=5)
        for shard in ("0/2", "1/2"):
            self.simulate(DIVERGING, "--shard", shard, name="part.h5", code=5)
        self.run_program("merge", "merged.h5", "part.shard-0-of-2.h5", "part.shard-1-of-2.h5", code=5)
        for form in ("packed", "sharded", "merged"):
            found = self.effects(file=f"{form}.h5", out=f"{form}.effects.h5")
            xarray.testing.assert_equal(found, plain)
            self.assertEqual(sorted(os.listdir(self.folder.name)).count(f"{form}.effects.h5.part.states"), 0)
        # One half of the run: pending trajectories are counted, and told, not compared.
        half = self.effects(file="part.shard-0-of-2.h5", out="half.h5")
        self.assertIn("pending", self.run_program("effects", "part.shard-0-of-2.h5", "-o", "half_told.h5").stdout)
        computed = half.status[0].values != 0
        self.assertTrue(0 < computed.sum() < 600)
        np.testing.assert_array_equal(half.difference.values[:, computed], plain.difference.values[:, computed])
        self.assertTrue(np.isnan(half.difference.values[:, ~computed]).all())

    def test_single_precision_and_few_kept_trajectories(self):
        self.simulate(SCENARIO, "--set", 'output.precision="f32"', "--set", 'output.trajectories="first:70"')
        found = self.effects()
        self.assertEqual(found.difference.dtype, np.float32)
        self.assertEqual(found.sizes["trajectory"], 70)
        self.check_numbers(found, self.run_data())
        self.assertIn("first 70 of 200", self.run_program("effects", "run.h5", "-o", "again.h5").stderr)

    def test_independent_worlds_are_not_paired(self):
        self.simulate(SCENARIO, "--set", 'ensemble.pairing="independent"')
        found, run = self.effects(), self.run_data()
        self.assertEqual(found.attrs["pairing"], "independent")
        for name in ("difference", "pairs", "variance_ratio"):
            self.assertNotIn(name, found)
        self.assertIn("independent samples", self.run_program("effects", "run.h5", "-o", "again.h5").stderr)
        for t in (3, 8):
            for v in range(3):
                y, reference = run.state.values[1, :, t, v], run.state.values[0, :, t, v]
                at = found.isel(contrast=0, time=t, variable=v)
                self.assertAlmostEqual(float(at.effect), y.mean() - reference.mean(), places=13)
                self.assertAlmostEqual(float(at.standard_error), np.sqrt((y.var(ddof=1) + reference.var(ddof=1)) / 200), places=13)
                self.assertAlmostEqual(float(at.probability_above), stats.mannwhitneyu(y, reference).statistic / 200**2, places=13)
                self.assertAlmostEqual(float(at.wasserstein), stats.wasserstein_distance(y, reference), places=13)
        # The band of one sample of two worlds is at least the pointwise one.
        self.assertTrue(np.all(found.band >= 1.9 * found.standard_error))

    def test_bands_hold_all_times_and_are_wider_than_pointwise_ones(self):
        self.simulate(SCENARIO)
        found = self.effects("--confidence", "0.9", "--draws", "2000")
        scaled = found.isel(contrast=1).sel(variable="y").isel(time=slice(1, None))
        critical = float(scaled.critical_value)
        self.assertTrue(1.65 < critical < stats.norm.ppf(1 - 0.05 / scaled.sizes["time"]))  # pointwise < it < Bonferroni
        self.assertLess(critical, float(found.joint_critical_value[1]))
        student = stats.t.ppf(stats.norm.cdf(critical * np.sqrt(200 / 199)), 199)
        np.testing.assert_allclose(scaled.band, student * scaled.standard_error, rtol=1e-9)
        # Signs are keyed: the same file from the same seed, another from another.
        again = self.effects("--confidence", "0.9", "--draws", "2000", out="again.h5")
        xarray.testing.assert_equal(again, found)
        other = self.effects("--confidence", "0.9", "--draws", "2000", "--seed", "1", out="other.h5")
        self.assertNotEqual(float(other.critical_value.sel(variable="y")[1]), critical)
        self.assertEqual(float(other.effect.sel(variable="y")[1, -1]), float(found.effect.sel(variable="y")[1, -1]))

    def test_points_of_a_sweep(self):
        self.simulate(SCENARIO + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"scenario.shifted.intervention.0.value" = [0.0, 0.7, 1.4]\n',
                      "--set", "ensemble.trajectories=40")
        found = self.effects()
        self.assertEqual(found.sizes["contrast"], 6)
        self.assertEqual(list(found.scenario_name.values.astype(str))[:3], ["shifted@0", "scaled@0", "shifted@1"])
        self.assertEqual(list(found.reference_name.values.astype(str))[2], "observed@1")
        dose = found.sweep_value.isel(sweep_axis=0)
        shifted = found.effect.sel(variable="x").isel(time=-1)[::2]
        np.testing.assert_allclose(shifted, dose[::2] * (1 - 0.99**200), atol=1e-13)
        across = self.effects("--reference", "shifted@2", out="across.h5")
        self.assertEqual(across.sizes["contrast"], 8)
        self.check_numbers(across, self.run_data())

    def test_what_is_printed(self):
        self.simulate(SCENARIO)
        result = self.run_program("effects", "run.h5", "--at", "1,2")
        self.assertIn("shifted against observed", result.stdout)
        self.assertIn("t = 1: 200 pairs", result.stdout)
        self.assertTrue(result.stdout.endswith("run.effects.h5\n"))
        found = self.run_data("run.effects.h5")
        told = json.loads(self.run_program("effects", "run.h5", "--at", "1,2", "--json", "-o", "json.h5").stdout)
        self.assertEqual(told["file"], "json.h5")
        x = told["contrasts"][1]["at"][1]["variables"]["x"]
        place = found.isel(contrast=1, time=-1).sel(variable="x")
        for name in ("effect", "standard_error", "band", "variance_ratio", "wasserstein", "energy_floor"):
            self.assertEqual(x[name], float(place[name]))
        self.assertEqual(told["contrasts"][0]["status"]["done"], 200)
        self.assertEqual([q["level"] for q in x["quantiles"]], [0.05, 0.25, 0.5, 0.75, 0.95])
        self.assertIn("Examples:", self.run_program("effects", "--help").stdout)

    def test_what_is_refused(self):
        self.simulate(SCENARIO)
        self.run_program("effects", "run.h5", "-o", "effects.h5")
        self.assertIn("exists already", self.run_program("effects", "run.h5", "-o", "effects.h5", code=4).stderr)
        self.run_program("effects", "run.h5", "-o", "effects.h5", "--overwrite")
        self.assertIn("made from", self.run_program("effects", "run.h5", "-o", "run.h5", "--overwrite", code=4).stderr)
        self.assertIn("it holds effects", self.run_program("info", "effects.h5", code=4).stderr)
        self.assertIn("it holds effects", self.run_program("effects", "effects.h5", "-o", "a.h5", code=4).stderr)
        self.assertIn("The nearest is 1", self.run_program("effects", "run.h5", "-o", "a.h5", "--at", "1.01", code=2).stderr)
        self.assertIn("Did you mean", self.run_program("effects", "run.h5", "-o", "a.h5", "--reference", "observd", code=2).stderr)
        for wrong in (["--quantiles", "0.5,0.1"], ["--quantiles", "0"], ["--draws", "10"], ["--features", "2"], ["--confidence", "1"]):
            self.run_program("effects", "run.h5", "-o", "a.h5", *wrong, code=2)
        with open(self.path("mine.txt"), "w") as file:
            file.write("mine")
        self.run_program("effects", "run.h5", "-o", "mine.txt", "--overwrite", code=4)
        self.simulate(SCENARIO, "--set", 'output.trajectories="none"')
        self.assertIn("no states", self.run_program("effects", "run.h5", "-o", "a.h5", code=2).stderr)
        self.simulate(SCENARIO, "--set", 'solver.scheme="moments"')
        self.assertIn("no trajectory", self.run_program("effects", "run.h5", "-o", "a.h5", code=2).stderr)
        self.assertEqual([name for name in os.listdir(self.folder.name) if ".part" in name or name.endswith(".lock")], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
