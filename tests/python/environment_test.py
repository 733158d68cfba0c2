"""The example environment: its episodes are those of worlds that seeds and numbers name; policies meet the same weather."""

import contextlib
import importlib
import io
import os
import re
import sys
import unittest

import numpy as np

import dosde

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "python"))
import dosde_environment  # noqa: E402
from dosde_environment import StepperEnvironment  # noqa: E402
from room_environment import RoomEnvironment, live_a_day, main, proportional, thermostat  # noqa: E402


try:
    import gymnasium
except ImportError:
    gymnasium = None

GROWTH = """
format = 1
[model.parameters]
u = 0.0
v = 1.0
[model.variables.x]
drift = "u*x^2"
noise = "0.1"
initial = 1.0
[model.variables.y]
drift = "v"
[time]
stop = 1.0
step = 0.01
save_every = 1.0
[ensemble]
trajectories = 3
[[scenario]]
name = "plain"
[[scenario]]
name = "pushed"
intervention = [{ kind = "impulse", target = "y", at = 0.5, add = 10.0 }]
"""


def grow(**options):
    make = lambda seed: dosde.Stepper.from_text(GROWTH, {"u": (-1.0, 1000.0), "v": None}, seed=seed)  # noqa: E731
    return StepperEnvironment(make, lambda before, actions, after: after[:, 1] - before[:, 1], steps=10, **options)


PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "stepping.md")


