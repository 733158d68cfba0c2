"""Closed forms of linear models, by their names in the manual's table (docs/closed_forms.md): each through the program, from
scenario text to result file. closed_form_case.py says how numbers are judged (k = 4.5 standard errors)."""

import json
import os
import sys
import unittest

import numpy as np
from scipy.linalg import expm, solve_continuous_lyapunov, solve_discrete_lyapunov

sys.path.insert(0, os.path.dirname(__file__))
from closed_form_case import ClosedFormCase, clamp, matrix_rows, shift  # noqa: E402

# A stable feedback loop of three with a common source; nothing in it is symmetric.
A = np.array([[-1.0, 0.5, 0.0], [-1.0, -1.5, 0.4], [0.3, 0.0, -0.8]])
B = np.array([0.5, -0.2, 0.7])
S = np.array([[0.8, 0.0, 0.3], [0.0, 0.6, -0.4], [0.0, 0.0, 0.5]])
LOOP, NAMES = matrix_rows(A, S, B), ["x1", "x2", "x3"]
TWO_CYCLE = matrix_rows([[-1.0, 0.5], [-1.0, -1.0]], np.eye(2))
LONG = 24.0  # e^{-0.7 * 24} = 5e-8 of the start is left


def stationary(matrix, loadings, offset):
    return np.linalg.solve(matrix, -offset), solve_continuous_lyapunov(matrix, -loadings @ loadings.T)


