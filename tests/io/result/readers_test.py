"""Result files in the hands of others: h5py, xarray with both engines, dask, netCDF4, ncdump, h5dump.

Usage: readers_test.py FOLDER PROGRAM   (the folder that `PROGRAM write` has filled)
"""

import subprocess
import sys
import unittest
import warnings

import dask.array  # noqa: F401  (imports of its own warn: before warnings become errors)
import h5py
import netCDF4
import numpy as np
import xarray as xr

from examples import crc32c, expected_states, expected_status

FOLDER, PROGRAM = sys.argv[1:3]
ENGINES = ["h5netcdf", "netcdf4"]
NAMES = ["observed", "do(x)=1 µ", "do(x)=2 µ"]


def path(name):
    return f"{FOLDER}/{name}.h5"


def opened(name, engine, **keywords):
    """Opens with every warning an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with xr.open_dataset(path(name), engine=engine, **keywords) as ds:
            return ds.load()


class Xarray(unittest.TestCase):
    def test_states_stand_at_their_labels(self):
        for engine in ENGINES:
            ds = opened("complete", engine)
            self.assertEqual(ds.state.dims, ("scenario", "trajectory", "time", "variable"))
            np.testing.assert_array_equal(ds.state, expected_states())
            np.testing.assert_array_equal(ds.status, expected_status())
            self.assertEqual(ds.status.dtype, np.uint8)
            self.assertEqual(list(ds.variable.values), ["x", "y", "z"])
            self.assertEqual(list(ds.scenario_name.values), NAMES)
            np.testing.assert_array_equal(ds.time, 0.5 * np.arange(7))
            y = ds.state.sel(variable="y", time=1.5, scenario=2, trajectory=130)
            self.assertEqual(float(y), expected_states()[2, 130, 3, 1])
            clamped = ds.set_xindex("scenario_name").state.sel(scenario_name=NAMES[1], variable="z")
            np.testing.assert_array_equal(clamped, expected_states()[1, :, :, 2])
            self.assertEqual(ds.attrs["title"], "A synthetic run — not simulated")
            self.assertEqual(ds.attrs["format"], "dosde-ensemble")
            self.assertEqual(ds.attrs["format_version"], "1")
            self.assertEqual(int(ds.complete), 1)

    def test_tables(self):
        for engine in ENGINES:
            ds = opened("complete", engine)
            self.assertEqual(ds.drift_edges.dims, ("regime", "variable", "parent"))
            self.assertEqual(int(ds.drift_edges.sel(regime=1, variable="x", parent="z")), 1)
            self.assertEqual(int(ds.drift_edges.sel(regime=0, variable="z", parent="x")), 0)
            self.assertEqual(int(ds.drift_sign.sel(regime=0, variable="x", parent="x")), -1)
            self.assertEqual(int(ds.diffusion_edges.sel(regime=3, variable="y", parent="y")), 1)
            self.assertEqual(int(ds.noise_loading.sel(regime=0, variable="y", source="x")), 0)
            self.assertEqual(int(ds.noise_loading.sel(regime=0, variable="y", source="weather")), 1)
            self.assertEqual(int(ds.clamped.sel(regime=1, variable="x")), 1)
            self.assertEqual(list(ds.regime_scenario.values), [0, 1, 2, 2])
            self.assertEqual(list(ds.regime_start.values), [0, 0, 0, 1.5])
            self.assertEqual(list(ds.intervention_kind.values), ["clamp", "shift"])
            self.assertEqual(ds.intervention_expression.values[1], 'value = "sin(t)"')
            self.assertEqual(list(ds.intervention_from.values), [10.0, -np.inf])
            self.assertEqual(float(ds.param_value.sel(scenario=2, param="a")), 2.25)
            self.assertTrue(np.isnan(ds.param_value.sel(scenario=2, param="b")))
            self.assertEqual(list(ds.variable_unit.values), ["m", "1", "kg"])
            self.assertEqual(list(ds.base_scenario.values), [0, 1, 2])

    def test_groups(self):
        for engine in ENGINES:
            ds = opened("complete", engine, group="provenance")
            self.assertEqual(ds.scenario_text.item(), "format = 1\n# café\n")
            self.assertEqual(ds.command_line.item(), "dosde run loop.toml")
            self.assertEqual(int(ds.attrs["seed"]), 2**64 - 1)
            self.assertEqual(ds.attrs["scheme"], "milstein")
            self.assertEqual(opened("complete", engine, group="units").partials.shape, (4, 3, 7, 3, 5))

    def test_every_kind_of_file_opens(self):
        for engine in ENGINES:
            subset = opened("subset", engine)
            self.assertEqual(list(subset.variable.values), ["y", "x", "radius"])
            self.assertEqual(list(subset.child.values), ["x", "y", "z"])
            self.assertEqual(subset.drift_edges.dims, ("regime", "child", "parent"))
            np.testing.assert_array_equal(subset.state.sel(variable="x"), expected_states()[..., 1])
            first = opened("first", engine)
            self.assertEqual(first.state.dims, ("scenario", "kept_trajectory", "time", "variable"))
            np.testing.assert_array_equal(first.state, expected_states()[:, :100])
            np.testing.assert_array_equal(first.kept_trajectory, np.arange(100))
            self.assertEqual(first.status.shape, (3, 200))
            narrow = opened("f32", engine)
            self.assertEqual(narrow.state.dtype, np.float32)
            np.testing.assert_array_equal(narrow.state, expected_states().astype(np.float32))
            minimal = opened("minimal", engine)
            np.testing.assert_array_equal(minimal.state, expected_states(1, 5, 1))
            self.assertNotIn("source", minimal.dims)
            self.assertNotIn("mean", minimal)

    def test_an_unfinished_file(self):
        done = np.r_[64:128, 192:200]
        for engine in ENGINES:
            ds = opened("partial", engine)
            self.assertEqual(int(ds.complete), 0)
            self.assertEqual(set(np.flatnonzero(ds.status.values.all(axis=0))), set(done))
            np.testing.assert_array_equal(ds.state[:, done], expected_states()[:, done])
            self.assertTrue(np.isnan(ds["mean"]).all())
            shown = ds.state.where(ds.status > 0)
            self.assertTrue(np.isnan(shown[:, :64]).all())

    def test_in_pieces_by_dask(self):
        for engine in ENGINES:
            with xr.open_dataset(path("complete"), engine=engine, chunks={"trajectory": 50}) as ds:
                mean = ds.state.mean("trajectory", skipna=True).compute()
                np.testing.assert_allclose(mean, np.nanmean(expected_states(), axis=1), rtol=1e-13)


class Summaries(unittest.TestCase):
    """Recomputed by NumPy from the stored states."""

    def test_moments_to_rounding(self):
        for name, kept in [("complete", 200), ("f32", 200), ("first", 200), ("subset", 200)]:
            with h5py.File(path(name)) as file:
                states = expected_states()[:, :kept]  # summaries are over all trajectories, before any rounding to f32
                np.testing.assert_array_equal(file["count"], (~np.isnan(states)).sum(axis=1))
                # A tree of 200 values: relative rounding of a few 2^-53; 1e-14 is 90 of them.
                np.testing.assert_allclose(file["mean"], np.nanmean(states, axis=1), rtol=1e-14)
                np.testing.assert_allclose(file["variance"], np.nanvar(states, axis=1, ddof=1), rtol=1e-13)
                np.testing.assert_array_equal(file["minimum"], np.nanmin(states, axis=1))
                np.testing.assert_array_equal(file["maximum"], np.nanmax(states, axis=1))
                np.testing.assert_array_equal(file["reflections"], [6, 46, 86])

    def test_quantiles_exactly(self):
        for name in ["complete", "f32", "first", "subset"]:
            with h5py.File(path(name)) as file:
                states = file["state"][:].astype(float)
                levels = file["quantile"][:]
                for s in range(3):
                    for k in range(7):
                        for c in range(3):
                            alive = states[s, :, k, c][~np.isnan(states[s, :, k, c])]
                            np.testing.assert_array_equal(file["quantiles"][s, :, k, c], np.quantile(alive, levels))

    def test_checksums(self):
        for name in ["complete", "f32", "first"]:
            with h5py.File(path(name)) as file:
                state, checksums = file["state"][:], file["crc32c"][:]
                for s, n in [(0, 0), (0, 1), (1, 5), (1, 63), (1, 64), (2, 99), (2, state.shape[1] - 1)]:
                    self.assertEqual(checksums[s, n], crc32c(state[s, n].tobytes()))


class Netcdf(unittest.TestCase):
    def test_netcdf4_reads(self):
        with netCDF4.Dataset(path("complete")) as file:
            np.testing.assert_array_equal(np.asarray(file["state"][:]), expected_states())
            self.assertEqual(file["state"].dimensions, ("scenario", "trajectory", "time", "variable"))
            self.assertEqual(list(file["parent"][:]), ["x", "y", "z"])
            self.assertEqual(file["provenance"].seed, 2**64 - 1)

    def test_netcdf4_appends_and_the_file_stays_sound_once_that_is_accepted(self):
        with netCDF4.Dataset(path("appended"), "a") as file:
            if "note" not in file.variables:
                note = file.createVariable("note", "f8", ("scenario", "time"))
                note[:] = 1.0
                note.comment = "made by netCDF4"
                file.history = "appended"
        for engine in ENGINES:
            ds = opened("appended", engine)
            self.assertEqual(ds.note.dims, ("scenario", "time"))
            np.testing.assert_array_equal(ds.state, expected_states())
        found = subprocess.run([PROGRAM, "check", path("appended")], capture_output=True, text=True)
        self.assertEqual((found.returncode, found.stdout.count("\n")), (6, 1), found.stdout)
        self.assertIn("--accept-changes", found.stdout)
        subprocess.run([PROGRAM, "accept", path("appended")], check=True)
        self.assertEqual(subprocess.run([PROGRAM, "check", path("appended")]).returncode, 0)

    def test_ncdump_and_h5dump(self):
        text = subprocess.run(["ncdump", "-v", "variable,status,mean", path("complete")], check=True, capture_output=True)
        text = text.stdout.decode()
        self.assertIn("double state(scenario, trajectory, time, variable) ;", text)
        self.assertIn("byte drift_edges(regime, variable, parent) ;", text)
        self.assertIn('variable =\n  "x",\n  "y",\n  "z" ;', text)
        self.assertIn('status:flag_meanings = "pending done failed diverged stopped_by_event" ;', text)
        for name in ["complete", "partial", "subset", "minimal"]:
            subprocess.run(["ncdump", path(name)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["h5dump", path(name)], check=True, stdout=subprocess.DEVNULL)

    def test_stored_as_plain_bytes(self):
        with h5py.File(path("complete")) as file:
            state = file["state"]
            self.assertIsNone(state.chunks)
            raw = np.fromfile(path("complete"), count=state.size, offset=state.id.get_offset())
            np.testing.assert_array_equal(raw.reshape(state.shape), expected_states())
            for name, dataset in file.items():
                if isinstance(dataset, h5py.Dataset) and "CLASS" not in dataset.attrs:
                    for dimension in dataset.dims:
                        self.assertEqual(len(dimension), 1, f"an axis of {name} has no scale")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
