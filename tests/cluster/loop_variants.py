"""Variants of a scenario file (loop.toml), written into a folder: with a sweep, or with other output."""

import os

SWEEP = """
[model.parameters]
a = 0.5
[sweep]
design = "grid"
[sweep.axes]
"model.parameters.a" = { linear = [0.0, 1.0], n = %d }
"""


def write_sweep(scenario, folder, points):
    with open(scenario) as source, open(os.path.join(folder, f"sweep-{points}.toml"), "w") as target:
        target.write(source.read().replace("0.5*y", "a*y") + SWEEP % points)
    return target.name


def write_output(scenario, folder, name, keep):
    with open(scenario) as source, open(os.path.join(folder, f"{name}.toml"), "w") as target:
        target.write(source.read().split("[output]")[0] + f"[output]\nkeep = {keep}\n")
    return target.name
