"""The scenario that the program's tests run: a feedback loop, watched and clamped."""

SCENARIO = """format = 1
title = "toy"
[model.parameters]
a = 0.5
[model.variables.x]
drift = "-x + a*y"
noise = "0.3"
[model.variables.y]
drift = "-x - y"
noise = "0.4"
[time]
stop = 2.0
step = 0.01
save_every = 0.1
[ensemble]
trajectories = 100
seed = 3
[[scenario]]
name = "observed"
[[scenario]]
name = "clamped"
[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 1.0
from = 0.5
"""
