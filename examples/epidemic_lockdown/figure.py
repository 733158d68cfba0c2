"""figure.py RESULT.h5 FIGURE.png: the infectious fraction under three policies, with the limit of a large town."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"observed": p.GREY, "one_lockdown": p.ORANGE, "two_weeks_in_three": p.BLUE}
NAMES = {"observed": "left alone", "one_lockdown": "one lockdown, days 10 to 40", "two_weeks_in_three": "two weeks in three"}


def contacts(scenario, day):
    locked = {"observed": False, "one_lockdown": 10 <= day < 40, "two_weeks_in_three": day >= 10 and (day - 10) % 21 < 14}
    return 0.15 if locked[scenario] else 0.5


def large_town(scenario, times, step=0.05):
    """The equations without noise (N to infinity), by the same Euler steps."""
    susceptible, infectious, kept = 0.99, 0.001, []
    for k in range(int(round(times[-1] / step)) + 1):
        kept.append(infectious)
        caught = contacts(scenario, k * step + 1e-9) * susceptible * infectious
        susceptible += step * (0.002 - caught - 0.002 * susceptible)
        infectious += step * (caught - 0.202 * infectious)
    return np.array(kept)[np.rint(times / step).astype(int)]


def draw(result):
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.9), width_ratios=(1.5, 1))
    p.window(left, 10.0, 40.0, "one lockdown")
    for scenario, colour in COLOURS.items():
        p.band(left, result.time, 100 * result.paths(scenario, "I"), colour)
        p.exact(left, result.time, 100 * large_town(scenario, result.time))
    p.label(left, 28.5, 21.5, NAMES["observed"], p.GREY)
    p.label(left, 69.0, 16.5, "one lockdown:\nthe wave is late, not gone", p.ORANGE)
    p.label(left, 54.5, 6.6, NAMES["two_weeks_in_three"], p.BLUE)
    left.set(xlim=(0, 100), ylim=(0, 25), xlabel="time  [days]", ylabel="infectious  [% of the town]",
             title=f"{result.states.shape[1]:,} towns of 100,000; dashed: an infinitely large town")
    peaks = {scenario: 100 * result.paths(scenario, "I").max(axis=1) for scenario in COLOURS}
    for scenario, colour in COLOURS.items():
        right.hist(peaks[scenario], bins=np.arange(0, 26, 0.25), color=colour, alpha=0.8, density=True)
    better = np.mean(peaks["one_lockdown"] < peaks["observed"])
    right.set(xlim=(0, 25), yticks=[], title="height of the worst day in each town")
    right.set_xlabel("peak of the infectious  [% of the town]")
    top = right.get_ylim()[1]
    p.label(right, 7.5, 0.5 * top, NAMES["two_weeks_in_three"], p.BLUE)
    p.label(right, 18.0, 0.4 * top, "one lockdown", p.ORANGE, ha="right")
    p.label(right, 22.0, 0.78 * top, NAMES["observed"], p.GREY, ha="right")
    p.label(right, 0.4, 0.95 * top, f"one lockdown lowered the peak\nin {100 * better:.1f} % of the towns (paired)", p.ORANGE)
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
