"""A room that is heated, as an environment of Gymnasium's kind: reset, step, for all trajectories at once.

Each trajectory is a room with weather of its own. An action is a heating power for each of them, held for a quarter of an
hour. Environments with the same seed meet the same weather, so that two policies are compared room by room.

    python3 python/room_environment.py        # PYTHONPATH names the folder of the module
"""

import numpy as np

import dosde
from dosde_environment import StepperEnvironment

ROOM = """
format = 1
title = "A room in changing weather"
[model.parameters]
heating = 0.0
[model.variables.inside]
drift = "0.5*(outside - inside) + heating"
noise = "0.2"
initial = 15.0
unit = "degC"
[model.variables.outside]
drift = "0.1*(5 - outside)"
noise = "1.5"
initial = { normal = [5.0, 3.0] }
unit = "degC"
[time]
stop = 24.0
step = 0.05
save_every = 24.0
[ensemble]
trajectories = 200
"""


class RoomEnvironment(StepperEnvironment):
    """Observations (n, 2): inside and outside. Actions (n,): heating, from 0 to 12 degrees an hour. Rewards (n,): minus the
    discomfort (inside - 20)^2 and minus what heating costs, for a quarter of an hour. Nobody ends before the day does."""

    STEPS = 5  # of 0.05 hours
    POWER = 12.0

    def __init__(self, rooms=200, seed=0):
        def make(seed):
            return dosde.Stepper.from_text(ROOM, {"heating": (0.0, self.POWER)}, trajectories=rooms, seed=seed)

        super().__init__(make, self._judge, steps=self.STEPS, seed=seed)

    @staticmethod
    def _judge(before, actions, after):
        return -0.25 * ((after[:, 0] - 20.0) ** 2 + 0.3 * actions[:, 0])


def live_a_day(environment, policy, seed=None):
    """The sum of each room's rewards."""
    state, _ = environment.reset(seed=seed)
    total, is_over = np.zeros(environment.num_envs), False
    while not is_over:
        state, reward, _, truncated, _ = environment.step(policy(state))
        total += reward
        is_over = bool(truncated.all())
    return total


def thermostat(state):
    return np.where(state[:, 0] < 20.0, 12.0, 0.0)


def proportional(state):
    """Feedback on the inside, feed-forward of the outside."""
    return 0.5 * (20.0 - state[:, 1]) + 3.0 * (20.0 - state[:, 0])


def main():
    rewards = {policy.__name__: live_a_day(RoomEnvironment(seed=1), policy) for policy in (thermostat, proportional)}
    for name, reward in rewards.items():
        print(f"{name}: {reward.mean():.2f} +- {reward.std(ddof=1) / np.sqrt(reward.size):.2f}")
    gain = rewards["proportional"] - rewards["thermostat"]
    print(f"gain, room by room: {gain.mean():.2f} +- {gain.std(ddof=1) / np.sqrt(gain.size):.2f}")


if __name__ == "__main__":
    main()
