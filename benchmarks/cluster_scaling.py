#!/usr/bin/env python3
"""cluster_scaling.py PROGRAM [MEASURE...] [--repeat N] [--folder DIR]

Measures what docs/scaling.md rests on: `ranks` (one, two and eight on this machine), `units` (what a unit costs and how many
messages it takes), `file` (the first rank's work alone), `sweep` (10^5 points against one ensemble), `model` (how often many ranks would ask for units).
"""

import argparse
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import tempfile
import time

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "tests/cluster/faults/many_units.toml"
MPIRUN = ["mpirun", "-q", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]


class Measurement:
    def __init__(self, program, folder, repeat):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(folder)
        self.repeat = repeat

    def run(self, *words, ranks=1, name="run.h5", mpi_options=(), verb="run", code=0, scenario=SCENARIO):
        """Seconds of a run, from start to exit."""
        path = self.folder / name
        launch = [*MPIRUN, *mpi_options, "-n", str(ranks)] if ranks > 1 else []
        what = [str(scenario), "-o", str(path), "--overwrite"] if verb == "run" else [str(path)]
        start = time.monotonic()
        result = subprocess.run([*launch, self.program, verb, *what, "-q", *map(str, words)], capture_output=True, text=True, cwd=self.folder)
        assert result.returncode == code, (result.returncode, result.stderr)
        return time.monotonic() - start


def load():
    return f"load {os.getloadavg()[0]:.1f}"


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_ranks(measurement):
    """Times in turns, so that a busy machine is busy for all; and processor seconds, which mind a busy machine less."""
    settings = ("--set", "ensemble.trajectories=800000")  # so that starting mpirun, half a second, does not count
    times, works = ({ranks: [] for ranks in (1, 2, 8)} for _ in range(2))
    for _ in range(measurement.repeat):
        for ranks in times:
            before = processor_seconds()
            times[ranks].append(measurement.run(*settings, ranks=ranks))
            works[ranks].append(processor_seconds() - before)
    apart = [half_each(measurement) for _ in range(measurement.repeat)]
    for ranks in times:
        print(f"{ranks} ranks, {load()}: median {statistics.median(times[ranks]):.2f} s, {statistics.median(works[ranks]):.2f} processor seconds")
    ratios = [one / two for one, two in zip(times[1], times[2])]
    shares = [eight / two for eight, two in zip(times[8], times[2])]
    print(f"two ranks are {statistics.median(ratios):.3f} x one (each: {', '.join(f'{r:.2f}' for r in ratios)})")
    ideal = statistics.median(one / two for one, two in zip(times[1], apart))
    print(f"two processes that know nothing of each other, with half of it each, are {ideal:.3f} x one")
    print(f"eight ranks take {statistics.median(shares):.3f} x the time of two (each: {', '.join(f'{r:.2f}' for r in shares)})")


def half_each(measurement):
    """Seconds of two processes at once that know nothing of each other: what this machine's second core is worth."""
    start = time.monotonic()
    processes = [subprocess.Popen([measurement.program, "run", str(SCENARIO), "-o", f"half{k}.h5", "--overwrite", "-q",
                                   "--set", "ensemble.trajectories=400000"], cwd=measurement.folder, stdout=subprocess.DEVNULL)
                 for k in (0, 1)]
    assert [process.wait() for process in processes] == [0, 0]
    return time.monotonic() - start


def measure_units(measurement):
    """Seconds and bytes of a unit, and messages, which Open MPI counts."""
    for ranks in (2, 4, 8):
        prefix = measurement.folder / f"messages{ranks}"
        options = ["--mca", "pml_monitoring_enable", "2", "--mca", "pml_monitoring_enable_output", "3",
                   "--mca", "pml_monitoring_filename", str(prefix)]
        seconds = measurement.run("--rank-logs", ranks=ranks, name=f"units{ranks}.h5", mpi_options=options)
        logs = "".join(log.read_text() for log in (measurement.folder / f"units{ranks}.h5.log").glob("*.log"))
        units = [float(found) for found in re.findall(r"\) ([\d.]+) s ", logs)]
        messages = 0
        for profile in measurement.folder.glob(f"messages{ranks}.*.prof"):
            messages += sum(int(found) for found in re.findall(r"^E\t.*?(\d+) msgs", profile.read_text(), re.MULTILINE))
        size = (measurement.folder / f"units{ranks}.h5").stat().st_size
        print(f"{ranks} ranks, {load()}: {len(units)} units of {statistics.median(units):.3f} s and {size / len(units) / 1e6:.2f} MB, "
              f"{seconds:.2f} s; {messages} messages, {messages / len(units):.2f} a unit, {messages / ranks / seconds:.1f} a rank and second")


