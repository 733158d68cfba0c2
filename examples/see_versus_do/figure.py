"""figure.py RESULT.h5 FIGURE.png: y against x as seen, with x held, and with weather of its own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

SHOWN, SLOPE = 2500, 0.8 / 3 / (1.09 / 2)


def scatter(axes, result, scenario, colour, title):
    x, y = (result.at(scenario, variable, 12.0) for variable in "xy")
    axes.plot(x[:SHOWN], y[:SHOWN], ".", color=colour, markersize=2, alpha=0.5, markeredgewidth=0, rasterized=True)
    axes.set(xlim=(-3, 3), ylim=(-1.8, 1.8), xlabel="x at t = 12  [1]", title=title)
    return x, y


def draw(result):
    figure, (see, do, own) = plt.subplots(1, 3, figsize=(10.5, 3.7), sharey=True)
    x, y = scatter(see, result, "observed", p.GREY, "seeing: x and y go together")
    near = np.abs(x - 1.5) < 0.1
    see.plot([-3, 3], [-3 * SLOPE, 3 * SLOPE], color=p.BLACK, linewidth=1)
    see.axvspan(1.4, 1.6, color=p.ORANGE, alpha=0.25, linewidth=0)
    see.plot(1.5, y[near].mean(), "o", color=p.ORANGE, markersize=6, markeredgecolor="white")
    p.label(see, -2.9, 1.5, f"{near.sum()} worlds with x near 1.5:\nmean y = {y[near].mean():.2f}\n(exact {1.5 * SLOPE:.2f})", p.ORANGE)
    _, y = scatter(do, result, "do_x", p.ORANGE, "doing: x held at 1.5")
    do.plot(1.5, y.mean(), "o", color=p.ORANGE, markersize=6, markeredgecolor="white")
    p.label(do, -2.9, 1.5, f"all {y.size:,} worlds:\nmean y = {y.mean():.3f}\n(exact 0)", p.ORANGE)
    same = np.array_equal(result.paths("do_x", "y"), result.paths("observed", "y"))
    p.label(do, -2.9, -1.5, f"every path of y is {'bit for bit the observed one' if same else 'CHANGED'}", fontsize=7.5)
    x, y = scatter(own, result, "own_weather", p.BLUE, "y gets weather of its own")
    p.label(own, -2.9, 1.5, f"correlation {np.corrcoef(x, y)[0, 1]:.3f}\n(observed {observed_correlation(result):.3f}, exact 0.807)", p.BLUE)
    see.set_ylabel("y at t = 12  [1]")
    return figure


def observed_correlation(result):
    return np.corrcoef(result.at("observed", "x", 12.0), result.at("observed", "y", 12.0))[0, 1]


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
