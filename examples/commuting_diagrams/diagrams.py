"""diagrams.py DOSDE FOLDER: runs every diagram of expected.toml into FOLDER and says whether the numbers hold.

expected.toml holds [[run]] tables (`name`, `arguments` of `dosde abstract`, paths relative to this folder), [[number]] tables (`run`,
`diagrams`, `quantities`, `equals`, `why`, optionally `within`: each quantity of each diagram) and [[order]] tables (`runs`, `at`,
`diagram`, `quantity`, `equals`, `within`, `why`): the slope of log quantity against log at.

Exact quantities hold within 1e-6 (`within`), which is what the equations of moments leave of the start. An estimated distance d of
laws at the distance e has E d² = e² + floor², nearly, and d is as far from (e² + floor²)^½ =: D as its error where e is large, and as the
floor where e is 0: it holds if |d - D| <= K (error² + (floor²/D)²)^½, K = 4.5. Seeds are fixed. Exit code 6: some number does not hold.
"""

import math
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import xarray

K = 4.5
HERE = Path(__file__).resolve().parent


def run(program, folder, name, arguments):
    arguments = [str(HERE / word) if word.endswith(".toml") else word for word in arguments]
    subprocess.run([program, "abstract", *arguments, "-o", folder / f"{name}.h5", "--overwrite", "-q"], check=True,
                   stdout=subprocess.DEVNULL)


def read(folder, name, diagram, quantity):
    """(value, error, floor) at the last window; exact numbers have no error."""
    with xarray.open_dataset(folder / f"{name}.h5") as data:
        place = data.isel(diagram=list(data.diagram.values.astype(str)).index(diagram), window=-1)
        if quantity.startswith("exact"):
            return float(place[quantity]), 0.0, 0.0
        return tuple(float(place[f"{quantity}_{part}"]) for part in ("distance", "error", "floor"))


def check_number(folder, number):
    for diagram in number["diagrams"]:
        for quantity in number["quantities"]:
            value, error, floor = read(folder, number["run"], diagram, quantity)
            expected = math.hypot(number["equals"], floor)
            chance = math.hypot(error, floor**2 / expected) if expected > 0 else 0.0
            tolerance = number.get("within", 1e-6 if quantity.startswith("exact") else 1e-9) + K * chance
            yield f"{number['run']}, {diagram}: {quantity} {value:.6g}, expected {expected:.6g} within {tolerance:.2g}", \
                abs(value - expected) <= tolerance


def check_order(folder, order):
    values = [read(folder, name, order["diagram"], order["quantity"])[0] for name in order["runs"]]
    slope = np.polyfit(np.log(order["at"]), np.log(values), 1)[0]
    yield f"{order['diagram']}: {order['quantity']} falls with the power {slope:.3f}, expected {order['equals']} within {order['within']}", \
        abs(slope - order["equals"]) <= order["within"]


def check(folder, expected):
    """(what was found, why it should hold, does it?) for every promise."""
    keys = {"number": {"run", "diagrams", "quantities", "equals", "within", "why"},
            "order": {"runs", "at", "diagram", "quantity", "equals", "within", "why"}}
    for table, judge in (("number", check_number), ("order", check_order)):
        for promise in expected[table]:
            unknown = set(promise) - keys[table]
            if unknown or "why" not in promise:
                raise ValueError(f"{promise}: unknown keys {sorted(unknown)}, or no why")
            for text, holds in judge(folder, promise):
                yield text, promise["why"], bool(holds)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, folder = (Path(argument).resolve() for argument in arguments)
    folder.mkdir(parents=True, exist_ok=True)
    expected = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
    for diagram in expected["run"]:
        run(program, folder, diagram["name"], diagram["arguments"])
    broken = 0
    for text, why, holds in check(folder, expected):
        broken += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {text}")
        if not holds:
            print(f"     because {why}")
    return 6 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