def measure_file(measurement):
    """Work of the first rank alone, which does not shrink with the ranks."""
    tiny = ("--set", "time.stop=2", "--set", "time.step=0.5", "--set", "time.save_every=2")
    for trajectories in (10**5, 10**6, 4 * 10**6):
        seconds = measurement.run(*tiny, "--set", f"ensemble.trajectories={trajectories}", name="wide.h5")
        start = time.monotonic()
        info = json.loads(subprocess.run([measurement.program, "info", "wide.h5", "--json"], cwd=measurement.folder,
                                         capture_output=True, text=True, check=True).stdout)
        counted = time.monotonic() - start
        resumed = measurement.run("--verify", "none", name="wide.h5", verb="resume")
        size = (measurement.folder / "wide.h5").stat().st_size
        print(f"{trajectories} trajectories, {info['units']} units, {size / 1e6:.0f} MB, {load()}: run {seconds:.2f} s, "
              f"info {counted:.2f} s, resume of the finished run {resumed:.2f} s")
    for trajectories in (50000, 500000, 2000000):
        start = time.monotonic()
        measurement.run("--max-time", "1", "--set", f"ensemble.trajectories={trajectories}", name="drained.h5", code=75)
        seconds = time.monotonic() - start
        size = (measurement.folder / "drained.h5").stat().st_size
        print(f"{trajectories} trajectories, {size / 1e6:.0f} MB, stopped after 1 s, {load()}: ended after {seconds:.2f} s")


SWEEP = """format = 1
[model.variables.x]
drift = "-theta*x"
noise = "0.5"
[model.parameters]
theta = 1.0
[time]
stop = {stop}
step = 0.01
save_every = {stop}
[ensemble]
trajectories = {trajectories}
"""
POINTS = """[sweep]
design = "lhs"
samples = 100000
[sweep.axes]
"model.parameters.theta" = { linear = [0.5, 2.0] }
"""


def measure_sweep(measurement):
    """10⁵ points of 10 trajectories against one ensemble of 10⁶, in turns."""
    for stop, what in ((0.01, "one step"), (40.0, "4000 steps")):
        sweep, ensemble = (measurement.folder / name for name in ("sweep.toml", "ensemble.toml"))
        sweep.write_text(SWEEP.format(stop=stop, trajectories=10) + POINTS)
        ensemble.write_text(SWEEP.format(stop=stop, trajectories=10**6))
        times = {path: [] for path in (sweep, ensemble)}
        for _ in range(measurement.repeat):
            for path, seconds in times.items():
                seconds.append(measurement.run(name="sweep.h5", scenario=path))
        ratio = statistics.median(one / other for one, other in zip(times[sweep], times[ensemble]))
        print(f"{what}, {load()}: a sweep of 10^5 points {statistics.median(times[sweep]):.2f} s, {ratio:.2f} x one ensemble")


def measure_model(_):
    """How often the list of units is asked for a chunk (cluster/partition.cpp), for many ranks."""
    for ranks, units in ((2, 1000), (100, 10**5), (10**4, 10**6), (10**4, 10**7)):
        chunks, left = 0, units // 2
        while left > 0:
            left -= max(1, left // (2 * ranks))
            chunks += 1
        print(f"{ranks} ranks, {units} units: {chunks} chunks asked for, {chunks / units:.3f} a unit")


MEASURES = {"ranks": measure_ranks, "units": measure_units, "file": measure_file, "sweep": measure_sweep, "model": measure_model}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        measurement = Measurement(arguments.program, folder, arguments.repeat)
        for name in arguments.measures or MEASURES:
            MEASURES[name](measurement)


if __name__ == "__main__":
    main()
