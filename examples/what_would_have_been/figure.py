"""figure.py RESULT.h5 FIGURE.png: each patient's pressure as it was, and as it would have been."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import plotting as p
from plotting import plt
from result import Result


def draw(result):
    figure, panels = plt.subplots(1, 2, figsize=(10.5, 3.7), sharey=True)
    for patient, axes in enumerate(panels):
        p.window(axes, 5.0, 20.0, "treatment, had there been any")
        for scenario, colour, words in (("tone_blocked", p.BLUE, "had the tone been blocked"),
                                        ("treated", p.ORANGE, "had it been treated"), ("untreated", p.BLACK, "as it was")):
            path = result.paths(scenario, "pressure")[patient]
            axes.plot(result.time, path, color=colour, linewidth=1.0)
            axes.text(0.02, {"untreated": 0.97, "treated": 0.91, "tone_blocked": 0.85}[scenario], words,
                      transform=axes.transAxes, color=colour, fontsize=8, va="top")
        axes.set(xlabel="time  [1]", title=f"patient {patient}")
    panels[0].set_ylabel("pressure  [1]")
    return figure


if __name__ == "__main__":
    p.save(draw(Result(sys.argv[1])), sys.argv[2])
