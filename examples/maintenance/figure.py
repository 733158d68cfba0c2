"""figure.py RESULT.h5 FIGURE.png: what three policies cost over time, and what waiting for wear saves each machine."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

POLICIES = (("run to failure", p.PINK), ("by the calendar", p.BLUE), ("by condition", p.GREEN))


def draw(result):
    figure, (costs, savings) = plt.subplots(1, 2, figsize=(10.5, 4.0), width_ratios=(1.3, 1))
    for name, colour in POLICIES:
        of_machines = result.paths(name, "cost")
        costs.plot(result.time, of_machines.mean(axis=0), color=colour)
        costs.plot(result.time, of_machines[:3].T, color=colour, linewidth=0.6, alpha=0.6)
        p.label(costs, result.time[-1], of_machines[:, -1].mean(), name, colour, ha="right")
    costs.set(xlabel="time", ylabel="cost", title="mean, and three machines")
    saved = result.effect("by the calendar", "cost", 50.0, "by condition")
    savings.hist(saved, bins=np.arange(-70, 140, 5), color=p.GREEN)
    savings.axvline(0.0, color="0.3", linewidth=0.8)
    savings.set(xlabel="saved by waiting for wear, over the calendar", ylabel="machines",
                title=f"{np.mean(saved > 0):.0%} of the machines cost less")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
