"""figure.py RESULT.h5 FIGURE.png: u under an impulse and under a clamp to the same value, and why: the phase plane."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"reset": p.BLUE, "clamped": p.ORANGE}
NAMES = {"reset": "reset: set u = 0.5 once", "clamped": "clamped: hold u = 0.5 for three lifetimes"}


def draw(result):
    figure, (time, phase) = plt.subplots(1, 2, figsize=(9.5, 3.9), width_ratios=(1.45, 1))
    p.window(time, 5.0, 8.0, "clamp holds")
    for scenario, colour in COLOURS.items():
        u, v = result.paths(scenario, "u"), result.paths(scenario, "v")
        from_here = slice(result.index(5.0), None)  # before, all scenarios are equal
        time.plot(result.time[from_here], u[:12, from_here].T, color=colour, linewidth=0.6, alpha=0.7)
        phase.plot(u[:12, from_here].T, v[:12, from_here].T, color=colour, linewidth=0.6, alpha=0.7)
    time.plot(result.time, result.paths("observed", "u")[:12].T, color=p.GREY, linewidth=0.5, zorder=1)
    p.label(time, 12.5, 7.4, NAMES["reset"], p.BLUE)
    p.label(time, 9.0, 1.0, NAMES["clamped"], p.ORANGE)
    p.label(time, 0.3, 10.6, "observed", p.GREY)
    time.set(xlabel="time  [lifetimes of the protein]", ylabel="u  [concentration]", xlim=(0, 25), ylim=(-0.3, 11.4),
             title="twelve cells: the same value, once or held")
    phase.plot([0, 10.5], [0, 10.5], color=p.BLACK, linewidth=0.8, linestyle="--")
    p.label(phase, 5.3, 6.3, "separatrix u = v", rotation=45, rotation_mode="anchor")
    for state in ((5 + 24**0.5, 5 - 24**0.5), (5 - 24**0.5, 5 + 24**0.5)):
        phase.plot(*state, "o", color=p.BLACK, markersize=5, zorder=5)
    p.label(phase, 9.9, 0.85, "stable", ha="center")
    p.label(phase, 0.5, 10.3, "stable")
    phase.set(xlabel="u  [concentration]", ylabel="v  [concentration]", xlim=(-0.4, 11), ylim=(-0.4, 11),
              title="which basin, after t = 5?", aspect="equal")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