class LinearClosedForms(ClosedFormCase):
    def test_F1_ornstein_uhlenbeck_stationary_transient_and_autocovariance(self):
        mean, cov = stationary(A, S, B)
        start = np.array([2.0, -1.0, 0.5])
        result = self.simulate(LOOP, step=0.5, saves=[0.5, LONG, LONG + 0.5],
                               initial={"x1": 2.0, "x2": "{ normal = [-1.0, 0.3] }", "x3": 0.5})
        flow = expm(0.5 * A)
        first = np.diag([0.0, 0.09, 0.0])
        self.assert_gaussian(result, "observed", 0.5, NAMES, mean + flow @ (start - mean), cov + flow @ (first - cov) @ flow.T)
        self.assert_gaussian(result, "observed", LONG, NAMES, mean, cov)
        lagged = flow @ cov  # E (X(t + 1/2) - m)(X(t) - m)^T
        for i, later in enumerate(NAMES):
            for j, earlier in enumerate(NAMES):
                product = (result.at("observed", later, LONG + 0.5) - mean[i]) * (result.at("observed", earlier, LONG) - mean[j])
                self.assert_mean(product, lagged[i, j], what=f"autocovariance of {later} and {earlier}")

    def test_F2_clamp_leaves_the_sub_block(self):
        free = [1, 2]
        mean, cov = stationary(A[np.ix_(free, free)], S[free], B[free] + 2.0 * A[free, 0])
        result = self.simulate(LOOP, {"held": [clamp("x1", 2.0)]}, step=0.5, saves=[LONG])
        self.assert_gaussian(result, "held", LONG, ["x2", "x3"], mean, cov)
        self.assertEqual(np.ptp(result.at("held", "x1", LONG)), 0.0)

    def test_F3_shift_noise_scale_policy_and_impulse(self):
        gain = np.array([0.6, -0.3, 0.2])
        policy = "-(0.6*x1 - 0.3*x2 + 0.2*x3)"
        result = self.simulate(LOOP, {
            "observed": [], "pushed": [shift("x2", 0.9)], "scaled": ['{ kind = "scale_noise", target = "x3", factor = 1.5 }'],
            "policy": [shift("x1", policy)], "moved": [f'{{ kind = "impulse", target = "x2", at = {LONG - 1}, add = 1.5 }}']},
            step=0.5, saves=[LONG])
        mean, cov = stationary(A, S, B)
        unit, moved = np.eye(3)[1], expm(A) @ np.array([0.0, 1.5, 0.0])
        total = np.linalg.solve(A, (expm(LONG * A) - np.eye(3)) @ unit) * 0.9
        for i, name in enumerate(NAMES):  # paired, linear, additive: no chance in the differences
            np.testing.assert_allclose(result.effect("pushed", name, LONG), total[i], atol=1e-12)
            np.testing.assert_allclose(result.effect("moved", name, LONG), moved[i], atol=1e-12)
        self.assertLess(np.abs(total - np.linalg.solve(A, -0.9 * unit)).max(), 1e-6)  # and in the long run -A^-1 e_j delta
        self.assert_gaussian(result, "pushed", LONG, NAMES, mean - 0.9 * np.linalg.solve(A, unit), cov, within=1e-6)
        self.assert_gaussian(result, "scaled", LONG, NAMES, *stationary(A, np.diag([1.0, 1.0, 1.5]) @ S, B))
        self.assert_gaussian(result, "policy", LONG, NAMES, *stationary(A - np.outer([1.0, 0.0, 0.0], gain), S, B))

    def test_F4_law_of_euler_maruyama_and_of_implicit_euler(self):
        a = np.array([[-1.0, 0.5], [-1.0, -1.0]])
        h = 0.02
        law = solve_discrete_lyapunov(np.eye(2) + h * a, h * np.eye(2))
        np.testing.assert_allclose(law[np.triu_indices(2)], [0.465307, -0.083321, 0.592230], atol=1e-6)
        result = self.simulate(TWO_CYCLE, scheme="euler_maruyama", step=h, saves=[12.0])
        self.assert_gaussian(result, "observed", 12.0, ["x1", "x2"], [0.0, 0.0], law)
        one = {"x": ("-1.5*x", '"0.8"')}
        for scheme, sign in (("euler_maruyama", -1.0), ("implicit_euler_maruyama", 1.0)):
            result = self.simulate(one, scheme=scheme, step=0.5, saves=[20.0])
            self.assert_gaussian(result, "observed", 20.0, ["x"], [0.0], [[0.64 / (3.0 + sign * 0.5 * 2.25)]])
        # Unstable beyond h = 2/theta, on this side of it and on that.
        for step, grows in ((1.25, False), (1.5, True)):
            result = self.simulate(one, scheme="euler_maruyama", step=step, saves=[150.0], trajectories=100)
            self.assertEqual(np.abs(result.at("observed", "x", 150.0)).max() > 1e4, grows)

    def test_F5_two_cycle(self):
        result = self.simulate(TWO_CYCLE, {"observed": [], "held": [clamp("x1", 1.7)]}, step=0.5, saves=[LONG])
        self.assert_gaussian(result, "observed", LONG, ["x1", "x2"], [0.0, 0.0],
                             [[0.5 - 0.5 / 12, -1 / 12], [-1 / 12, 0.5 + 1 / 12]])
        self.assert_gaussian(result, "held", LONG, ["x2"], [-1.7], [[0.5]])

    def test_F6_stability_is_lost_and_won_under_do(self):
        brake = matrix_rows([[0.5, -2.0], [2.0, -1.5]], 0.1 * np.eye(2))
        result = self.simulate(brake, {"observed": [], "held": [clamp("x2", 0.0)]}, step=0.5, saves=[12.0], initial={"x1": 1.0})
        self.assert_mean(result.at("held", "x1", 12.0), np.exp(6.0))
        self.assert_mean(result.at("observed", "x1", 12.0), expm(12.0 * np.array([[0.5, -2.0], [2.0, -1.5]]))[0, 0])
        told = self.told_of_stability()
        self.assertAlmostEqual(told[0], -0.5, 9)
        self.assertAlmostEqual(told[1], 0.5, 9)
        self.simulate(matrix_rows([[-1.0, 2.0], [2.0, -1.0]], 0.1 * np.eye(2)), {"observed": [], "held": [clamp("x1", 0.0)]},
                      step=0.5, saves=[1.0], trajectories=100)
        told = self.told_of_stability()
        self.assertAlmostEqual(told[0], 1.0, 9)
        self.assertAlmostEqual(told[1], -1.0, 9)

    def told_of_stability(self):
        """Largest real parts of the regimes of the last scenario file."""
        told = json.loads(self.run_program("stability", self.path("toy.toml"), "--json").stdout)
        return [regime["equilibria"][0]["spectral_abscissa"] for regime in told]

    def test_F7_chain(self):
        w, u = 1.5, -0.8
        chain = matrix_rows([[-1.0, 0.0, 0.0], [w, -1.0, 0.0], [0.0, u, -1.0]], np.eye(3))
        result = self.simulate(chain, step=0.5, saves=[LONG])
        self.assert_gaussian(result, "observed", LONG, NAMES, np.zeros(3),
                             [[0.5, 0.375, -0.15], [0.375, 1.0625, -0.5375], [-0.15, -0.5375, 0.93]])

    def test_F8_shared_noise_is_correlation_without_causation(self):
        shared = matrix_rows([[-1.0, 0.0], [0.0, -2.0]], [[0.7], [-0.4]])
        result = self.simulate(shared, {"observed": [], "held": [clamp("x1", 3.0)]}, step=0.5, saves=[LONG])
        self.assert_gaussian(result, "observed", LONG, ["x1", "x2"], [0.0, 0.0], [[0.245, -0.28 / 3.0], [-0.28 / 3.0, 0.04]])
        np.testing.assert_array_equal(result.at("held", "x2", LONG), result.at("observed", "x2", LONG))

    def test_F9_soft_clamp_becomes_a_clamp(self):
        exact = {1: (0.8, 0.25), 10: (1.73913, 0.046196), 100: (1.97044, 0.004962), 1000: (1.99700, 0.000500)}
        result = self.simulate(TWO_CYCLE, {f"k{rate}": [f'{{ kind = "soft_clamp", target = "x1", value = 2.0, rate = {rate} }}']
                                           for rate in exact}, step=0.125, saves=[LONG])
        for rate, (mean, variance) in exact.items():
            a = np.array([[-1.0 - rate, 0.5], [-1.0, -1.0]])
            law = stationary(a, np.eye(2), np.array([2.0 * rate, 0.0]))
            np.testing.assert_allclose([law[0][0], law[1][0, 0]], [mean, variance], atol=1e-5)
            self.assert_gaussian(result, f"k{rate}", LONG, ["x1", "x2"], *law)
        self.assertAlmostEqual(law[1][1, 1], 0.5, 3)
        self.assertAlmostEqual(law[1][0, 0], 1.0 / 2000.0, 6)

    def test_F12_in_a_reversible_system_seeing_is_doing(self):
        reversible = matrix_rows([[-1.0, 0.6], [0.6, -1.0]], np.eye(2))
        result = self.simulate(reversible, {"observed": [], "held": [clamp("x1", 1.5)]}, step=0.5, saves=[40.0])
        x1, x2 = (result.at("observed", name, 40.0) for name in ("x1", "x2"))
        self.assert_mean((x2 - 0.6 * x1) * x1, 0.0, what="seeing: the slope of the regression is 0.6")
        self.assert_mean((x2 - 0.6 * x1) ** 2, 0.5, what="seeing: the variance that is left is 1/2")
        self.assert_gaussian(result, "held", 40.0, ["x2"], [0.9], [[0.5]])  # doing: the same line, the same variance
        # The two-cycle is not reversible: seen slope -0.1818, done slope -1.
        result = self.simulate(TWO_CYCLE, {"observed": [], "held": [clamp("x1", 1.0)]}, step=0.5, saves=[LONG])
        x1, x2 = (result.at("observed", name, LONG) for name in ("x1", "x2"))
        self.assert_mean((x2 + x1 / 5.5) * x1, 0.0)
        self.assert_mean(result.at("held", "x2", LONG), -1.0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
