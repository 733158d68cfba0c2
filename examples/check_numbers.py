"""check_numbers.py RESULT.h5 EXPECTED.toml: does a result file show the numbers that its example promises?

EXPECTED.toml holds [[number]] tables: `name`, `sample` (a Python formula that gives one value a trajectory; it knows at,
effect, paths, diverged, swept, all_at of result.py, np, and example, the folder of EXPECTED.toml), `equals`, optionally `within` (an error of approximation, besides chance), and
`why`. A number holds if |mean(sample) - equals| <= within + K standard errors, the standard error being that of the sample.
With K = 4.5 a correct program misses one number in 150,000; seeds are fixed. Exit code 6: some number does not hold.
"""

import os
import sys
import tomllib

import numpy as np

from result import Result

K = 4.5
ROUNDING = 1e-12  # exact numbers have no standard error, only rounding


def check(result, expected, example="."):
    names = {"at": result.at, "effect": result.effect, "paths": result.paths, "diverged": result.diverged,
             "swept": result.swept, "all_at": result.all_at, "np": np, "example": example}
    for number in expected["number"]:
        unknown = set(number) - {"name", "sample", "equals", "within", "why"}
        if unknown or "why" not in number:
            raise ValueError(f"number '{number.get('name')}': unknown keys {sorted(unknown)}, or no why")
        sample = np.asarray(eval(number["sample"], names), dtype=float)
        if sample.shape != result.status.shape[1:]:
            raise ValueError(f"number '{number['name']}': the sample is not one value a trajectory")
        error = sample.std(ddof=1) / np.sqrt(sample.size)
        tolerance = number.get("within", 0.0) + K * error + ROUNDING * max(1.0, abs(number["equals"]))
        holds = abs(sample.mean() - number["equals"]) <= tolerance
        yield number, sample.mean(), error, tolerance, bool(holds)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[1], "rb") as file:
        expected = tomllib.load(file)
    broken = 0
    for number, mean, error, tolerance, holds in check(Result(arguments[0]), expected, os.path.dirname(os.path.abspath(arguments[1]))):
        broken += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {number['name']}: {mean:.6g} +- {error:.2g}, "
              f"expected {number['equals']:.6g} within {tolerance:.2g}")
        if not holds:
            print(f"     because {number['why']}")
    return 6 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
