"""Closed forms of models that are not linear with additive noise, by their names in the manual's table
(docs/closed_forms.md): each through the program, from scenario text to result file. closed_form_case.py says how numbers are
judged (k = 4.5 standard errors). Where a scheme has an error of the step, `within` allows for it: of weak order 2 at h = 1/40
some times h^2 = 0.0006."""

import json
import os
import sys
import unittest

import numpy as np
from scipy.integrate import quad
from scipy.linalg import expm

sys.path.insert(0, os.path.dirname(__file__))
from closed_form_case import ClosedFormCase, clamp, shift  # noqa: E402

WELL = {"x": ("x - x^3", '"0.7"')}


def average(of, potential, sigma):
    """E of(X) under the density exp(-2 potential/sigma^2)."""
    weight = [quad(lambda x: f(x) * np.exp(-2 * potential(x) / sigma**2), -6, 6, epsabs=1e-12)[0] for f in (of, lambda x: 1.0)]
    return weight[0] / weight[1]


class NonlinearClosedForms(ClosedFormCase):
    def test_F14_double_well(self):
        result = self.simulate(WELL, {"observed": [], "pushed": [shift("x", 0.2)]}, scheme="sra1", step=0.025,
                               saves=[0.0, 4.0, 10.0, 100.0], initial={"x": 1.0})
        for scenario, push in (("observed", 0.0), ("pushed", 0.2)):
            x = result.at(scenario, "x", 100.0)
            mean, square = (average(f, lambda y: y**4 / 4 - y**2 / 2 - push * y, 0.7) for f in (lambda y: y, lambda y: y * y))
            self.assert_mean(x, mean, 0.001, f"{scenario}: mean")
            self.assert_mean(x * x, square, 0.001, f"{scenario}: mean square")
            self.assertAlmostEqual(square, {0.0: 0.832233, 0.2: 0.942787}[push], 5)
        # Kramers' time to the other well, 2 pi/sqrt(|V''(min) V''(0)|) e^{2 dV/sigma^2} = 12.33, holds as sigma -> 0. Here
        # 2 dV/sigma^2 = 1.02: of the same order, no more. E sign(X) decays at twice the rate of a hop.
        hop = 2 * 6.0 / np.log(np.sign(result.at("observed", "x", 4.0)).mean() / np.sign(result.at("observed", "x", 10.0)).mean())
        self.assertLess(abs(np.log(hop / 12.33)), 0.5, f"hops took {hop}")

    def test_F15_density_of_a_scalar_equation(self):
        # p ~ sigma^-2 exp(int 2 f/sigma^2) (Ito): for dx = -x dt + sqrt(1 + x^2) dW it is (1 + x^2)^-2.
        result = self.simulate({"x": ("-x", '"sqrt(1 + x^2)"')}, scheme="platen", step=0.025, saves=[10.0])
        x = result.at("observed", "x", 10.0)
        self.assert_mean(1 / (1 + x * x), 0.75, 0.001)
        self.assert_mean(np.abs(x) < 1.0, 0.5 + 1 / np.pi, 0.002)

    def test_F16_square_root_process(self):
        kappa, theta, xi, start, t = 1.2, 0.8, 0.5, 2.0, 0.7
        rows = {"x": ("kappa*(theta - x)", '"xi*sqrt(x)"')}
        head = f"[model.parameters]\nkappa = {kappa}\ntheta = {theta}\nxi = {xi}"
        change = '{ kind = "parameter", target = "theta", value = 1.4 }'
        result = self.simulate(rows, {"observed": [], "moved": [change]}, scheme="positive_splitting", step=0.025,
                               saves=[t, 9.0], initial={"x": start}, head=head)
        decay = np.exp(-kappa * t)
        for scenario, level in (("observed", theta), ("moved", 1.4)):
            mean = level + (start - level) * decay
            variance = start * xi**2 / kappa * (decay - decay**2) + level * xi**2 / (2 * kappa) * (1 - decay) ** 2
            if scenario == "observed":
                np.testing.assert_allclose([mean, variance], [1.318053, 0.129136], atol=1e-6)
            self.assert_gaussian(result, scenario, t, ["x"], [mean], [[variance]], within=0.0005)
            # In the long run a gamma law of shape 2 kappa theta/xi^2: mean theta, variance xi^2 theta/(2 kappa), skewness.
            x, variance = result.at(scenario, "x", 9.0), xi**2 * level / (2 * kappa)
            self.assert_gaussian(result, scenario, 9.0, ["x"], [level + (start - level) * np.exp(-kappa * 9.0)], [[variance]],
                                 within=0.0005)
            self.assert_mean((x - level) ** 3, 2 * variance**1.5 / np.sqrt(2 * kappa * level / xi**2), 0.0005)

    def test_F17_geometric_brownian_motion(self):
        mu, sigma, t = 0.3, 0.6, 1.5
        result = self.simulate({"x": ("0.3*x", '"0.6*x"')}, scheme="log_euler", step=0.5, saves=[t], initial={"x": 1.2})
        x = result.at("observed", "x", t)
        self.assert_mean(x, 1.2 * np.exp(mu * t))
        variance = 1.44 * np.exp(2 * mu * t) * (np.exp(sigma**2 * t) - 1)
        self.assert_mean((x - 1.2 * np.exp(mu * t)) ** 2, variance)
        self.assert_mean(np.log(x / 1.2), (mu - sigma**2 / 2) * t)
        self.assert_mean((np.log(x / 1.2) - (mu - sigma**2 / 2) * t) ** 2, sigma**2 * t)
        # Stable in mean square where 2 mu + sigma^2 < 0.
        for noise in (0.8, 1.2):
            self.simulate({"x": ("-0.5*x", f'"{noise}*x"')}, scheme="log_euler", step=0.5, saves=[1.0], trajectories=10,
                          initial={"x": 1.0})
            told = json.loads(self.run_program("stability", self.path("toy.toml"), "--json").stdout)
            self.assertAlmostEqual(told[0]["equilibria"][0]["second_moment_abscissa"], noise**2 - 1.0, 9)

    def test_F18_multiplicative_linear_system(self):
        a = np.array([[-1.0, 0.4], [-0.7, -1.2]])
        g = [np.array([[0.3, 0.0], [0.2, 0.1]]), np.array([[0.0, -0.2], [0.0, 0.4]])]
        start, t = np.array([1.0, -0.5]), 1.0
        rows = {}
        for i, name in enumerate(("x", "y")):
            terms = ", ".join(f'w{k} = "{g[k][i, 0]}*x + ({g[k][i, 1]})*y"' for k in range(2))
            rows[name] = (f"{a[i, 0]}*x + ({a[i, 1]})*y", "{ " + terms + " }")
        # m' = A m; vec(P)' = (A x I + I x A + sum G x G) vec(P), P = E X X^T.
        operator = np.kron(a, np.eye(2)) + np.kron(np.eye(2), a) + sum(np.kron(each, each) for each in g)
        mean = expm(a * t) @ start
        square = (expm(operator * t) @ np.outer(start, start).reshape(-1)).reshape(2, 2)
        result = self.simulate(rows, scheme="dri1", step=0.025, saves=[t], initial={"x": 1.0, "y": -0.5})
        self.assert_gaussian(result, "observed", t, ["x", "y"], mean, square - np.outer(mean, mean), within=0.0002)

    def test_F19_counterfactuals_without_chance(self):
        # Linear and additive, Euler-Maruyama: the effect of a shift is the recursion (I + hA) e + h b in every world.
        a, h = np.array([[-1.0, 0.5], [-1.0, -1.0]]), 0.05
        rows = {"x": ("-x + 0.5*y", '"1"'), "y": ("-x - y", '"1"'), "z": ("-z^3", '"1"'), "w": ("-w + sin(x)", '"0.3"')}
        result = self.simulate(rows, {"observed": [], "pushed": [shift("x", 0.7)]}, scheme="euler_maruyama", step=h, saves=[5.0])
        effect = np.zeros(2)
        for _ in range(100):
            effect = effect + h * (a @ effect + np.array([0.7, 0.0]))
        for i, name in enumerate(("x", "y")):
            difference = result.effect("pushed", name, 5.0)
            np.testing.assert_allclose(difference, effect[i], atol=1e-12)
            self.assertLess(difference.var(), 1e-28)
        # No descendant of x: not a bit moves. A descendant does.
        np.testing.assert_array_equal(result.at("pushed", "z", 5.0), result.at("observed", "z", 5.0))
        self.assertGreater(result.effect("pushed", "w", 5.0).std(), 0.01)
        # Geometric: mu -> mu + 0.3 over one time unit multiplies every world by e^0.3.
        result = self.simulate({"x": ("0.1*x", '"0.4*x"')}, {"observed": [], "faster": [shift("x", "0.3*x")]}, scheme="log_euler",
                               step=0.01, saves=[1.0], initial={"x": 1.5})
        np.testing.assert_allclose(result.at("faster", "x", 1.0) / result.at("observed", "x", 1.0), 1.3498588075760032, rtol=1e-12)

    def test_F20_girsanov(self):
        # l is the logarithm of the likelihood of the shift by 0.5 against none, on the noise of x: with a constant shift
        # Euler-Maruyama is exact in l, and reweighted worlds are the shifted ones.
        rows = {"x": ("-x", '"0.8"'), "l": ("-0.5*(0.5/0.8)^2", '{ x = "0.5/0.8" }')}
        result = self.simulate(rows, {"observed": [], "pushed": [shift("x", 0.5), shift("l", "(0.5/0.8)^2")]},
                               scheme="euler_maruyama", step=0.05, saves=[2.0])
        log_ratio = result.at("observed", "l", 2.0)
        kl = 2.0 * 0.5**2 / (2 * 0.8**2)
        self.assert_mean(np.exp(log_ratio), 1.0)
        self.assert_mean(-log_ratio, kl, what="KL of the observed law from the shifted one")
        self.assert_mean(result.at("pushed", "l", 2.0), kl, what="KL of the shifted law from the observed one")
        pushed = 0.5 * (1 - 0.95**40)  # the mean of Euler-Maruyama, from 0
        self.assert_mean(np.exp(log_ratio) * result.at("observed", "x", 2.0), pushed, what="reweighted")
        self.assert_mean(result.at("pushed", "x", 2.0), pushed)

    def test_F21_interventions_act_on_the_ito_form(self):
        # dx = dW, dy = x o dW: the Ito form is dy = x dW + dt/2, and do(x = 1) leaves the half.
        rows = {"x": ("0", '{ w = "1" }'), "y": ("0", '{ w = "x" }')}
        scenarios = {"observed": [], "held": [clamp("x", 1.0)]}
        for calculus, scheme, seen, done in (("stratonovich", "stochastic_heun", 0.5, 0.5), ("ito", "euler_maruyama", 0.0, 0.0)):
            result = self.simulate(rows, scenarios, scheme=scheme, step=0.05, saves=[1.0], calculus=calculus)
            self.assert_mean(result.at("observed", "y", 1.0), seen, what=f"{calculus}: seen")
            self.assert_mean(result.at("held", "y", 1.0), done, what=f"{calculus}: done")

    def test_F22_conservation_makes_the_start_count(self):
        rows = {"x": ("-2*x + y", '{ w = "0.3" }'), "y": ("2*x - y", '{ w = "-0.3" }')}
        for total in (1.0, 4.0):
            result = self.simulate(rows, {"observed": [], "held": [clamp("x", 0.5)]}, scheme="euler_maruyama", step=0.01,
                                   saves=[8.0], initial={"x": total}, trajectories=4000)
            x, y = result.at("observed", "x", 8.0), result.at("observed", "y", 8.0)
            np.testing.assert_allclose(x + y, total, atol=1e-12)
            self.assert_mean(x, total / 3.0, what="the equilibrium depends on the start")
            self.assert_mean(result.at("held", "y", 8.0), 1.0, 0.0004, "do(x) breaks the conservation: y = 2x from any start")

    def test_F23_a_change_of_time_keeps_the_stationary_law(self):
        c = 3.0
        rows = {"x": ("c*(-x + 0.5*y)", '"sqrt(c)"'), "y": ("c*(-x - y)", '"sqrt(c)"')}
        result = self.simulate(rows, {"slow": ['{ kind = "parameter", target = "c", value = 1.0 }'], "fast": []}, step=0.25,
                               saves=[24.0, 24.25], head=f"[model.parameters]\nc = {c}")
        cov = np.array([[0.5 - 0.5 / 12, -1 / 12], [-1 / 12, 0.5 + 1 / 12]])
        for scenario, speed in (("slow", 1.0), ("fast", c)):
            self.assert_gaussian(result, scenario, 24.0, ["x", "y"], [0.0, 0.0], cov)
            lagged = expm(0.25 * speed * np.array([[-1.0, 0.5], [-1.0, -1.0]])) @ cov
            self.assert_mean(result.at(scenario, "x", 24.25) * result.at(scenario, "y", 24.0), lagged[0, 1])

    def test_F24_stein_identities_of_a_nonlinear_model_under_do(self):
        rows = {"x": ("x - x^3 + 0.5*y", '{ x = "0.7", w = "0.3" }'), "y": ("-y - x", '{ w = "0.5" }')}
        result = self.simulate(rows, {"observed": [], "pushed": [shift("x", 0.4)], "held": [clamp("x", 0.8)]}, scheme="sra1",
                               step=0.025, saves=[30.0])
        for scenario, push in (("observed", 0.0), ("pushed", 0.4), ("held", None)):
            x, y = (result.at(scenario, name, 30.0) for name in ("x", "y"))
            g = -y - x
            self.assert_mean(g, 0.0, 0.001, f"{scenario}: E f_y")
            self.assert_mean(2 * y * g + 0.25, 0.0, 0.001, f"{scenario}: E [2 y f_y + s^2]")
            if push is not None:
                f = x - x**3 + 0.5 * y + push
                self.assert_mean(f, 0.0, 0.001, f"{scenario}: E f_x")
                self.assert_mean(2 * x * f + 0.58, 0.0, 0.003, f"{scenario}: E [2 x f_x + s^2]")
                self.assert_mean(x * g + y * f + 0.15, 0.0, 0.001, f"{scenario}: E [x f_y + y f_x + s s']")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
