"""Sweeps as a user meets them: points against scipy.stats.qmc, tables that read back, files that open in xarray and equal
runs by hand, and resume."""

import os
import signal
import subprocess
import sys
import time
import unittest

import h5py
import numpy as np
import xarray as xr
from scipy.stats import qmc

sys.path.insert(0, os.path.dirname(__file__))
from program_case import PROGRAM, ProgramCase  # noqa: E402

SCENARIO = """format = 1
title = "toy"
[model.parameters]
a = 0.5
b = "2*a"
[model.variables.x]
drift = "-x + a*y"
noise = "0.3"
[model.variables.y]
drift = "-b*x - y"
noise = "0.4"
[time]
stop = 2.0
step = 0.01
save_every = 0.5
[ensemble]
trajectories = 20
seed = 3
[[scenario]]
name = "observed"
[[scenario]]
name = "clamped"
[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 1.0
from = 0.5
"""

GRID = """[sweep]
design = "grid"
[sweep.axes]
"model.parameters.a" = [0.5, 0.0, -1.0]
"scenario.clamped.intervention.0.value" = { linear = [0.0, 2.0], n = 5 }
"""


def random_design(design, samples, axes=4, more=""):
    names = "abcd"[:axes]
    parameters = "".join(f"{name} = 0.5\n" for name in names if name not in "ab")
    text = SCENARIO.replace('b = "2*a"', "b = 0.5\n" + parameters)
    ranges = "".join(f'"model.parameters.{name}" = {{ linear = [0.0, 1.0] }}\n' for name in names)
    return f'{text}[sweep]\ndesign = "{design}"\nsamples = {samples}\n{more}[sweep.axes]\n{ranges}'


