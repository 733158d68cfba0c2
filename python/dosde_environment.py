"""Trajectories of a stepper as environments of Gymnasium: reset, step, for all of them at once.

Where the package gymnasium is installed, a StepperEnvironment is a gymnasium.vector.VectorEnv with spaces of its own; elsewhere
the same methods and attributes, with spaces that are low, high, shape and dtype and nothing else.
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import numpy as np

try:
    from gymnasium.spaces import Box
    from gymnasium.vector import AutoresetMode, VectorEnv

    NEXT_STEP: Any = AutoresetMode.NEXT_STEP
except ImportError:
    NEXT_STEP = "NextStep"

    class Box(NamedTuple):
        low: np.ndarray
        high: np.ndarray
        shape: tuple
        dtype: type

    class VectorEnv:
        spec, render_mode, closed = None, None, False

        def reset(self, *, seed=None, options=None):
            """Gymnasium's own seeds a generator here, which these environments do not use."""

        def close(self, **_):
            self.closed = True

        @property
        def unwrapped(self):
            return self


def _box(low, high):
    return Box(low=low, high=high, shape=low.shape, dtype=np.float64)


class StepperEnvironment(VectorEnv):
    """n trajectories of one scenario, each an environment. Observations (n, C): the stepper's columns. Actions (n, k), or (n,) where
    k = 1: the k controls in their order, clipped to their ranges and held for `steps` steps.

    Episodes end together, at the scenario's stop (truncated): time is one for all. The step after that begins the next
    episode, whatever the actions, with rewards of 0 (Gymnasium's next-step autoreset); `reset` does so at once. Who ends
    before (terminated: has diverged, or `terminates`) waits for the others: reward 0, the last observation, still terminated.

    Worlds: episode e of seed s is in the worlds of trajectories e n … e n + n - 1 of an ensemble with that seed. So
    environments of equal seeds meet equal noise, whatever is done in them, and are compared trajectory by trajectory.
    """

    metadata: dict[str, Any] = {"autoreset_mode": NEXT_STEP, "render_modes": []}

    def __init__(
        self,
        make: Callable[[int], Any],
        reward: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
        *,
        steps: int = 1,
        seed: int = 0,
        scenario: str | None = None,
        terminates: Callable[[np.ndarray], np.ndarray] | None = None,
    ):
        """`make(seed)`: a dosde.Stepper with its controls. `reward(before, actions, after)`: (n,) of observations and (n, k).
        `terminates(after)`: (n,) who ends there. `scenario`: by name; the first."""
        self._make, self._reward, self._terminates, self._steps = make, reward, terminates, steps
        self._start(seed)
        names = self.stepper.scenarios
        if scenario is not None and scenario not in names:
            raise ValueError(f"there is no scenario '{scenario}' (the stepper has {', '.join(names)})")
        self._scenario = names.index(scenario) if scenario is not None else 0
        if not self.stepper.controls:
            raise ValueError("the stepper has no controls (an action sets them); name some when it is made")
        count = round((self.stepper.stop - self.stepper.start) / self.stepper.step)
        if steps < 1 or count % steps != 0:
            raise ValueError(f"actions of {steps} steps do not end at the stop (the scenario has {count} steps); take a divisor")
        self.num_envs = self.stepper.trajectories
        ranges = np.array(list(self.stepper.controls.values()), dtype=float)
        columns = np.full(len(self.stepper.variables), np.inf)
        all_of = lambda bound: np.tile(bound, (self.num_envs, 1))  # noqa: E731
        self.single_action_space = _box(ranges[:, 0], ranges[:, 1])
        self.action_space = _box(all_of(ranges[:, 0]), all_of(ranges[:, 1]))
        self.single_observation_space = _box(-columns, columns)
        self.observation_space = _box(all_of(-columns), all_of(columns))

    def _start(self, seed):
        self.stepper = self._make(int(seed))
        self._first_values = {name: self.stepper.values(name).copy() for name in self.stepper.controls}
        self._next_world = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        """To the start, in the next worlds; with a seed, in that seed's first. Options: first_trajectory, whose worlds instead."""
        super().reset(seed=seed)
        options = dict(options or {})
        mask = options.pop("reset_mask", None)
        if mask is not None and not np.all(mask):
            raise ValueError("some environments cannot be reset alone (time is one for all of them); reset all")
        first = options.pop("first_trajectory", None)
        if options:
            raise ValueError(f"unknown option '{next(iter(options))}' (options are first_trajectory and reset_mask)")
        if seed is not None:
            self._start(seed)
        first = self._next_world if first is None else int(first)
        self.stepper.set(**self._first_values)
        self.stepper.restart(first)
        self._next_world = first + self.num_envs
        self._observation = self.stepper.states[self._scenario].copy()  # a view would change with the next step
        self._terminated = np.zeros(self.num_envs, dtype=bool)
        return self._observation.copy(), {}

    def step(self, actions):
        if not hasattr(self, "_observation"):
            raise ValueError("step before reset (there is no episode yet); call reset")
        nobody = np.zeros(self.num_envs, dtype=bool)
        if self.stepper.is_at_stop or self._terminated.all():
            observation, info = self.reset()
            return observation, np.zeros(self.num_envs), nobody, nobody.copy(), info
        actions = np.asarray(actions, dtype=float).reshape(self.num_envs, -1)
        space = self.single_action_space
        if actions.shape[1:] != space.shape:
            raise ValueError(f"actions of shape {actions.shape} (there are {space.shape[0]} controls)")
        actions = np.clip(actions, space.low, space.high)
        before, was_over = self._observation, self._terminated
        self.stepper.set(**{name: actions[:, k].copy() for k, name in enumerate(self.stepper.controls)})
        self.stepper.advance(self._steps)
        after = self.stepper.states[self._scenario].copy()
        has_diverged = np.isnan(after).any(axis=1)
        stays = was_over | has_diverged
        after[stays] = before[stays]
        rewards = np.where(stays, 0.0, self._reward(before, actions, after))
        ends = nobody if self._terminates is None else np.asarray(self._terminates(after), dtype=bool)
        self._observation, self._terminated = after, stays | ends
        truncated = ~self._terminated & self.stepper.is_at_stop
        return after.copy(), rewards, self._terminated.copy(), truncated, {"diverged": has_diverged}
