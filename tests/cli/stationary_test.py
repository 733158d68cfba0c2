"""dosde stationary as a user meets it: the page of the manual; R-hat and effective sample sizes against a plain reference
written after the paper; Stein identities against numpy; windows, lost trajectories and what is refused."""

import json
import math
import os
import sys
import unittest

import h5py
import numpy as np
from scipy import stats

sys.path.insert(0, os.path.dirname(__file__))
from page import check_page  # noqa: E402
from program_case import ProgramCase  # noqa: E402
from toy import SCENARIO  # noqa: E402

LONG = SCENARIO.replace("stop = 2.0", "stop = 40.0").replace("save_every = 0.1", "save_every = 0.5")


# Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), sections 3 and 4; x[draw, chain].
def split(x):
    half = x.shape[0] // 2
    return np.hstack([x[:half], x[x.shape[0] - half:]])


def scores(x):
    ranks = stats.rankdata(x, method="average").reshape(x.shape)
    return stats.norm.ppf((ranks - 3 / 8) / (x.size + 1 / 4))


def rhat_of(x):
    draws = x.shape[0]
    between, within = draws * x.mean(axis=0).var(ddof=1), x.var(axis=0, ddof=1).mean()
    return math.sqrt(((draws - 1) / draws * within + between / draws) / within)


def ess_of(x):
    draws, chains = x.shape
    centred = x - x.mean(axis=0)
    covariance = np.array([(centred[: draws - t] * centred[t:]).sum(axis=0) / draws for t in range(draws)]).mean(axis=1)
    within = covariance[0] * draws / (draws - 1)
    total = covariance[0] + x.mean(axis=0).var(ddof=1)
    rho = 1 - (within - covariance) / total
    rho[0] = 1
    kept = np.zeros(draws)
    kept[:2] = rho[:2]
    t = 0
    while t < draws - 5 and rho[t] + rho[t + 1] > 0:
        t += 2
        if rho[t] + rho[t + 1] >= 0:
            kept[t:t + 2] = rho[t:t + 2]
    if rho[t] > 0:
        kept[t] = rho[t]
    for s in range(2, t - 1, 2):
        if kept[s] + kept[s + 1] > kept[s - 2] + kept[s - 1]:
            kept[s:s + 2] = (kept[s - 2] + kept[s - 1]) / 2
    tau = max(-1 + 2 * kept[:t].sum() + kept[t], 1 / math.log10(x.size))
    return x.size / tau


def mixing_of(x):
    halves = split(x)
    low, high = np.quantile(halves, [0.05, 0.95])
    return {"rhat": max(rhat_of(scores(halves)), rhat_of(scores(np.abs(halves - np.median(halves))))),
            "ess_bulk": ess_of(scores(halves)),
            "ess_tail": min(ess_of((halves <= low) * 1.0), ess_of((halves <= high) * 1.0))}


