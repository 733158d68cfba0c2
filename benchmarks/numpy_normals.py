#!/usr/bin/env python3
"""Prints NumPy's time per standard normal (PCG64, ziggurat), beside which normals_benchmark is to be read."""

import time

import numpy

BLOCK = 65536  # in cache, as the kernel's blocks are


def nanoseconds_per_normal(repeats=200):
    generator = numpy.random.default_rng(1)
    out = numpy.empty(BLOCK)
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter_ns()
        generator.standard_normal(out=out)
        best = min(best, time.perf_counter_ns() - start)
    return best / BLOCK


if __name__ == "__main__":
    print(f"numpy {numpy.__version__} standard_normal: {nanoseconds_per_normal():.2f} ns a normal")
