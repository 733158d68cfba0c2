"""figure.py RESULT.h5 FIGURE.png: one world and the means, with exact stationary means for both readings of the noise."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"observed": p.GREY, "harvested": p.ORANGE, "stratonovich": p.BLUE}
WORLD = 3


def exact_means(harvest=0.0, correction=0.02):
    """Stationary (prey, predator): E d log = 0, with the Itô correction sigma^2/2 or without."""
    return np.linalg.solve([[0.3, 1.0], [1.0, -0.1]], [1.0 - correction, 0.5 + harvest + correction])


def draw(result):
    figure, axes = plt.subplots(2, 2, figsize=(10, 4.8), sharex=True, width_ratios=(1, 1.15))
    levels = {"observed": exact_means(), "harvested": exact_means(0.2), "stratonovich": exact_means(0.0, 0.0)}
    for row, variable in enumerate(("prey", "predator")):
        world, mean = axes[row]
        for panel in axes[row]:
            p.window(panel, 100.0, 180.0, "harvest" if panel is axes[0][0] else None)
        for scenario, colour in COLOURS.items():
            paths = result.paths(scenario, variable)
            if scenario != "stratonovich":
                world.plot(result.time, paths[WORLD], color=colour, linewidth=0.8)
            mean.plot(result.time, paths.mean(axis=0), color=colour, linewidth=1)
            span = (100, 180) if scenario == "harvested" else (0, 240)
            mean.plot(span, [levels[scenario][row]] * 2, color=p.BLACK, linewidth=0.8, linestyle=(0, (2, 2.2)))
        world.set_ylabel(f"{variable}  [density]")
        low, high = sorted(level[row] for level in levels.values())[::2]
        mean.set_ylim(low - 0.08, high + 0.08)
        mean.set_xlim(40, 240)
    axes[0][0].set_title(f"one world (trajectory {WORLD}), observed and harvested")
    axes[0][1].set_title(f"means of {result.states.shape[1]:,} worlds; dashed: exact stationary means")
    p.label(axes[0][1], 112, 0.86, "predator harvested: more prey", p.ORANGE)
    p.label(axes[1][1], 112, 0.685, "and fewer predators", p.ORANGE)
    p.label(axes[1][1], 238, 0.862, "read as Stratonovich", p.BLUE, ha="right")
    p.label(axes[1][1], 238, 0.775, "Itô", p.GREY, ha="right")
    for panel in axes[1]:
        panel.set_xlabel("time  [1]")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
