"""What the closed forms share: a scenario made of rows and scenarios, its run by the program, and the judgement of a sample.

A number holds if |mean(sample) - exact| <= within + K standard errors of the sample + rounding. K = 4.5: a correct program
misses one comparison in 150,000; the closed forms together are about 150 comparisons, so one seed in 1,000 would fail. Seeds
are fixed. `within` is an error of approximation, stated with its reason where it is used; most numbers have none, for they are
taken where they are exact at any step (`exact_linear`), or are the exact numbers of the step itself (Euler-Maruyama).
"""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples"))
from program_case import ProgramCase  # noqa: E402
from result import Result  # noqa: E402

K = 4.5
ROUNDING = 1e-11  # of numbers without chance


def clamp(target, value):
    return f'{{ kind = "clamp", target = "{target}", value = {toml(value)} }}'


def shift(target, value):
    return f'{{ kind = "shift", target = "{target}", value = {toml(value)} }}'


def toml(value):
    return f'"{value}"' if isinstance(value, str) else str(value)


def matrix_rows(matrix, loadings, offset=None, names=None):
    """Rows of dX = (A X + b) dt + S dW: name -> (drift, noise). loadings[i][k] is that of source w<k>."""
    size = len(matrix)
    names = names or [f"x{i + 1}" for i in range(size)]
    offset = offset if offset is not None else np.zeros(size)
    rows = {}
    for i, name in enumerate(names):
        terms = [f"({matrix[i][j]})*{names[j]}" for j in range(size)]
        noise = ", ".join(f'w{k} = "{value}"' for k, value in enumerate(loadings[i]) if value != 0)
        rows[name] = (" + ".join(terms) + f" + ({offset[i]})", "{ " + noise + " }")
    return rows


class ClosedFormCase(ProgramCase):
    def simulate(self, rows, scenarios=None, *, scheme="exact_linear", step, saves, initial=None, trajectories=20000, seed=1,
                 calculus="ito", head="", code=0):
        """Runs rows {name: (drift, noise or None)} under scenarios {name: [interventions]}; saves at the listed times."""
        text = f'format = 1\n[model]\ncalculus = "{calculus}"\n{head}\n'
        for name, (drift, noise) in rows.items():
            text += f'[model.variables.{name}]\ndrift = "{drift}"\n'
            text += "" if noise is None else f"noise = {noise}\n"
            text += f"initial = {toml((initial or {}).get(name, 0.0))}\n".replace('"{', "{").replace('}"', "}")
        text += f'[time]\nstop = {max(saves)}\nstep = {step}\nsave_at = {list(saves)}\n[solver]\nscheme = "{scheme}"\n'
        text += f"[ensemble]\ntrajectories = {trajectories}\nseed = {seed}\n"
        for name, interventions in (scenarios or {"observed": []}).items():
            text += f'[[scenario]]\nname = "{name}"\nintervention = [{", ".join(interventions)}]\n'
        self.run_program("run", self.write(text), "-o", "run.h5", "--overwrite", code=code)
        return Result(self.path("run.h5"))

    def assert_mean(self, sample, exact, within=0.0, what=""):
        sample = np.asarray(sample, dtype=float)
        error = sample.std(ddof=1) / np.sqrt(sample.size)
        allowed = within + K * error + ROUNDING * max(1.0, abs(exact))
        self.assertLessEqual(abs(sample.mean() - exact), allowed,
                             f"{what}: {sample.mean():.6g} +- {error:.2g} should be {exact:.6g}")

    def assert_gaussian(self, result, scenario, time, names, mean, covariance, within=0.0):
        """Means and covariances, about the exact means: no standard error of a standard error is needed."""
        states = [result.at(scenario, name, time) for name in names]
        for i, name in enumerate(names):
            self.assert_mean(states[i], mean[i], within, f"{scenario}: mean of {name} at {time}")
            for j in range(i + 1):
                product = (states[i] - mean[i]) * (states[j] - mean[j])
                self.assert_mean(product, covariance[i][j], within, f"{scenario}: cov({name}, {names[j]}) at {time}")
