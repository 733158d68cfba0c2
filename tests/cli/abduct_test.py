"""dosde abduct as a user meets it: paths in, noise out, and the same paths again, or what would have been."""

import json
import os
import sys
import unittest

import h5py
import numpy as np
import xarray

sys.path.insert(0, os.path.dirname(__file__))
from program_case import ProgramCase  # noqa: E402

EPSILON = np.finfo(float).eps
# A loop with a nonlinear drift, a loading that depends on a state, and a shared source; two scenarios and one more to imagine.
SCENARIO = """format = 1
[model.parameters]
a = 0.5
[model.variables.x]
drift = "-x^3 + a*y"
noise = { x = "0.3", weather = "0.2" }
initial = { normal = [0.0, 1.0] }
[model.variables.y]
drift = "-x - y"
noise = "0.4 + 0.1*sin(x)"
initial = 1.0
[model.variables.z]
drift = "y - 2*z"
noise = { weather = "0.5" }
[time]
stop = 4.0
step = 0.01
save_every = 0.01
[solver]
scheme = "euler_maruyama"
[ensemble]
trajectories = 3
seed = 3
[[scenario]]
name = "observed"
[[scenario]]
name = "treated"
intervention = [{ kind = "shift", target = "y", value = 1.0, from = 1.0 }, { kind = "impulse", target = "x", at = 2.0, add = 0.5 }]
[[scenario]]
name = "held"
intervention = [{ kind = "clamp", target = "y", value = "sin(t)", from = 1.0, until = 3.0 }, { kind = "impulse", target = "z", at = 3.5, set = 0.25 }]
"""
LINEAR = """format = 1
[model.variables.x]
drift = "-x + 0.5*y"
noise = { x = "0.3", weather = "0.2" }
initial = { normal = [0.0, 0.5] }
[model.variables.y]
drift = "-x - y + 0.3"
noise = { y = "0.4" }
[time]
stop = 0.3
step = 0.05
save_every = 0.05
[solver]
scheme = "euler_maruyama"
[ensemble]
trajectories = 2
seed = 3
"""