class EnvironmentTest(unittest.TestCase):
    def test_the_page_of_the_manual(self):
        with open(PAGE) as file:
            text = file.read()
        (recipe,) = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        names = {}
        exec(compile(recipe, PAGE, "exec"), names)
        # x is held near 1 by u = 2(1 - x), sampled every 0.2: its mean is 2/3 in the long run.
        x = names["stepper"].states[0, :, 0]
        self.assertLess(abs(x.mean() - 2 / 3), 4.5 * x.std() / np.sqrt(x.size))
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            main()
        self.assertIn(printed.getvalue(), text)

    def test_an_episode(self):
        environment = RoomEnvironment(rooms=7, seed=3)
        state, info = environment.reset()
        self.assertEqual((state.shape, info), ((7, 2), {}))
        for step in range(96):
            state, reward, terminated, truncated, _ = environment.step(np.full(7, 20.0))  # clipped to 12
            self.assertEqual(truncated.all(), step == 95)
            self.assertFalse(terminated.any())
        # Inside relaxes at rate 1/2 to outside + 24, which moves slowly around 5.
        self.assertTrue((np.abs(state[:, 0] - state[:, 1] - 24.0) < 12.0).all())
        np.testing.assert_allclose(reward, -0.25 * ((state[:, 0] - 20.0) ** 2 + 3.6), rtol=1e-12)

    def test_days_are_worlds_of_a_seed(self):
        environment, other = RoomEnvironment(rooms=5, seed=1), RoomEnvironment(rooms=10, seed=1)
        first, second = environment.reset()[0], environment.reset()[0]
        np.testing.assert_array_equal(np.vstack([first, second]), other.reset()[0])
        np.testing.assert_array_equal(environment.reset(seed=1)[0], first)
        self.assertFalse((environment.reset(seed=2)[0][:, 1] == first[:, 1]).any())

    def test_spaces(self):
        environment = grow()
        self.assertEqual(environment.num_envs, 3)
        self.assertEqual(environment.single_action_space.shape, (2,))
        self.assertEqual(environment.action_space.shape, (3, 2))
        self.assertEqual(environment.observation_space.shape, (3, 2))
        np.testing.assert_array_equal(environment.single_action_space.low, [-1.0, -np.inf])
        np.testing.assert_array_equal(environment.action_space.high[:, 0], 1000.0)
        self.assertIs(environment.unwrapped, environment)
        environment.close()
        self.assertTrue(environment.closed)

    def test_the_step_after_the_end_begins_the_next_episode(self):
        environment = grow(seed=2)
        environment.reset()
        for _ in range(10):
            state, reward, terminated, truncated, info = environment.step(np.zeros((3, 2)) + [0.0, 2.0])
        np.testing.assert_allclose(reward, 0.2, rtol=1e-12)
        self.assertTrue(truncated.all() and not terminated.any() and not info["diverged"].any())
        state, reward, terminated, truncated, _ = environment.step(np.ones((3, 2)))
        np.testing.assert_array_equal(state, [[1.0, 0.0]] * 3)
        self.assertFalse(reward.any() or terminated.any() or truncated.any())
        second = environment.step(np.zeros((3, 2)))[0]
        other = grow(seed=2)
        other.reset(options={"first_trajectory": 3})  # the worlds of the second episode
        np.testing.assert_array_equal(other.step(np.zeros((3, 2)))[0], second)
        self.assertEqual(second[0, 1], 0.0)
        other.reset()
        self.assertEqual(other.stepper.first_trajectory, 6)
        # A control that nobody sets in an episode has its first value: y is 0.1 after 10 steps of v = 1.
        self.assertEqual(float(other.stepper.values("v")[0, 0]), 1.0)

    def test_who_ends_before_the_others_waits(self):
        environment = grow(scenario="pushed", terminates=lambda after: after[:, 1] > 9.0)
        environment.reset()
        actions = np.array([[0.0, 0.0], [1000.0, 1.0], [0.0, 0.0]])
        ended, diverged = np.zeros(3, dtype=bool), np.zeros(3, dtype=bool)
        for step in range(7):
            before = environment.reset()[0] if step == 0 else state
            state, reward, terminated, truncated, info = environment.step(actions)
            diverged |= info["diverged"]
            self.assertTrue(np.isfinite(state).all() and np.isfinite(reward).all())
            self.assertFalse(truncated.any() or (ended & ~terminated).any())
            np.testing.assert_array_equal(state[ended], before[ended])
            self.assertFalse(reward[ended].any())
            ended = terminated
            if ended.all():
                break
        np.testing.assert_array_equal(diverged, [False, True, False])
        self.assertTrue(ended.all())
        self.assertEqual(step, 5)  # the impulse at 0.5 shows in the step after it
        environment.step(actions)  # all have ended: a new episode
        self.assertEqual(environment.stepper.time, 0.0)

    def test_what_is_refused(self):
        for words, call in (
            ("no scenario 'plane'", lambda: grow(scenario="plane")),
            ("step before reset", lambda: grow().step(np.zeros((3, 2)))),
            ("take a divisor", lambda: StepperEnvironment(lambda seed: dosde.Stepper.from_text(GROWTH, ["u"]), None, steps=7)),
            ("no controls", lambda: StepperEnvironment(lambda seed: dosde.Stepper.from_text(GROWTH), None)),
            ("unknown option 'first'", lambda: grow().reset(options={"first": 1})),
            ("cannot be reset alone", lambda: grow().reset(options={"reset_mask": np.array([True, False, True])})),
        ):
            with self.assertRaisesRegex(ValueError, words):
                call()
        environment = grow()
        environment.reset(options={"reset_mask": np.ones(3, dtype=bool)})
        with self.assertRaisesRegex(ValueError, "there are 2 controls"):
            environment.step(np.zeros(3))
        with self.assertRaisesRegex(ValueError, "u"):
            environment.step(np.full((3, 2), np.nan))

    def test_without_gymnasium(self):
        hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "gymnasium"}
        sys.modules["gymnasium"] = None  # an import of it fails
        try:
            module = importlib.reload(dosde_environment)
            make = lambda seed: dosde.Stepper.from_text(GROWTH, {"u": (-1.0, 1.0)}, seed=seed)  # noqa: E731
            environment = module.StepperEnvironment(make, lambda before, actions, after: after[:, 0], steps=50)
            self.assertEqual(module.VectorEnv.__module__, "dosde_environment")
            environment.reset(seed=4)
            environment.step(np.zeros(3))
            self.assertTrue(environment.step(np.zeros(3))[3].all())
            self.assertEqual(environment.action_space.shape, (3, 1))
        finally:
            del sys.modules["gymnasium"]
            sys.modules.update(hidden)
            importlib.reload(dosde_environment)

    @unittest.skipIf(gymnasium is None, "gymnasium is not installed")
    def test_with_gymnasium(self):
        environment = RoomEnvironment(rooms=4, seed=1)
        self.assertIsInstance(environment, gymnasium.vector.VectorEnv)
        self.assertEqual(environment.metadata["autoreset_mode"], gymnasium.vector.AutoresetMode.NEXT_STEP)
        wrapped = gymnasium.wrappers.vector.RecordEpisodeStatistics(environment)
        state, _ = wrapped.reset(seed=3)
        self.assertTrue(environment.observation_space.contains(state))
        wrapped.action_space.seed(1)
        lengths = []
        for _ in range(2 * 97):
            info = wrapped.step(wrapped.action_space.sample())[4]
            if "episode" in info:
                lengths.append(info["episode"]["l"].tolist())
        self.assertEqual(lengths, [[96] * 4] * 2)

    def test_policies_meet_the_same_weather(self):
        rooms = 400
        rewards = [live_a_day(RoomEnvironment(rooms, seed=5), policy) for policy in (thermostat, proportional)]
        gain = rewards[1] - rewards[0]
        apart = np.sqrt(rewards[0].var() + rewards[1].var())
        self.assertGreater(gain.mean(), 4.5 * gain.std() / np.sqrt(rooms))
        self.assertLess(gain.std(), 0.7 * apart)  # what pairing saves

    def test_the_weather_does_not_see_the_heating(self):
        environments = [RoomEnvironment(rooms=6, seed=4) for _ in range(2)]
        for environment, power in zip(environments, (0.0, 12.0)):
            environment.reset()
            for _ in range(20):
                state = environment.step(np.full(6, power))[0]
            environment.last = state
        np.testing.assert_array_equal(environments[0].last[:, 1], environments[1].last[:, 1])
        self.assertTrue((environments[0].last[:, 0] < environments[1].last[:, 0]).all())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
