"""Reads a doSDE result file the way the examples do: by names of scenarios and variables. Needs xarray only."""

import numpy as np
import xarray as xr


def _text(values):
    return [value.decode() if isinstance(value, bytes) else str(value) for value in values]


class Result:
    """A result file with the trajectories' states in memory, NaN where a trajectory has diverged."""

    def __init__(self, path):
        self.data = xr.open_dataset(path, engine="h5netcdf")
        self.scenarios = _text(self.data["scenario_name"].values)
        self.variables = _text(self.data["variable"].values)
        self.time = self.data["time"].values
        self.states = self.data["state"].values
        self.status = self.data["status"].values

    def swept(self, axis):
        """The value of a sweep's axis at every scenario, [scenario]; scenarios are named <name>@<point>."""
        return self.data["sweep_value"].values[:, _text(self.data["sweep_axis"].values).index(axis)]

    def all_at(self, name, variable, time):
        """States of a scenario at all points of a sweep at one saved time, [point, trajectory]."""
        rows = [row for row, full in enumerate(self.scenarios) if full.split("@")[0] == name]
        return self.states[rows, :, self.index(time), self.variables.index(variable)]

    def paths(self, scenario, variable):
        """States of one variable under one scenario, [trajectory, time]."""
        return self.states[self.scenarios.index(scenario), :, :, self.variables.index(variable)]

    def index(self, time):
        """Position of a saved time; a time that was not saved is an error, never the nearest one."""
        found = np.flatnonzero(np.isclose(self.time, time, rtol=0, atol=1e-9))
        if found.size != 1:
            raise ValueError(f"time {time} was not saved")
        return int(found[0])

    def at(self, scenario, variable, time):
        """States at one saved time, [trajectory]."""
        return self.paths(scenario, variable)[:, self.index(time)]

    def effect(self, scenario, variable, time, against="observed"):
        """Paired effect of a scenario on every trajectory: the same world with and without it."""
        return self.at(scenario, variable, time) - self.at(against, variable, time)

    def diverged(self, scenario):
        """1 for trajectories that left the finite numbers, else 0, [trajectory]."""
        return (self.status[self.scenarios.index(scenario)] == 3).astype(float)
