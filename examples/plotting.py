"""One look for the figures of the examples: colours that colour-blind readers tell apart (Okabe and Ito), words beside the
lines instead of legends, and units on the axes."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

BLACK, GREY = "#222222", "#8a8a8a"
BLUE, ORANGE, GREEN, PINK, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"

plt.rcParams.update({
    "figure.dpi": 150, "savefig.dpi": 150, "font.size": 8.5, "axes.titlesize": 9, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.7,
    "xtick.major.width": 0.7, "ytick.major.width": 0.7, "lines.linewidth": 1.3, "lines.solid_capstyle": "round",
    "axes.edgecolor": "#555555", "axes.labelcolor": BLACK, "text.color": BLACK, "figure.constrained_layout.use": True,
})


def band(axes, time, paths, colour, low=0.05, high=0.95):
    """Mean line and the band that holds all but the outer quantiles of the trajectories, [trajectory, time]."""
    edges = np.nanquantile(paths, [low, high], axis=0)
    axes.fill_between(time, edges[0], edges[1], color=colour, alpha=0.18, linewidth=0)
    axes.plot(time, np.nanmean(paths, axis=0), color=colour)


def exact(axes, time, values, **options):
    """A closed form, drawn over what was simulated."""
    axes.plot(time, values, color=BLACK, linewidth=0.9, linestyle=(0, (2, 2.2)), **options)


def label(axes, x, y, text, colour=BLACK, **options):
    """Words in the colour of what they name, in data coordinates."""
    axes.text(x, y, text, color=colour, **{"fontsize": 8, "va": "center", **options})


def window(axes, start, stop, text=None):
    """The time in which an intervention acts."""
    axes.axvspan(start, stop, color="#000000", alpha=0.05, linewidth=0)
    if text:
        axes.text((start + stop) / 2, 0.99, text, transform=axes.get_xaxis_transform(), ha="center", va="top",
                  fontsize=7.5, color=GREY)


def save(figure, path):
    """Writes a PNG of 128 colours: a third of the size, and small enough to keep beside the page."""
    figure.canvas.draw()
    picture = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True, dpi=(150, 150))
    plt.close(figure)
