#!/usr/bin/env python3
"""run_faults.py PROGRAM [FAULT...] [--long] [--trials N] [--seed N] [--mpirun PATH] [--folder DIR]
             [--layout shared|sharded]

Disturbs runs of `dosde` and shows that nothing finished is lost or wrong. Without names all faults, in their short form.
"""

import argparse
import importlib
import pathlib
import shutil
import sys
import tempfile

import bench

FAULTS = ["signals", "kill", "long_chain", "full_disk", "io_errors", "stopped_rank", "corrupted_byte"]
SKIPPED = 77  # as automake and ctest know it


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("faults", nargs="*", help=", ".join(FAULTS))
    parser.add_argument("--long", action="store_true", help="hundreds of trials instead of a few")
    parser.add_argument("--trials", type=int, help="so many trials, of the faults that count them")
    parser.add_argument("--seed", type=int, default=1, help="of the random times and places")
    parser.add_argument("--mpirun", default="mpirun")
    parser.add_argument("--folder", help="where the files go (default: a temporary folder)")
    parser.add_argument("--layout", choices=("shared", "sharded"), default="shared", help="of the result files")
    arguments = parser.parse_args()
    unknown = set(arguments.faults) - set(FAULTS)
    if unknown:
        parser.error(f"unknown fault {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
    if shutil.which(arguments.mpirun) is None:
        print(f"skipped: {arguments.mpirun} is not there")
        return SKIPPED

    codes = set()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        table = bench.Bench(arguments.program, arguments.mpirun, folder, arguments.seed, arguments.long, arguments.trials,
                            arguments.layout)
        print(f"uninterrupted: {table.units} units in {table.seconds:.1f} s, the longest {table.longest_unit:.2f} s", flush=True)
        for name in arguments.faults or FAULTS:
            codes.add(attempt(name, table))
    return max(codes & {0, 1}, default=SKIPPED)


def attempt(name, table):
    try:
        print(f"{name}: {importlib.import_module(name).run(table)}", flush=True)
        return 0
    except bench.Skipped as reason:
        print(f"{name}: skipped, {reason}", flush=True)
        return SKIPPED
    except bench.Failure as failure:
        print(f"{name}: FAILED: {failure}", flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
