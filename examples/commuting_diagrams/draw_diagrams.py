"""draw_diagrams.py FOLDER FIGURE.png: W2 of the four controls, from the files that diagrams.py wrote into FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import numpy as np
import plotting as p
import xarray
from plotting import plt

EPSILONS = (0.1, 0.05, 0.025, 0.0125, 0.00625)
STEPS = (0.25, 0.125, 0.0625)


def read(folder, name):
    with xarray.open_dataset(folder / f"{name}.h5") as data:
        return data.isel(window=-1).load()


def interventions(axes, data, title):
    """A dot an intervention, with its error; a grey bar is what equal laws would show, a black tick what is exact."""
    names = data["diagram"].values.astype(str)
    axes.barh(range(len(names)), data.gaussian_floor, color=p.GREY, alpha=0.35, height=0.5)
    axes.errorbar(data.gaussian_distance, range(len(names)), xerr=data.gaussian_error, fmt="o", color=p.BLUE, markersize=4)
    axes.plot(data.exact_gaussian, range(len(names)), "|", color=p.BLACK, markersize=14)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set(xlim=(-0.01, 0.26), xlabel="W2 between SDE and SCM  [1]", title=title)


def powers(axes, at, found, diagrams, exact, xlabel, title):
    for diagram, colour in diagrams:
        rows = [data.isel(diagram=list(data["diagram"].values.astype(str)).index(diagram)) for data in found]
        axes.errorbar(at, [float(row.gaussian_distance) for row in rows], [float(row.gaussian_error) for row in rows], fmt="o",
                      color=colour, markersize=4)
        axes.plot(at, [float(row.gaussian_floor) for row in rows], "_", color=p.GREY, markersize=10)
        p.label(axes, at[0] * 1.15, float(rows[0].gaussian_distance), diagram, colour)
        if diagram in exact:
            p.exact(axes, at, exact[diagram])
    axes.set(xscale="log", yscale="log", xlim=(at[-1] / 1.6, at[0] * 3.2), xlabel=xlabel, title=title)


def draw(folder):
    figure, axes = plt.subplots(2, 2, figsize=(9.5, 6.0))
    interventions(axes[0, 0], read(folder, "reversible"), "reversible: the SCM commutes in law")
    interventions(axes[0, 1], read(folder, "two_cycle"), "2-cycle: it does not (0.2283)")
    epsilon = np.array(EPSILONS)
    powers(axes[1, 0], epsilon, [read(folder, f"epsilon_{e}") for e in EPSILONS], (("observed", p.ORANGE), ("hold_fast", p.GREEN)),
           {"observed": np.sqrt((0.36 + 2.92 * epsilon) / (2 + 4 * epsilon)) - np.sqrt(0.18)}, "epsilon  [time]",
           "elimination of a fast variable: O(epsilon)")
    h = np.array(STEPS)
    powers(axes[1, 1], h, [read(folder, f"step_{step}") for step in STEPS], (("observed", p.ORANGE), ("do_x1", p.BLUE)),
           {"do_x1": np.sqrt(1 / (2 - h)) - np.sqrt(0.5)}, "step h  [time]", "Euler-Maruyama against the SDE: O(h)")
    axes[1, 0].set(ylim=(1.5e-3, 0.2), ylabel="W2  [1]")
    return figure


if __name__ == "__main__":
    p.save(draw(Path(sys.argv[1])), sys.argv[2])
