"""The example environment: its episodes are those of worlds that seeds and numbers name; policies meet the same weather."""

import contextlib
import io
import os
import re
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "python"))
from room_environment import RoomEnvironment, live_a_day, main, proportional, thermostat  # noqa: E402


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