class AbductTest(ProgramCase):
    def read(self, name):
        with xarray.open_dataset(self.path(name)) as data:
            return data.load()

    def simulate(self, name="run.h5", scenario=SCENARIO, *arguments):
        self.write(scenario)
        self.run_program("run", "toy.toml", "-q", "-o", name, "--overwrite", *arguments)
        return self.read(name)

    def abduct(self, *arguments, paths="run.h5", code=0):
        self.run_program("abduct", "toy.toml", paths, "-q", "-o", "noise.h5", "--overwrite", *arguments, code=code)
        return self.read("noise.h5")

    def replay(self, *arguments):
        self.run_program("run", "toy.toml", "-q", "-o", "replay.h5", "--overwrite", "--noise", "noise.h5", *arguments)
        return self.read("replay.h5")

    def test_one_path_tells_what_every_scenario_would_have_been(self):
        for scheme in ("euler_maruyama", "implicit_euler_maruyama", "trapezoidal_maruyama"):
            run = self.simulate("run.h5", SCENARIO.replace('"euler_maruyama"', f'"{scheme}"'))
            for observed in ("observed", "treated"):
                noise = self.abduct("--scenario", observed)
                self.assertEqual(noise.attrs["method"], "inversion")
                self.assertTrue(np.all(noise.determined == 1))
                # Another seed, so that nothing but the file carries the world.
                replay = self.replay("--set", "ensemble.seed=99")
                np.testing.assert_allclose(replay.state, run.state, rtol=0, atol=1e-12)
                self.assertGreater(noise.attrs["chance"], 1e-4)
                self.assertTrue(np.all(noise.autocorrelation_chance > 1e-4))

    def test_the_error_of_the_noise_is_that_of_rounding(self):
        run = self.simulate()
        noise = self.abduct("--scenario", "observed")
        step = 0.01
        state = run.state.values[0]
        x, y, z = (state[:, :-1, k] for k in range(3))
        true = self.abduct_reference(run)
        drift = np.stack([-x**3 + 0.5 * y, -x - y, y - 2 * z], axis=-1)
        size = np.linalg.norm(np.maximum(np.abs(state[:, :-1]), np.abs(state[:, 1:])) + step * np.abs(drift), axis=-1)
        loading = np.zeros(x.shape + (3, 3))
        names = list(noise.source.values.astype(str))
        loading[..., 0, names.index("x")] = 0.3
        loading[..., 0, names.index("weather")] = 0.2
        loading[..., 1, names.index("y")] = 0.4 + 0.1 * np.sin(x)
        loading[..., 2, names.index("weather")] = 0.5
        smallest = np.linalg.svd(loading, compute_uv=False)[..., -1]
        error = np.linalg.norm(noise.increment.values - true, axis=-1)
        self.assertTrue(np.all(error <= 8 * EPSILON * size / smallest), float((error * smallest / size).max() / EPSILON))

    def abduct_reference(self, run):
        """The increments that the run met: those of Brownian paths, which a model of nothing else saves."""
        sources = ("x", "weather", "y")
        text = "format = 1\n"
        for name in sources:
            text += f'[model.variables.w_{name}]\ndrift = "0"\nnoise = {{ {name} = "1" }}\n'
        text += SCENARIO[SCENARIO.index("[time]"):SCENARIO.index("[[scenario]]")]
        self.write(text, "noise.toml")
        self.run_program("run", "noise.toml", "-q", "-o", "brownian.h5", "--overwrite")
        # W(t + h) - W(t) is rounded; below the bound by far.
        return np.diff(self.read("brownian.h5").state.values[0], axis=1)

    def test_what_the_path_does_not_tell_is_drawn(self):
        run = self.simulate()
        noise = self.abduct("--scenario", "held", "--draws", "500")
        self.assertEqual(noise.sizes["trajectory"], 1500)
        held = noise.determined.sel(source="y").values
        # Clamped from 1 to 3, and at the step that ends there: steps 99 ... 299.
        self.assertTrue(np.all(held[:, 99:300] == 0) and np.all(held[:, :99] == 1) and np.all(held[:, 300:] == 1))
        weather = noise.determined.sel(source="weather").values
        self.assertEqual(list(np.flatnonzero(weather[0] == 0)), [349])  # z is set at 3.5: x sees two sources
        drawn = noise.increment.sel(source="y").values.reshape(3, 500, 400)
        self.assertTrue(np.all(drawn[:, :, :99] == drawn[:, :1, :99]))
        z = (drawn[:, :, 99:300] / 0.1).ravel()  # 301500 standard normals: k = 4.5 standard errors, once in 150,000
        self.assertLess(abs(z.mean()), 4.5 / np.sqrt(z.size))
        self.assertLess(abs(z.var() - 1), 4.5 * np.sqrt(2 / z.size))
        # Given 0.3 dW_x + 0.2 dW_weather = r the rest is normal: variance h (1 - 0.04/0.13) of dW_weather.
        last = noise.increment.sel(source="weather").values.reshape(3, 500, 400)[:, :, 349]
        variance = last.var(axis=1).mean() / (0.01 * 0.09 / 0.13)
        self.assertLess(abs(variance - 1), 4.5 * np.sqrt(2 / 1497))
        sum_of_both = 0.3 * noise.increment.sel(source="x").values.reshape(3, 500, 400)[:, :, 349] + 0.2 * last
        np.testing.assert_allclose(sum_of_both, sum_of_both[:, :1] + 0 * sum_of_both, atol=1e-15)
        replay = self.replay("--set", "ensemble.seed=99")
        np.testing.assert_allclose(replay.state[2, ::500], run.state[2], rtol=0, atol=1e-12)
        # Without the clamp the draws differ, from its begin on.
        spread = replay.state.sel(variable="y")[0].values.reshape(3, 500, 401).std(axis=1)
        self.assertLess(spread[:, :100].max(), 1e-12)
        self.assertGreater(spread[:, 102:].min(), 0.01)
        told = json.loads(self.run_program("abduct", "toy.toml", "run.h5", "--json", "-o", "n2.h5", "--scenario", "held").stdout)
        y = next(source for source in told["sources"] if source["name"] == "y")
        self.assertEqual(y["drawn"], {"what it drives is held by a clamp": 600,
                                      "an impulse, or a clamp that begins, overwrites what it drives": 3})

    def test_other_files_give_the_same_noise(self):
        run = self.simulate()
        noise = self.abduct("--scenario", "observed")
        states = run.state.values[0]
        with h5py.File(self.path("paths.h5"), "w") as file:
            file["time"] = run.time.values
            for k, name in enumerate("xyz"):
                file[name] = states[:, :, k]
        np.testing.assert_array_equal(self.abduct("--scenario", "observed", paths="paths.h5").increment, noise.increment)
        rows = ["time,trajectory,x,y,z,remark"]
        for n in range(3):
            rows += [f"{t!r},{n},{','.join(repr(float(v)) for v in row)},-" for t, row in zip(run.time.values.tolist(), states[n])]
        self.write("\n".join(rows) + "\n", "paths.csv")
        np.testing.assert_array_equal(self.abduct("--scenario", "observed", paths="paths.csv").increment, noise.increment)
        one = self.abduct("--scenario", "observed", "--trajectories", "2", paths="paths.csv")
        np.testing.assert_array_equal(one.increment[0], noise.increment[2])

    def test_what_happens_after_the_path_is_drawn_and_said(self):
        run = self.simulate("run.h5", SCENARIO)
        self.abduct("--scenario", "observed")
        said = self.run_program("run", "toy.toml", "-o", "on.h5", "--noise", "noise.h5", "--set", "time.stop=6").stderr
        self.assertIn("the recorded noise ends at 4", said)
        on = self.read("on.h5").state[0]
        np.testing.assert_allclose(on[:, :401], run.state[0], rtol=0, atol=1e-12)
        # The path inside a recorded cell is drawn: half steps, given the whole, still end near.
        self.run_program("run", "toy.toml", "-q", "-o", "half.h5", "--noise", "noise.h5", "--set", "time.save_every=0.005")
        half = self.read("half.h5").state[0]
        self.assertLess(float(np.abs(half.values[:, ::2] - run.state[0].values).max()), 0.05)

    def test_resume_and_ranks_give_the_same_bits(self):
        self.simulate("run.h5", SCENARIO, "--set", "ensemble.trajectories=200")
        self.abduct("--scenario", "observed")
        self.run_program("run", "toy.toml", "-q", "-o", "a.h5", "--noise", "noise.h5")
        self.run_program("run", "toy.toml", "-q", "-o", "b.h5", "--noise", "noise.h5", "-j", "2")
        self.run_program("diff", "a.h5", "b.h5")
        # What a run leaves undone is done from the scenario in the file, as resume does it.
        self.run_program("run", "toy.toml", "-q", "-o", "d.h5", "--noise", "noise.h5", "--set", "ensemble.trajectories=70")
        self.run_program("extend", "d.h5", "-q", "-o", "d2.h5", "--trajectories", "200")
        self.run_program("diff", "a.h5", "d2.h5")
        with h5py.File(self.path("a.h5")) as file:
            resolved = file["provenance/scenario_resolved"][...].tobytes().decode()
        self.assertIn("noise.h5", resolved)
        # Another file of that name is noticed.
        self.run_program("run", "toy.toml", "-q", "-o", "e.h5", "--noise", "noise.h5", "--set", "ensemble.trajectories=70")
        self.abduct("--scenario", "held")
        self.assertIn("has changed", self.run_program("extend", "e.h5", "-q", "-o", "e2.h5", "--trajectories", "200", code=3).stderr)

    def test_paths_that_the_model_cannot_make(self):
        run = self.simulate()
        # z and x see weather; with z's noise away it is a row that no noise moves.
        quiet = SCENARIO.replace('noise = { weather = "0.5" }', 'noise = { weather = "0*t" }')
        self.write(quiet)
        said = self.run_program("abduct", "toy.toml", "run.h5", "--scenario", "observed", "-o", "n.h5", code=6).stderr
        self.assertIn("cannot have made this path", said)
        # The wrong scenario: y is not where its clamp would hold it.
        self.write(SCENARIO)
        with h5py.File(self.path("paths.h5"), "w") as file:
            file["time"] = run.time.values
            for k, name in enumerate("xyz"):
                file[name] = run.state.values[0, :, :, k]
        said = self.run_program("abduct", "toy.toml", "paths.h5", "--scenario", "held", "-o", "n.h5", "--overwrite", code=6).stderr
        self.assertIn("'y'", said)
        # Noise twice as strong, and noise that remembers: possible, and not this model's.
        said = self.run_program("abduct", "toy.toml", "paths.h5", "--scenario", "observed", "-o", "n.h5", "--overwrite",
                                "--set", "model.variables.z.noise.weather=0.25").stderr
        self.assertIn("hardly the model's noise", said)
        smooth = np.cumsum(np.cumsum(np.random.default_rng(1).normal(size=(401, 3)), axis=0), axis=0) * 1e-3
        with h5py.File(self.path("paths.h5"), "w") as file:
            file["time"] = run.time.values
            for k, name in enumerate("xyz"):
                file[name] = smooth[:, k]
        said = self.run_program("abduct", "toy.toml", "paths.h5", "--scenario", "observed", "-o", "n.h5", "--overwrite").stderr
        self.assertIn("remembers", said)

    def test_gaps_and_noise_of_observation_of_a_linear_model(self):
        run = self.simulate("run.h5", LINEAR)
        h, steps = 0.05, 6
        rng = np.random.default_rng(4)
        y = run.state.values[0] + rng.normal(size=(2, steps + 1, 2)) * np.array([0.1, 0.0])
        y[:, 3, 0] = np.nan
        y[0, 2:5, 1] = np.nan
        y[1, 0, 1] = np.nan
        with h5py.File(self.path("paths.h5"), "w") as file:
            file["time"] = run.time.values
            file["x"], file["y"] = y[:, :, 0], y[:, :, 1]
        draws = 4000
        found = self.abduct("--observation-noise", "x=0.1", "--draws", str(draws), paths="paths.h5")
        self.assertEqual(found.attrs["method"], "smoothing")
        names = list(found.source.values.astype(str))
        # The same by one large Gaussian: u = (x_0, all increments), observations linear in u.
        move = np.eye(2) + h * np.array([[-1.0, 0.5], [-1.0, -1.0]])
        loading = np.zeros((2, 3))
        loading[0, names.index("x")], loading[0, names.index("weather")], loading[1, names.index("y")] = 0.3, 0.2, 0.4
        prior = np.concatenate([[0.25], np.full(3 * steps, h)])
        for n in range(2):
            maps, means = [np.zeros((2, prior.size))], [np.zeros(2)]
            maps[0][0, 0] = 1.0
            if not np.isnan(y[n, 0, 1]):
                self.assertEqual(y[n, 0, 1], 0.0)
            for k in range(steps):
                onwards = move @ maps[-1]
                onwards[:, 1 + 3 * k:4 + 3 * k] += loading
                maps.append(onwards)
                means.append(move @ means[-1] + h * np.array([0.0, 0.3]))
            seen = [(t, i) for t in range(steps + 1) for i in range(2) if not np.isnan(y[n, t, i]) and (t, i) != (0, 1)]
            operator = np.array([maps[t][i] for t, i in seen])
            noise = np.diag([0.01 if i == 0 else 0.0 for _, i in seen])
            gain = prior[:, None] * operator.T @ np.linalg.inv(operator * prior @ operator.T + noise)
            mean = gain @ (np.array([y[n, t, i] for t, i in seen]) - np.array([means[t][i] for t, i in seen]))
            covariance = np.diag(prior) - gain @ operator * prior
            part = slice(n * draws, (n + 1) * draws)
            drawn = np.concatenate([found.initial.values[part, :1], found.increment.values[part].reshape(draws, -1)], axis=1)
            deviation = np.sqrt(np.maximum(np.diag(covariance), 0))
            # k = 5 standard errors, of 2 x 19 means and 2 x 190 covariances: a false alarm in 4000.
            self.assertTrue(np.all(np.abs(drawn.mean(axis=0) - mean) <= 5 * deviation / np.sqrt(draws) + 1e-12))
            error = np.sqrt((np.outer(deviation, deviation)**2 + covariance**2) / draws)
            self.assertTrue(np.all(np.abs(np.cov(drawn.T) - covariance) <= 5 * error + 1e-12))
            np.testing.assert_array_equal(found.determined.values[n].ravel() == 1, np.diag(covariance)[1:] < 1e-9)
        # Every draw is a world that passes through what was seen without noise.
        self.write(LINEAR)
        replay = self.replay("--set", "ensemble.seed=99").state.values[0].reshape(2, draws, steps + 1, 2)
        exact = ~np.isnan(y[:, :, 1])
        for n in range(2):
            np.testing.assert_allclose(replay[n][:, exact[n], 1], np.broadcast_to(y[n, exact[n], 1], (draws, exact[n].sum())), atol=1e-12)

    def test_gaps_of_a_nonlinear_model_are_drawn_by_guided_particles(self):
        run = self.simulate()
        states = run.state.values[0].copy()
        states[0, 50:90] = np.nan  # everything
        states[1, 150:250, 1] = np.nan  # y alone
        with h5py.File(self.path("paths.h5"), "w") as file:
            file["time"] = run.time.values
            for k, name in enumerate("xyz"):
                file[name] = states[:, :, k]
        noise = self.abduct("--scenario", "observed", "--draws", "30", "--particles", "500", paths="paths.h5")
        self.assertEqual(noise.attrs["method"], "guiding")
        self.assertEqual(noise.attrs["particles"], 500)
        self.assertEqual(noise.weight.shape, (90, 400))
        self.assertEqual(noise.effective_sample_size.shape, (3, 400))
        self.assertAlmostEqual(noise.attrs["least_effective"], float(noise.effective_sample_size.min()))
        hidden = np.zeros((3, 400), dtype=bool)
        hidden[0, 49:90] = hidden[1, 149:250] = True
        self.assertTrue(np.all(noise.effective_sample_size.values[~hidden] == 500))
        self.assertTrue(np.all(noise.effective_sample_size.values[0][hidden[0]] < 500))
        # Where x is known the model is linear in y: the law is met exactly, with equal weights.
        self.assertLess(np.abs(noise.effective_sample_size.values[1] - 500).max(), 1e-6)
        self.assertTrue(np.all(noise.weight.values.reshape(3, 30, 400)[~hidden[:, None, :].repeat(30, 1)] == 1))
        # The first step of y's gap begins where y is known: x and z at its end tell the noise of all but y.
        self.assertEqual(noise.determined.values[1, 149].tolist(), [int(name != "y") for name in noise.source.values.astype(str)])
        self.assertTrue(np.all(noise.determined.values[~hidden] == 1))
        self.assertTrue(np.all(noise.determined.values[1, 150:250] == 0))
        self.assertTrue(np.all(noise.determined.values[0, 49:90] == 0))
        # Every draw is a world that returns to what was seen; between it goes its own way.
        replay = self.replay("--set", "ensemble.seed=99")
        observed = replay.state[0].values.reshape(3, 30, 401, 3)
        seen = ~np.isnan(states)
        for n in range(3):
            np.testing.assert_allclose(observed[n][:, seen[n]], np.broadcast_to(states[n][seen[n]], (30, seen[n].sum())), rtol=0, atol=1e-9)
        self.assertGreater(observed[0, :, 70].std(axis=0).min(), 0.01)
        # What would have been: the worlds part where the treatment meets what was hidden.
        treated = replay.state[1].values.reshape(3, 30, 401, 3)
        self.assertLess(treated[2].std(axis=0).max(), 1e-12)
        self.assertGreater(treated[1, :, 200, 1].std(), 0.01)
        self.assertLess(np.abs(treated[1, :, 250:, 1] - treated[1, :1, 250:, 1]).max(), 2.0)
        told = json.loads(self.run_program("abduct", "toy.toml", "paths.h5", "--json", "-o", "n2.h5", "--scenario", "observed",
                                           "--draws", "30", "--particles", "500").stdout)
        self.assertEqual(told["method"], "guiding")
        self.assertEqual(told["guiding"]["particles"], 500)
        self.assertAlmostEqual(told["guiding"]["least_effective_sample_size"], noise.attrs["least_effective"])
        self.assertTrue(told["guiding"]["is_representative"])
        said = self.run_program("abduct", "toy.toml", "paths.h5", "-o", "n3.h5", "--scenario", "observed", "--particles", "5", code=6)
        self.assertIn("do not follow their law", said.stderr)
        self.assertIn("effective sample size", said.stdout)

    def test_what_is_refused(self):
        self.simulate()
        refuse = lambda *arguments, code=2, paths="run.h5": self.run_program(
            "abduct", "toy.toml", paths, "-o", "no.h5", *arguments, code=code).stderr
        observed = ("--scenario", "observed")
        self.assertIn("say --scenario", refuse())
        self.assertIn("it has observed, treated, held", refuse("--scenario", "observd"))
        self.assertIn("'sra1'", refuse(*observed, "--set", "solver.scheme=sra1", "--set", "model.variables.y.noise=0.4"))
        self.assertIn("drawn", refuse(*observed, "--set", "model.parameters.a={ normal = [0.5, 0.1] }"))
        self.assertIn("reflected", refuse(*observed, "--set", "model.variables.z.lower=-100"))
        self.assertIn("explicit steps only", refuse(*observed, "--observe", "x,z", "--set", 'solver.scheme="trapezoidal_maruyama"'))
        self.assertIn("nothing is guided", refuse(*observed, "--particles", "100"))
        self.assertIn("noise cells", refuse(*observed, "--set", "noise.cell=0.005"))
        self.assertIn("after the scenario's stop", refuse(*observed, "--set", "time.stop=3.9"))
        self.run_program("run", "toy.toml", "-q", "-o", "thin.h5", "--set", "time.save_every=0.02")
        self.assertIn("thinned", refuse(*observed, paths="thin.h5"))
        self.run_program("run", "toy.toml", "-q", "-o", "f32.h5", "--set", "output.precision=f32")
        self.assertIn("f32", refuse(*observed, paths="f32.h5"))
        self.assertIn("no column 'time'", refuse(*observed, paths="toy.toml", code=4))
        noise = self.abduct("--scenario", "observed")
        self.assertEqual(noise.sizes["trajectory"], 3)
        run = lambda *arguments, code=3: self.run_program("run", "toy.toml", "-o", "no.h5", "--noise", "noise.h5", *arguments, code=code).stderr
        self.assertIn("recorded noise of 3", run("--set", "ensemble.trajectories=4"))
        self.assertIn("cells of length 0.01", run("--set", "time.step=0.02", "--set", "time.save_every=0.02"))
        self.assertIn("independent", run("--set", "ensemble.pairing=independent"))
        self.assertIn("cannot meet recorded noise", run("--set", "solver.scheme=weak_euler"))
        self.assertIn("begins at 0", run("--set", "time.start=1"))
        self.assertIn("not a noise file", self.run_program("run", "toy.toml", "-o", "no.h5", "--noise", "run.h5", code=4).stderr)
        self.assertIn("`dosde abduct`", self.run_program("info", "noise.h5", code=4).stderr)
        self.assertFalse(os.path.exists(self.path("no.h5")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