class SweepTest(ProgramCase):
    def points(self, text):
        table = self.run_program("expand", self.write(text, "points.toml")).stdout.splitlines()
        return table[0].split(","), np.array([[float(cell) for cell in row.split(",")] for row in table[1:]])

    def test_plain_sobol_is_scipys(self):
        _, points = self.points(random_design("sobol", 64, more="scramble = false\n"))
        np.testing.assert_array_equal(points, qmc.Sobol(4, scramble=False).random(64))

    def test_scrambled_sobol_is_as_even_as_scipys(self):
        _, points = self.points(random_design("sobol", 256))
        for axis in points.T:  # each of 256 strata has one point
            np.testing.assert_array_equal(np.sort(np.floor(axis * 256)), np.arange(256))
        scrambled = [qmc.discrepancy(qmc.Sobol(4, seed=seed).random(256)) for seed in range(20)]
        self.assertLess(qmc.discrepancy(points), 1.5 * max(scrambled))
        uniform = [qmc.discrepancy(np.random.default_rng(seed).random((256, 4))) for seed in range(20)]
        self.assertLess(qmc.discrepancy(points), min(uniform))

    def test_a_latin_hypercube_has_one_point_a_stratum(self):
        names, points = self.points(random_design("lhs", 100))
        self.assertEqual(names[0], "model.parameters.a")
        for axis in points.T:
            np.testing.assert_array_equal(np.sort(np.floor(axis * 100)), np.arange(100))

    def test_a_table_of_points_runs_as_the_sweep_that_made_it(self):
        self.write(SCENARIO + GRID, "grid.toml")
        self.run_program("expand", "grid.toml", "-o", "points.csv")
        self.write(SCENARIO + '[sweep]\ndesign = "table"\ntable = "points.csv"\n', "table.toml")
        with open(self.path("points.csv")) as table:
            self.assertEqual(self.run_program("expand", "table.toml").stdout, table.read())
        for name in ("grid", "table"):
            self.run_program("run", f"{name}.toml", "-q")
        with h5py.File(self.path("grid.h5")) as grid, h5py.File(self.path("table.h5")) as table:
            np.testing.assert_array_equal(grid["state"][:], table["state"][:])
            np.testing.assert_array_equal(grid["sweep_value"][:], table["sweep_value"][:])

    def test_the_file_opens_in_xarray_and_equals_runs_by_hand(self):
        self.run_program("run", self.write(SCENARIO + GRID, "grid.toml"), "-q")
        self.run_program("check", "grid.h5")
        self.write(SCENARIO, "hand.toml")
        for engine in ("h5netcdf", "netcdf4"):
            with xr.open_dataset(self.path("grid.h5"), engine=engine) as ds:
                ds = ds.load()
            self.assertEqual(ds.sizes["scenario"], 30)
            self.assertEqual(ds.sweep_value.dims, ("scenario", "sweep_axis"))
            self.assertEqual(list(ds.base_scenario.values), [0, 1] * 15)
            names = list(ds.scenario_name.values.astype(str))
            self.assertEqual(names[:4], ["observed@0", "clamped@0", "observed@1", "clamped@1"])
            self.assertEqual(len(set(names)), 30)
            a = ds.sweep_value.sel(sweep_axis="model.parameters.a")
            np.testing.assert_array_equal(a, np.repeat([0.5, 0.0, -1.0], 10))
            np.testing.assert_array_equal(ds.param_value.sel(param="b"), 2 * a)
            dose = ds.sweep_value.sel(sweep_axis="scenario.clamped.intervention.0.value")
            np.testing.assert_array_equal(dose, np.tile(np.repeat(np.linspace(0, 2, 5), 2), 3))
            held = ds.state.sel(variable="x", time=2.0)[ds.base_scenario == 1]
            np.testing.assert_array_equal(held.mean("trajectory"), dose[ds.base_scenario == 1])
            self.assertEqual(int(ds.complete), 1)
            # An edge that a zero removes is not in the graph of those points.
            edges = ds.drift_edges.sel(variable="x", parent="y")
            for scenario in range(30):
                own = edges[(ds.regime_scenario == ds.graph_scenario[scenario]) & (ds.regime_start == 0)]
                self.assertEqual(int(own[0]), int(a[scenario] != 0.0))
        for point in (0, 7, 14):
            self.run_program("run", "hand.toml", "-q", "--overwrite", "--set", f"model.parameters.a={float(a[2 * point])!r}",
                             "--set", f"scenario.clamped.intervention.0.value={float(dose[2 * point])!r}")
            with h5py.File(self.path("hand.h5")) as hand:
                rows = slice(2 * point, 2 * point + 2)
                self.assertEqual(hand["state"][:].tobytes(), ds.state.values[rows].tobytes())
                self.assertEqual(hand["mean"][:].tobytes(), ds["mean"].values[rows].tobytes())
                self.assertEqual(hand["variance"][:].tobytes(), ds.variance.values[rows].tobytes())

    def test_words_are_labels(self):
        self.run_program("run", self.write(SCENARIO + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"solver.scheme" = '
                                           '["euler_maruyama", "milstein"]\n', "words.toml"), "-q")
        with xr.open_dataset(self.path("words.h5"), engine="h5netcdf") as ds:
            self.assertEqual(list(ds.sweep_word.sel(sweep_axis="solver.scheme").values.astype(str)),
                             ["euler_maruyama"] * 2 + ["milstein"] * 2)

    def test_the_plan_says_what_splits(self):
        text = SCENARIO + GRID + '"solver.scheme" = ["euler_maruyama", "milstein"]\n'
        plan = self.run_program("plan", self.write(text, "plan.toml")).stdout
        self.assertIn("30 points, compiled as 2 sets of programs", plan)
        self.assertIn("model.parameters.a: an input of lanes", plan)
        self.assertIn("solver.scheme: splits blocks", plan)

    def test_one_scheme_serves_all_points(self):
        """A point whose noise is general makes `auto` leave the schemes for additive noise at the others too, as in a
        file that has these points as scenarios."""
        head = """format = 1
[model.variables.x]
drift = "x - x^3"
noise = { W = "0.5" }
initial = 1.0
[model.variables.y]
drift = "x - y"
noise = { B = "0.4" }
initial = 1.0
[time]
stop = 1.0
step = 0.01
[ensemble]
trajectories = 5
seed = 3
"""
        scenario = '[[scenario]]\nname = "{}"\n[[scenario.intervention]]\nkind = "replace"\ntarget = "y"\nnoise.B = "{}"\n'
        swept = head + scenario.format("a", "0.3") + \
            '[sweep]\ndesign = "grid"\n[sweep.axes]\n"scenario.a.intervention.0.noise.B" = ["0.3", "0.4*x"]\n'
        written = head + scenario.format("a", "0.3") + scenario.format("b", "0.4*x")
        self.run_program("run", self.write(swept, "swept.toml"), "-q")
        self.run_program("run", self.write(written, "written.toml"), "-q")
        with h5py.File(self.path("swept.h5")) as a, h5py.File(self.path("written.h5")) as b:
            self.assertEqual(a["state"][:].tobytes(), b["state"][:].tobytes())
            self.assertEqual(a["provenance"].attrs["scheme"], b"euler_maruyama")
            self.assertEqual(b["provenance"].attrs["scheme"], b"euler_maruyama")
            self.assertIn(b"0.2 against 0, at point 1", a["provenance"].attrs["scheme_reason"])
        words = SCENARIO + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"solver.scheme" = ["euler_maruyama", "milstein"]\n'
        self.assertIn("scheme   euler_maruyama, milstein: ",
                      self.run_program("plan", self.write(words, "words.toml")).stdout)

    def test_many_points_are_many_units_and_resume_after_a_kill(self):
        text = SCENARIO.replace("stop = 2.0", "stop = 20.0") + """[sweep]
design = "lhs"
samples = 20000
[sweep.axes]
"model.parameters.a" = { linear = [0.0, 1.0] }
"""
        self.write(text, "many.toml")
        self.run_program("run", "many.toml", "-q", "-o", "whole.h5")
        process = subprocess.Popen([PROGRAM, "run", "many.toml", "-q", "-o", "killed.h5"], cwd=self.folder.name)
        while process.poll() is None:
            time.sleep(0.05)
            if os.path.exists(self.path("killed.h5")):
                with open(self.path("killed.h5"), "rb") as raw, h5py.File(self.path("killed.h5")) as file:
                    place = file["status"].id.get_offset()
                    raw.seek(place)
                    if raw.read(1) != b"\0":
                        process.send_signal(signal.SIGKILL)
                        break
        process.wait()
        self.run_program("resume", "killed.h5", "-q")
        with h5py.File(self.path("whole.h5")) as whole, h5py.File(self.path("killed.h5")) as killed:
            self.assertLess(whole["units"].attrs["unit_scenarios"], 40000)
            for name in ("state", "status", "mean", "variance", "count", "end_time", "crc32c", "units/partials"):
                self.assertEqual(whole[name][:].tobytes(), killed[name][:].tobytes(), name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