class StationaryTest(ProgramCase):
    def told(self, *arguments):
        return json.loads(self.run_program("stationary", *arguments, "--json").stdout)

    def test_the_page_of_the_manual(self):
        self.assertEqual(check_page(self, "stationarity.md"), 3)

    def test_mixing_agrees_with_the_paper_and_identities_with_numpy(self):
        self.run_program("run", self.write(LONG), "--set", "ensemble.trajectories=30")
        with h5py.File(self.path("toy.h5")) as file:
            states, time = file["state"][()], file["time"][()]
        for start in ("20", "0"):  # with the burn-in the chains do not agree, and autocorrelation is long
            told = self.told("toy.h5", "--from", start, "--scenario", "observed")[0]
            window = states[0][:, time >= float(start)]
            self.assertEqual((told["trajectories"], told["times"]), window.shape[:2])
            for column, name in enumerate(("x", "y")):
                found = told["columns"][column]
                self.assertEqual(found["name"], name)
                for key, expected in mixing_of(window[:, :, column].T).items():
                    self.assertAlmostEqual(found[key] / expected, 1.0, places=9, msg=key)
                self.assertAlmostEqual(found["mean"], window[:, :, column].mean(), places=12)
                self.assertAlmostEqual(found["variance"], window[:, :, column].var(ddof=1), places=12)
            x, y = window[:, :, 0], window[:, :, 1]
            f, g = -x + 0.5 * y, -x - y
            generated = {"x": f, "y": g, "x*x": 2 * x * f + 0.09, "x*y": f * y + x * g, "y*y": 2 * y * g + 0.16}
            self.assertEqual([identity["h"] for identity in told["stein_identities"]], list(generated))
            for identity in told["stein_identities"]:
                means = generated[identity["h"]].mean(axis=1)
                self.assertAlmostEqual(identity["mean"], means.mean(), places=12)
                self.assertAlmostEqual(identity["error"], means.std(ddof=1) / math.sqrt(30), places=12)

    def test_a_clamped_regime_and_its_exact_moments(self):
        self.run_program("run", self.write(LONG))
        told = self.told("toy.h5", "--scenario", "clamped")[0]
        self.assertEqual(told["from"], 20.25)  # the middle of [0.5, 40]
        x, y = told["columns"]
        self.assertEqual((x["mean"], x["variance"], x["rhat"]), (1.0, 0.0, None))
        self.assertAlmostEqual(y["exact_mean"], -1.0, places=12)
        self.assertAlmostEqual(y["exact_variance"], 0.08, places=12)
        self.assertLess(abs(y["mean"] + 1.0), 4.5 * y["mean_error"])
        self.assertEqual([identity["h"] for identity in told["stein_identities"]], ["y", "y*y"])

    def test_what_speaks_against(self):
        # Started far away, with a burn-in of nothing.
        self.run_program("run", self.write(LONG.replace('noise = "0.3"', 'noise = "0.3"\ninitial = 5.0')), "--set", "time.stop=4.0", "--set", "time.save_every=0.1")
        against = " ".join(self.told("toy.h5", "--from", "0", "--scenario", "observed")[0]["against"])
        for words in ("R-hat of x, y", "E[L ", "kernel deviation"):
            self.assertIn(words, against)
        # Half of the trajectories run away.
        wild = LONG.replace('drift = "-x + a*y"', 'drift = "x^3 - 0.05*x"')
        self.run_program("run", self.write(wild), "--overwrite", "--set", "time.stop=30.0", code=5)
        told = self.run_program("stationary", "toy.h5", "--scenario", "observed", code=2 if self.lost_all() else 0)
        self.assertRegex(told.stdout + told.stderr, "do not live to the end|lives to the end")

    def lost_all(self):
        with h5py.File(self.path("toy.h5")) as file:
            return not np.any(file["status"][0] == 1)

    def test_what_cannot_be_looked_at(self):
        scenario = self.write(LONG.replace("a = 0.5", "a = { normal = [0.5, 0.05] }"))
        self.run_program("run", scenario)
        told = self.told("toy.h5", "--scenario", "observed")[0]
        self.assertIn("('a')", told["no_stein_identities"])
        self.assertIn("drawn", told["no_exact_moments"])
        for words, said in ((("--from", "39.9"), "only 1 states"), (("--scenario", "clampd"), "did you mean 'clamped'"),
                            (("--from", "0.2", "--scenario", "clamped"), "from t = 0.5 on")):
            self.assertIn(said.lower(), self.run_program("stationary", "toy.h5", *words, code=2).stderr.lower())
        self.run_program("run", self.write(LONG), "-o", "law.h5", "--set", 'solver.scheme="moments"')
        self.assertIn("no trajectories", self.run_program("stationary", "law.h5", code=2).stderr)

    def test_halving_the_step_shows_its_effect(self):
        # Euler-Maruyama for dx = -x dt + 0.3 dW: variance 0.09/(2 - h).
        text = LONG.replace('"-x + a*y"', '"-x"').replace("step = 0.01", "step = 0.1")
        self.run_program("run", self.write(text), "--set", "ensemble.trajectories=400", "--set", 'solver.scheme="euler_maruyama"')
        effect = self.told("toy.h5", "--halve", "--scenario", "observed")[0]["columns"][0]["step_effect"]
        expected = 0.09 / 1.9 - 0.09 / 1.95
        self.assertLess(abs(effect["variance"] - expected), 4.5 * effect["variance_error"])
        self.assertLess(effect["variance_error"], expected / 4)
        self.assertLess(abs(effect["mean"]), 4.5 * effect["mean_error"])

    def test_points_of_a_sweep(self):
        self.run_program("run", self.write(LONG + '[sweep]\ndesign = "grid"\n[sweep.axes]\n"model.parameters.a" = [0.0, 0.5]\n'))
        told = self.told("toy.h5", "--scenario", "observed@1")[0]
        self.assertAlmostEqual(told["columns"][0]["exact_variance"], (0.09 + 0.5 * 2 * self.covariance(0.5, 0.09, 0.16)) / 2, places=12)
        self.assertAlmostEqual(self.told("toy.h5", "--scenario", "observed@0")[0]["columns"][0]["exact_variance"], 0.045, places=12)

    @staticmethod
    def covariance(a, qx, qy):
        # of dx = (-x + a y) dt, dy = (-x - y) dt
        return (a * qy - qx) / (4 * (1 + a))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
