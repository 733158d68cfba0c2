"""figure.py RESULT.h5 FIGURE.png: the share of worlds that respond, over all doses and gains, and how one dose moves every
world alike."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
from plotting import plt
from result import Result

DOSE, GAIN = "scenario.dosed.intervention.0.value", "model.parameters.gain"


def draw(result):
    dose, gain = np.unique(result.swept(DOSE)), np.unique(result.swept(GAIN))
    response = result.all_at("dosed", "y", 20.0).reshape(gain.size, dose.size, -1)
    share = (response > 1).mean(axis=2)
    figure, (over_all, curves) = plt.subplots(1, 2, figsize=(10.5, 4.0), width_ratios=(1.15, 1))
    levels = over_all.contourf(dose, gain, share, levels=np.linspace(0, 1, 11), cmap="cividis")
    over_all.plot(1 + gain, gain, color="white", linewidth=1.2, linestyle=(0, (2, 2.2)))
    p.label(over_all, 1.15, 3.6, "dose = 1 + gain:\nhalf of the worlds", "white", ha="left")
    over_all.set(xlabel="dose added to x  [1]", ylabel="gain of the feedback  [1]",
                 title=f"share of worlds with y > 1: {share.size} points x {response.shape[2]} worlds")
    figure.colorbar(levels, ax=over_all, ticks=[0, 0.5, 1])
    for value, colour in ((0.0, p.BLUE), (1.0, p.GREEN), (2.0, p.ORANGE), (4.0, p.PINK)):
        row = int(np.flatnonzero(gain == value)[0])
        curves.plot(dose, response[row].mean(axis=1), color=colour)
        curves.plot(dose, response[row, :, 0], color=colour, linewidth=0.8, alpha=0.6, linestyle=(0, (1, 1)))
        p.label(curves, 6.08, response[row, -1].mean(), f"gain {value:g}", colour)
    curves.axhline(1, color=p.GREY, linewidth=0.7)
    curves.set(xlabel="dose added to x  [1]", ylabel="y at t = 20  [1]", xlim=(0, 7.2),
               title="mean (full) and world 0 (dotted): parallel")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
