"""kill -9 of a random rank, or of mpirun, at a random time: no finished unit is lost, none is wrong, the file opens, and
`resume` ends like an uninterrupted run."""

import subprocess

from bench import send


def run(bench):
    trials = bench.count(short=3, long=400)
    before_the_file = 0
    victims = {"mpirun": 0, "rank": 0, "nobody": 0}
    finished = []
    for trial in range(trials):
        path = bench.new_path("killed")
        run = bench.start(path, ranks=bench.random.choice((2, 3, 4)))
        victim = "nobody"  # it had ended, or had no ranks yet
        try:
            run.wait(timeout=bench.random.uniform(0.0, 1.2 * bench.seconds))
        except subprocess.TimeoutExpired:
            ranks = bench.ranks_of(run)
            if ranks:
                victim = "mpirun" if trial % 2 == 0 else "rank"
                send(run.pid if victim == "mpirun" else bench.random.choice(ranks), "SIGKILL")
                bench.wait_for_end(ranks)  # ranks without mpirun notice that by themselves
        victims[victim] += 1
        bench.finish(run)
        if path.exists():
            finished.append(len(bench.require_sound(path)))
            bench.require_resumable(path, ranks=bench.random.choice((1, 2, 3)))
        else:
            before_the_file += 1
        if trial % 20 == 19:
            print(f"  {trial + 1} kills", flush=True)
    return (f"kill -9 of mpirun {victims['mpirun']} times, of a rank {victims['rank']}, too early or late {victims['nobody']}: "
            f"{sum(finished)} of {len(finished) * bench.units} units were finished, "
            f"0 lost, 0 wrong; {before_the_file} kills before there was a file")
