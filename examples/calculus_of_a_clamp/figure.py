"""figure.py RESULT.h5 FIGURE.png: y as seen, with x held in the Ito form, and with x held before the conversion."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"observed": p.GREY, "held": p.ORANGE, "held_before_conversion": p.BLUE}
WORLD = 3


def draw(result):
    figure, (world, ensemble) = plt.subplots(1, 2, figsize=(9.0, 3.7), sharex=True)
    for scenario, colour in COLOURS.items():
        paths = result.paths(scenario, "y")
        world.plot(result.time, paths[WORLD], color=colour)
        ensemble.plot(result.time, paths.mean(axis=0), color=colour, linewidth=2.2 if scenario == "observed" else 1.2)
    p.exact(ensemble, result.time, result.time / 2)
    p.exact(ensemble, result.time, 0 * result.time)
    world.set(xlabel="time  [1]", ylabel="y  [1]", title=f"one world (trajectory {WORLD})")
    ensemble.set(xlabel="time  [1]", ylabel="mean of y  [1]", title=f"{result.states.shape[1]:,} worlds", ylim=(-0.25, 1.2))
    p.label(ensemble, 0.05, 1.1, "grey: observed, dy = x ∘ dw", p.GREY)
    p.label(ensemble, 0.05, 0.98, "orange: do(x = 1) in the Itô form", p.ORANGE)
    p.label(ensemble, 0.05, -0.14, "blue: x held first, then converted", p.BLUE)
    p.label(ensemble, 1.95, 0.45, "dashed: t/2 and 0", ha="right")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
