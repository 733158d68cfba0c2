"""kill -9 of a random rank at a random time: no finished unit is lost, none is wrong, the file opens, and `resume` ends
like an uninterrupted run."""

import subprocess

from bench import send


def run(bench):
    trials = bench.count(short=3, long=400)
    before_the_file = 0
    finished = []
    for trial in range(trials):
        path = bench.new_path("killed")
        run = bench.start(path, ranks=bench.random.choice((2, 3, 4)))
        try:
            run.wait(timeout=bench.random.uniform(0.0, 1.2 * bench.seconds))
        except subprocess.TimeoutExpired:
            ranks = bench.ranks_of(run)
            if ranks:
                send(bench.random.choice(ranks), "SIGKILL")
        bench.finish(run)
        if path.exists():
            finished.append(len(bench.require_sound(path)))
            bench.require_resumable(path, ranks=bench.random.choice((1, 2, 3)))
        else:
            before_the_file += 1
        if trial % 20 == 19:
            print(f"  {trial + 1} kills", flush=True)
    return (f"{trials} kills: {sum(finished)} of {len(finished) * bench.units} units were finished, "
            f"0 lost, 0 wrong; {before_the_file} kills before there was a file")
