"""A rank that stands still (SIGSTOP): the others go on with the units that are not dealt, and when it moves again the run
ends as if nothing had been."""

import time

from bench import send


def run(bench):
    seconds = 60.0 if bench.is_long else 2.0
    for rank in (0, 1):  # the first keeps the list of units; another only computes
        path = bench.new_path("stopped")
        run = bench.start(path, ranks=3)
        bench.wait_for_units(run, path)
        ranks = sorted(bench.ranks_of(run))
        send(ranks[rank], "SIGSTOP")
        time.sleep(seconds)
        send(ranks[rank], "SIGCONT")
        bench.finish(run, code=0)
        bench.require_equal(path)
    return f"the first and another rank stood still for {seconds:.0f} s: the same bits"
