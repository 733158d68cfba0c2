"""figure.py RESULT.h5 FIGURE.png: pairs of worlds part at the Lyapunov rate, the law does not notice."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

WORLD = 0
RATE = 0.849  # of the equations linearised about the noisy path, with the same step (expected.toml)


def draw(result):
    figure, (one, apart, law) = plt.subplots(1, 3, figsize=(11.5, 3.7))
    z = {scenario: result.paths(scenario, "z") for scenario in result.scenarios}
    one.plot(result.time, z["observed"][WORLD], color=p.GREY, linewidth=1.6)
    one.plot(result.time, z["nudged"][WORLD], color=p.ORANGE, linewidth=0.8)
    one.set(xlim=(36, 52), xlabel="time  [1]", ylabel="z  [1]", title=f"one world (trajectory {WORLD}), x + 1e-8 at t = 20")
    p.label(one, 36.3, 50.5, "observed", p.GREY)
    p.label(one, 40.5, 50.5, "nudged", p.ORANGE)
    one.set_ylim(0, 53)

    distance = np.sqrt(sum((result.paths("nudged", v) - result.paths("observed", v)) ** 2 for v in "xyz"))
    after = result.time >= 20.0
    time, logs = result.time[after], np.log10(np.maximum(distance[:, after], 1e-16))
    apart.fill_between(time, *np.quantile(logs, [0.05, 0.95], axis=0), color=p.ORANGE, alpha=0.2, linewidth=0)
    apart.plot(time, logs.mean(axis=0), color=p.ORANGE)
    apart.plot([20, 42], [-8, -8 + 22 * RATE / np.log(10)], color=p.BLACK, linewidth=0.9, linestyle=(0, (2, 2.2)))
    p.label(apart, 59, -5.5, f"dashed: the Lyapunov\nexponent, {RATE}", ha="right")
    apart.set(xlim=(20, 60), xlabel="time  [1]", ylabel="log10 of the distance within a pair",
              title=f"{distance.shape[0]:,} pairs: counterfactuals are lost")

    late = result.time > 45.0
    for scenario, colour, style in (("observed", p.GREY, "-"), ("nudged", p.ORANGE, "--"), ("hotter", p.BLUE, "-")):
        height, edges = np.histogram(z[scenario][:, late], bins=60, range=(0, 55), density=True)
        law.plot((edges[1:] + edges[:-1]) / 2, height, color=colour, linestyle=style)
    means = {scenario: z[scenario][:, late].mean(axis=1) for scenario in z}
    for y, scenario, name, colour in ((0.062, "nudged", "nudged", p.ORANGE), (0.056, "hotter", "rho = 32", p.BLUE)):
        effect = means[scenario] - means["observed"]
        error = effect.std() / np.sqrt(effect.size)
        p.label(law, 0.5, y, f"{name}: mean z {effect.mean():+.3f} ± {error:.3f}".replace("-", "−"), colour, fontsize=7.5)
    law.set(xlim=(0, 55), ylim=(0, 0.066), xlabel="z  [1]", ylabel="density", title="t > 45: laws are not")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
