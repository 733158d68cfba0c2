"""figure.py RESULT.h5 FIGURE.png: one world under three scenarios, the ensemble with its closed forms, paired effects."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"observed": p.GREY, "clamped": p.ORANGE, "shifted": p.BLUE}
FROM, UNTIL, HELD, PUSH = 10.0, 20.0, 2.0, 2.0
WORLD = 11  # any trajectory shows the same; this one is fixed so that the page can talk about it


def flow(span, a=0.5, b=-1.0):
    """exp(A span) of A = [-1, a; b, -1]: eigenvalues -1 +- sqrt(ab), here a decaying rotation."""
    w = np.sqrt(-a * b)
    c, s = np.cos(w * span), np.sin(w * span)
    return np.exp(-span) * np.array([[c, a / w * s], [b / w * s, c]])


def exact_means(time):
    """E (x, y) under the clamp and under the shift, from the linear equations of the means."""
    clamped, shifted = np.zeros((2, time.size)), np.zeros((2, time.size))
    rest = np.linalg.solve(-np.array([[-1.0, 0.5], [-1.0, -1.0]]), [PUSH, 0.0])
    released = np.array([HELD, -HELD * (1 - np.exp(FROM - UNTIL))])
    pushed = rest - flow(UNTIL - FROM) @ rest
    for k, t in enumerate(time):
        if t < FROM:
            continue
        if t < UNTIL:
            clamped[:, k] = HELD, -HELD * (1 - np.exp(FROM - t))
            shifted[:, k] = rest - flow(t - FROM) @ rest
        else:
            clamped[:, k] = flow(t - UNTIL) @ released
            shifted[:, k] = flow(t - UNTIL) @ pushed
    return {"clamped": clamped, "shifted": shifted, "observed": np.zeros((2, time.size))}


def draw(result):
    figure, axes = plt.subplots(2, 3, figsize=(10.5, 4.9), sharex=True, sharey="row")
    means = exact_means(result.time)
    acts = result.time >= FROM  # before the intervention the scenarios are equal, bit for bit
    for row, variable in enumerate("xy"):
        world, ensemble, effects = axes[row]
        for panel in axes[row]:
            p.window(panel, FROM, UNTIL)
        for scenario, colour in COLOURS.items():
            paths, exact = result.paths(scenario, variable), means[scenario][row]
            span = slice(None) if scenario == "observed" else acts
            world.plot(result.time[span], paths[WORLD, span], color=colour, linewidth=1.0)
            p.band(ensemble, result.time[span], paths[:, span], colour)
            p.exact(ensemble, result.time[span], exact[span])
            if scenario != "observed":
                effect = paths - result.paths("observed", variable)
                p.band(effects, result.time[span], effect[:, span], colour)
                p.exact(effects, result.time[span], exact[span])
        effects.plot(result.time[~acts], 0 * result.time[~acts], color=p.GREY)
        world.set_ylabel(f"{variable}  [1]")
    axes[0][0].set(xlim=(5, 30), ylim=(-2.4, 3.3))
    axes[1][0].set_ylim(-3.9, 2.6)
    axes[0][0].set_title(f"one world (trajectory {WORLD})")
    axes[0][1].set_title(f"{result.states.shape[1]:,} worlds: mean and 5–95 % band")
    axes[0][2].set_title("paired effect: with minus without")
    for panel in axes[1]:
        panel.set_xlabel("time  [1]")
    place_words(result, axes)
    return figure


def place_words(result, axes):
    first, ensemble, effects = axes[0][0], axes[0][1], axes[1][2]
    p.label(first, 15, 3.05, "x held at 2, or pushed by 2", p.GREY, ha="center", fontsize=7.5)
    p.label(first, 20.3, 2.2, "held: a clamp", p.ORANGE)
    p.label(first, 20.3, 1.7, "pushed: a shift", p.BLUE)
    p.label(first, 5.2, -1.9, "left alone", p.GREY)
    p.label(ensemble, 20.6, 2.5, "dashed: closed form")
    paired = result.effect("clamped", "y", 19.75)
    apart = np.sqrt(result.at("clamped", "y", 19.75).var() + result.at("observed", "y", 19.75).var())
    root = np.sqrt(paired.size)
    mean = f"{paired.mean():.4f}".replace("-", "−")
    p.label(effects, 5.3, 1.85, f"effect of the clamp on y at t = 19.75:\n{mean} ± {paired.std() / root:.4f}, paired"
            f"  (exact −2)\n± {apart / root:.4f} from independent runs", p.ORANGE, fontsize=7.5)
    push = result.effect("shifted", "y", 19.75)
    p.label(effects, 5.3, -3.4, f"the shift moves every world alike:\nstandard deviation {push.std():.0e}", p.BLUE, fontsize=7.5)


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
