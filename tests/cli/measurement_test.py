"""Controllers that see the state sampled, held, late and with errors: against recursions, exactly; noise within k = 4.5
standard errors (one false alarm in 150,000 comparisons; seeds are fixed)."""

import os
import sys
import unittest

import h5py
import numpy as np
from scipy.linalg import solve_discrete_lyapunov

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples"))
from closed_form_case import K, ClosedFormCase  # noqa: E402
from page import DOCS, check_page  # noqa: E402
from result import Result  # noqa: E402

HEAD = 'format = 1\n[model.variables.x]\ndrift = "{drift}"\n{noise}initial = {initial}\n[solver]\nscheme = "{scheme}"\n' \
       '[time]\nstop = {stop}\nstep = {step}\nsave_every = {save}\n[ensemble]\ntrajectories = {n}\nseed = 5\n'
CONTROLLED = '[[scenario]]\nname = "{name}"\nmeasurement = [{{ {measurement} }}]\n' \
             'intervention = [{{ kind = "{kind}", target = "x", value = "{value}" }}]\n'


class MeasurementTest(ClosedFormCase):
    def control(self, measurement, value, kind="shift", *, drift="0", noise="", initial="{ normal = [1.0, 0.5] }",
                scheme="euler_maruyama", stop=4.0, step=0.015625, save=0.015625, n=50, more="", code=0):
        head = HEAD.format(drift=drift, noise=f'noise = "{noise}"\n' if noise else "", initial=initial, scheme=scheme, stop=stop,
                           step=step, save=save, n=n)
        text = head + CONTROLLED.format(name="controlled", measurement=measurement, kind=kind, value=value) + more
        told = self.run_program("run", self.write(text), "-o", "run.h5", "--overwrite", code=code)
        return told.stderr if code else Result(self.path("run.h5"))

    def test_a_delayed_loop_is_its_recursion_bit_for_bit(self):
        # dx = -x(t - delay), sampled: with a step of 2^-6 Euler's product h*seen is exact, so that plain floats have its bits.
        for delay_steps in (0, 3, 8, 16, 20, 29):
            result = self.control(f'name = "seen", of = "-x", every = 0.125, delay = {delay_steps / 64}', "seen")
            x = np.empty((50, 257))
            x[:, 0] = result.paths("controlled", "x")[:, 0]
            seen = np.empty_like(x)
            for step in range(257):
                arrived = max(0, (step - delay_steps) // 8 * 8)  # until the first sample arrives, the value at the start
                seen[:, step] = -x[:, arrived]
                if step < 256:
                    x[:, step + 1] = x[:, step] + 0.015625 * seen[:, step]
            np.testing.assert_array_equal(result.paths("controlled", "seen"), seen)
            np.testing.assert_array_equal(result.paths("controlled", "x"), x)

    def test_a_sampled_linear_loop_is_its_exact_discretisation(self):
        a, gain, period, step = 0.5, 1.2, 0.25, 0.0625
        grows, moves = np.exp(a * period), (np.exp(a * period) - 1) / a
        result = self.control('name = "seen", of = "x", every = 0.25', f"-{gain}*seen", drift="0.5*x", scheme="exact_linear",
                              stop=5.0, step=step, save=period)
        x = result.paths("controlled", "x")
        np.testing.assert_allclose(x[:, 1:], (grows - gain * moves) * x[:, :-1], atol=1e-13)
        # With noise of both kinds: the variance of x' = (grows - gain moves) x - gain moves e + w in the long run.
        result = self.control('name = "seen", of = "x", every = 0.25, noise = 0.3', f"-{gain}*seen", drift="0.5*x", noise="0.4",
                              scheme="exact_linear", stop=20.0, step=step, save=period, n=20000, initial="0.0")
        keeps = grows - gain * moves
        variance = ((gain * moves * 0.3) ** 2 + 0.16 * (grows**2 - 1) / (2 * a)) / (1 - keeps**2)
        x, late = result.at("controlled", "x", 20.0), result.at("controlled", "x", 19.75)
        self.assert_mean(x, 0.0)
        self.assert_mean(x * x, variance)
        self.assert_mean(x * late, keeps * variance)

    def test_errors_are_independent_from_sample_to_sample(self):
        more = CONTROLLED.format(name="other gain", measurement='name = "seen", of = "x", every = 0.5, noise = 0.3', kind="clamp",
                                 value="-0.5*seen")
        result = self.control('name = "seen", of = "x", every = 0.5, noise = 0.3', "-seen", noise="0.2", stop=2.0, save=0.5,
                              n=20000, more=more)
        error = result.paths("controlled", "seen") - result.paths("controlled", "x")
        for k in range(5):
            self.assert_mean(error[:, k], 0.0)
            self.assert_mean(error[:, k] ** 2, 0.09)
            for j in range(k):
                self.assert_mean(error[:, k] * error[:, j], 0.0)
            self.assert_mean(error[:, k] * result.paths("controlled", "x")[:, k], 0.0)
        # The other scenario meets the same errors.
        held = result.paths("other gain", "x")
        np.testing.assert_allclose(held[:, 1:], -0.5 * result.paths("other gain", "seen")[:, 1:], rtol=1e-15)
        before = np.column_stack([result.paths("controlled", "x")[:, 0], held[:, :-1]])  # samples are of X(t-)
        np.testing.assert_allclose(result.paths("other gain", "seen") - before, error, atol=1e-12)

    def test_an_error_of_any_law_and_a_late_one(self):
        result = self.control('name = "seen", of = "x", every = 0.5, delay = 0.75, noise = { uniform = [0.0, 1.0] }', "0*seen",
                              noise="0.2", stop=3.0, save=0.25, n=5000)
        x, seen = result.paths("controlled", "x"), result.paths("controlled", "seen")
        np.testing.assert_array_equal(seen[:, :3], np.repeat(x[:, :1], 3, axis=1))
        for k in range(3, 13):
            error = seen[:, k] - x[:, (k - 3) // 2 * 2]
            self.assertTrue((error > 0.0).all() and (error < 1.0).all())
            self.assertLess(abs(error.mean() - 0.5), K * np.sqrt(1 / 12 / 5000))
        np.testing.assert_array_equal(seen[:, 3] - seen[:, 4], np.zeros(5000))  # held in between

    def test_the_resolved_scenario_says_it_in_plain_interventions(self):
        self.control('name = "seen", of = "x", every = 0.1, delay = 0.25, noise = 0.3', "-seen", noise="0.2")
        with h5py.File(self.path("run.h5")) as file:
            text = file["provenance/scenario_resolved"][:].tobytes().decode().rstrip("\0")
        self.assertNotIn("measurement]]", text)
        self.run_program("run", self.write(text, "again.toml"), "-o", "again.h5")
        self.run_program("diff", "run.h5", "again.h5")

    def test_what_is_refused(self):
        other = '[[scenario]]\nname = "blind"\nintervention = [{ kind = "shift", target = "x", value = "seen" }]\n'
        for measurement, more, words in (
            ('name = "x", of = "x", every = 0.5', "", "has the model's name"),
            ('name = "2x", of = "x", every = 0.5', "", "cannot name a measurement"),
            ('name = "seen", of = "y", every = 0.5', "", "'y'"),
            ('name = "seen", of = "x", every = 0.0', "", "every"),
            ('name = "seen", of = "x"', "", "every"),
            ('name = "seen", of = "x", every = 0.5, late = 1', "", "late"),
            ('name = "seen", of = "x", every = 0.5, delay = 501', "", "thousand"),
            ('name = "seen", of = "x", every = 0.5 }, { name = "seen", of = "x", every = 0.5', "", "two measurements"),
            ('name = "seen", of = "x", every = 0.5', other, "nobody measures here"),
        ):
            self.assertIn(words, self.control(measurement, "-x", more=more, code=3))

    def test_the_page_of_the_manual(self):
        self.assertEqual(check_page(self, "measurements.md"), 1)
        result = Result(self.path("thermostat.h5"))
        grows = np.exp(0.125)
        pushes = 1.2 * (grows - 1) / 0.5
        loading = np.array([0.04 * (grows**2 - 1), 0.0, 0.0])  # variances of what comes in over a period
        late = np.array([[grows, 0.0, -pushes], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])  # (x_k, x_k-1, x_k-2); 0.5 is two periods
        exact = {"sees": 0.04 / 1.4, "samples": loading[0] / (1 - (grows - pushes) ** 2),
                 "samples late and badly": solve_discrete_lyapunov(late, np.diag(loading + [(0.3 * pushes) ** 2, 0, 0]))[0, 0]}
        with open(os.path.join(DOCS, "measurements.md")) as file:
            page = file.read()
        for scenario, variance in exact.items():
            x = result.at(scenario, "x", 20.0)
            self.assert_mean(x * x, variance, within=1e-4 * variance)
            row = f"| {scenario} | {variance:.5f} | {(x * x).mean():.5f} |"
            self.assertIn(row, page)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
