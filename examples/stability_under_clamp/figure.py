"""figure.py RESULT.h5 FIGURE.png: the reactor in its loop, with its cooler stuck for a while, and stuck for good."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

COLOURS = {"observed": p.GREY, "stuck_for_a_while": p.BLUE, "stuck": p.ORANGE}
SHOWN = 24


def draw(result):
    figure, (paths, fate) = plt.subplots(1, 2, figsize=(9.5, 3.9), width_ratios=(1.5, 1))
    p.window(paths, 10.0, 12.0)
    for scenario in ("stuck", "stuck_for_a_while", "observed"):
        span = slice(0 if scenario == "observed" else result.index(10.0), None)  # before, all scenarios are equal
        paths.plot(result.time[span], result.paths(scenario, "temperature")[:SHOWN, span].T, color=COLOURS[scenario],
                   linewidth=0.6)
    paths.set(xlim=(5, 22), ylim=(-2.5, 4), xlabel="time  [1]", ylabel="excess temperature  [1]",
              title=f"{SHOWN} worlds, three scenarios")
    p.label(paths, 5.2, 3.3, "orange: cooler stuck\nfrom t = 10 on", p.ORANGE)
    p.label(paths, 5.2, 0.6, "grey: loop closed", p.GREY)
    p.label(paths, 5.2, -1.4, "blue: stuck from 10 to 12,\nthen free again", p.BLUE)

    stuck = result.scenarios.index("stuck")
    ends = np.sort(result.data["end_time"].values[stuck][result.status[stuck] == 3])
    worlds = result.status.shape[1]
    fate.step(np.r_[10.0, ends, 40.0], np.r_[0, np.arange(1, ends.size + 1), ends.size] / worlds, where="post", color=p.ORANGE)
    fate.axhline(0.5055, color=p.BLACK, linewidth=0.9, linestyle=(0, (2, 2.2)))
    p.label(fate, 39.5, 0.55, "chance to leave upwards: 0.5055", ha="right")
    p.label(fate, 39.5, 0.46, f"{ends.size:,} of {worlds:,} diverged = {ends.size / worlds:.4f}", p.ORANGE, ha="right")
    p.label(fate, 39.5, 0.03, "the other two scenarios: none", p.BLUE, ha="right")
    for scenario in ("observed", "stuck_for_a_while"):
        fate.plot([10, 40], [result.diverged(scenario).mean()] * 2, color=COLOURS[scenario])
    fate.set(xlim=(10, 40), ylim=(-0.02, 0.6), xlabel="time  [1]", ylabel="share diverged so far",
             title="nobody is dropped: status and end_time")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
