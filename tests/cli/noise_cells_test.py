"""One path for any step, as a user meets it: the manual's page, steps longer and shorter than a cell, in sweeps, plans, longer
runs and recorded worlds, and what is refused."""

import json
import os
import re
import sys
import unittest
from pathlib import Path

import numpy as np
import xarray as xr

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs/noise_cells.md"


class NoiseCellsTest(ProgramCase):
    def states(self, name, *options, scenario=SCENARIO):
        self.run_program("run", self.write(scenario), "-q", "-o", name, *options)
        with xr.open_dataset(self.path(name)) as file:
            return file.state.load()

    def test_the_page_of_the_manual(self):
        page = PAGE.read_text(encoding="utf-8")
        scenario = re.search(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE).group(1)
        state = self.states("growth.h5", scenario=scenario).isel(time=-1)
        x, w = state.sel(variable="x").values, state.sel(variable="w").values
        np.testing.assert_allclose(w, np.broadcast_to(w[0], w.shape), rtol=0, atol=1e-13)
        self.assertGreater(float(w[0].std()), 0.9)
        solution = np.exp(0.5 - 0.32 + 0.8 * w[0])
        errors = np.sqrt(np.mean((x - solution) ** 2, axis=1))
        differences = np.sqrt(np.mean((x[1:] - x[:-1]) ** 2, axis=1))
        shown = [[float(number) for number in re.findall(r"[\d.]+", row)[1:]]
                 for row in re.findall(r"^\| (0\.\d+ \|.*)$", page, re.MULTILINE)]
        self.assertEqual(len(shown), 6)
        for k, row in enumerate(shown):
            np.testing.assert_allclose(row, [errors[k], *differences[k : k + 1]], rtol=0.006)
        # Milstein has strong order 1: of 4,000 paths the ratios of root mean squares are 2 but for a tenth.
        np.testing.assert_allclose(errors[2:-1] / errors[3:], 2.0, rtol=0.1)
        np.testing.assert_allclose(differences[2:-1] / differences[3:], 2.0, rtol=0.1)

    def test_info_tells_of_cells(self):
        self.states("own.h5", "--set", "noise.cell=0.16")
        self.assertIn("noise cell 0.16", self.run_program("info", "own.h5").stdout)
        self.assertEqual(json.loads(self.run_program("info", "--json", "own.h5").stdout)["noise_cell"], 0.16)
        self.states("step.h5")
        self.assertNotIn("noise cell", self.run_program("info", "step.h5").stdout)

    def test_plan_tells_of_cells(self):
        scenario = self.write(SCENARIO)
        for cell, words, steps, cells in [("0.16", "cells of 0.16: 16 steps each, halves of halves", 16, 1),
                                          ("0.03", "a power of two of them is cheaper", 3, 1),
                                          ("0.002", "a step has 5, whose sums it meets", 1, 5)]:
            self.assertIn(words, self.run_program("plan", scenario, "--set", f"noise.cell={cell}").stdout)
            planned = json.loads(self.run_program("plan", scenario, "--json", "--set", f"noise.cell={cell}").stdout)
            self.assertEqual((planned["steps_per_cell"], planned["cells_per_step"]), (steps, cells))
            self.assertAlmostEqual(planned["noise_cell"], float(cell), places=14)
        self.assertNotIn("noise is defined on cells", self.run_program("plan", scenario).stdout)

    def test_adaptive_steps_are_on_the_path_of_their_cell(self):
        path = SCENARIO.replace('"-x + a*y"', '"0"').replace('"-x - y"', '"0"').split("[[scenario]]")[0]
        path = path.replace("[model.parameters]\na = 0.5\n", "") + '[[scenario]]\nname = "observed"\n'
        common = ["--set", "solver.scheme=sra1"]
        fixed = self.states("fixed.h5", *common, "--set", "noise.cell=0.16", "--set", "time.stop=1.6", scenario=path)
        adaptive = self.states("adaptive.h5", *common, "--set", "time.step=0.16", "--set", "solver.steps=adaptive",
                               "--set", "time.stop=1.6", scenario=path)
        np.testing.assert_allclose(fixed, adaptive, rtol=0, atol=1e-13)

    def test_a_later_stop_inside_a_cell_extends(self):
        self.states("all.h5", "--set", "noise.cell=0.64", "--set", "time.stop=3.0")
        self.states("part.h5", "--set", "noise.cell=0.64", "--set", "time.stop=2.1")
        self.run_program("extend", "part.h5", "-q", "-o", "longer.h5", "--stop", "3.0")
        self.run_program("diff", "all.h5", "longer.h5")

    def test_ranks_give_the_same_bits(self):
        scenario = self.write(SCENARIO)
        options = ["-q", "--set", "noise.cell=0.08", "--set", "ensemble.trajectories=300"]
        self.run_program("run", scenario, "-o", "one.h5", *options)
        self.run_program("run", scenario, "-o", "two.h5", "-j", "2", *options)
        self.run_program("diff", "one.h5", "two.h5")

    def test_recorded_noise_is_met_with_shorter_steps(self):
        options = ["--set", "solver.scheme=euler_maruyama", "--set", "time.save_every=0.01", "--set", "ensemble.trajectories=20"]
        run = self.states("run.h5", *options)
        self.run_program("abduct", "toy.toml", "run.h5", "--scenario", "observed", "-o", "noise.h5", "-q", *options)
        finer = [*options, "--noise", "noise.h5", "--set", "noise.cell=0.01", "--set", "ensemble.seed=8"]
        gaps = []
        for step in ("0.01", "0.005", "0.00125"):
            found = self.states(f"finer{step}.h5", *finer, "--set", f"time.step={step}")
            gaps.append(float(np.abs(found.values - run.values).max()))
        self.assertLess(gaps[0], 1e-12)
        # The drift is linear and the noise additive: steps of Euler's are wrong by O(h), 0.01 times rates of about 1.
        for gap in gaps[1:]:
            self.assertTrue(1e-4 < gap < 0.03, gaps)
        said = self.run_program("abduct", "toy.toml", "run.h5", "--scenario", "observed", "-o", "n.h5", *options,
                                "--set", "noise.cell=0.04", code=2).stderr
        self.assertIn("a noise cell has 4 steps", said)

    def test_what_does_not_go_with_them_is_refused(self):
        scenario = self.write(SCENARIO)
        for settings, words in [(["noise.cell=0.025"], "neither the step nor the noise cell is a whole multiple"),
                                (["noise.cell=0.04", "solver.scheme=weak_euler"], "a part of a noise cell"),
                                (["noise.cell=0.04", "solver.steps=adaptive", "solver.scheme=sra1"],
                                 "make the step as long as noise.cell")]:
            options = [word for setting in settings for word in ("--set", setting)]
            said = self.run_program("plan", scenario, *options, code=3).stderr
            self.assertIn(words, said)
            self.assertRegex(said, r": error\[E0(13|19)\] ")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
