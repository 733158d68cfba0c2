"""The module's Stepper: the bits of `dosde run` wherever it pauses, controls as interventions, views, sentences."""

import gc
import os
import subprocess
import sys
import unittest

import numpy as np

import dosde

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cli"))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples"))
from program_case import ProgramCase  # noqa: E402
from result import Result  # noqa: E402
from toy import SCENARIO  # noqa: E402

PUSHED = SCENARIO.replace("a = 0.5", "a = 0.5\nu = 0.0").replace('"-x - y"', '"-x - y + u"')


class StepperTest(ProgramCase):
    def test_pieces_are_the_run(self):
        path = self.write(PUSHED)
        self.run_program("run", path, "--set", "ensemble.seed=9")
        run = Result(self.path("toy.h5"))
        stepper = dosde.Stepper(path, ["u"], seed=9)
        self.assertEqual(stepper.scenarios, run.scenarios)
        self.assertEqual(stepper.variables, run.variables)
        for index, time in enumerate(run.time):
            if time > 0:
                stepper.advance_to(time)
            self.assertEqual(stepper.time, time)
            kept = slice(0, 1) if abs(time - 0.5) < 1e-9 else slice(None)  # there the clamp begins: X(t-) is shown
            np.testing.assert_array_equal(stepper.states[kept], run.states[kept, :, index])
        self.assertTrue(stepper.is_at_stop)
        np.testing.assert_array_equal(stepper.status, run.status)

    def test_a_control_is_an_intervention_a_trajectory(self):
        stepper = dosde.Stepper.from_text(PUSHED, {"u": (-1, 1)}, trajectories=30, set={"model.parameters.a": 0.25})
        stepper.advance_to(1.0)
        values = np.linspace(-1, 1, 30)
        stepper.set(u=values)
        np.testing.assert_array_equal(stepper.values("u"), [values, values])
        stepper.advance_to(2.0)
        changes = ["--set", "model.parameters.a=0.25", "--set", "ensemble.trajectories=30"]
        for n in (0, 17):
            shift = f'{{ kind = "shift", target = "y", value = {values[n]!r}, from = 1.0 }}'
            text = PUSHED.replace('name = "observed"', f'name = "observed"\nintervention = [{shift}]')
            self.run_program("run", self.write(text), "--overwrite", *changes)
            np.testing.assert_allclose(stepper.states[0, n], Result(self.path("toy.h5")).states[0, n, -1], rtol=1e-12)

    def test_states_are_a_view_that_keeps_its_memory(self):
        stepper = dosde.Stepper.from_text(PUSHED, "u")
        view = stepper.states
        self.assertEqual(view.shape, (2, 100, 2))
        self.assertFalse(view.flags.writeable or view.flags.owndata)
        before = view.copy()
        stepper.advance(10)
        self.assertTrue((view != before).any())
        np.testing.assert_array_equal(view, stepper.states)
        after = view.copy()
        del stepper
        gc.collect()
        np.testing.assert_array_equal(view, after)

    def test_restarts_in_the_worlds_that_are_asked_for(self):
        small = dosde.Stepper.from_text(PUSHED, trajectories=10)
        large = dosde.Stepper.from_text(PUSHED, trajectories=40)
        small.restart(25)
        for stepper in (small, large):
            stepper.advance(100)
        np.testing.assert_array_equal(small.states, large.states[:, 25:35])
        self.assertEqual(small.first_trajectory, 25)

    def test_diverged_trajectories_are_told(self):
        text = PUSHED.replace('"-x - y + u"', '"u*y^3"').replace('noise = "0.4"', 'noise = "0.4"\ninitial = 1.0')
        stepper = dosde.Stepper.from_text(text, "u", set={"solver.scheme": "euler_maruyama"})
        stepper.set(u=np.where(np.arange(100) < 50, 50.0, -1.0))
        stepper.advance_to(1.0)
        self.assertTrue((stepper.status[:, :50] == 3).all() and (stepper.status[:, 50:] == 0).all())
        self.assertTrue((stepper.end_time[:, :50] < 0.5).all() and (stepper.end_time[:, 50:] == 1.0).all())
        self.assertTrue(np.isnan(stepper.states[:, :50]).all() and np.isfinite(stepper.states[:, 50:]).all())

    def test_sentences(self):
        stepper = dosde.Stepper.from_text(PUSHED, {"u": (0, 1)})
        self.assertEqual(stepper.controls, {"u": (0.0, 1.0)})
        for act, words in (
            (lambda: dosde.Stepper(self.path("none.toml")), "none.toml"),
            (lambda: dosde.Stepper.from_text("format = 1"), "model"),
            (lambda: dosde.Stepper.from_text(PUSHED, ["uu"]), "did you mean 'u'"),
            (lambda: dosde.Stepper.from_text(PUSHED, set={"solver.scheme": "moments"}), "moments"),
            (lambda: stepper.set(u=2.0), "range is from 0 to 1"),
            (lambda: stepper.set(v=2.0), "no control"),
            (lambda: stepper.set(u=np.zeros((100, 2))), "wrong shape"),
            (lambda: stepper.advance_to(0.005), "0.01"),
            (lambda: stepper.advance(1000), "ends at 2"),
        ):
            with self.assertRaises(dosde.Error) as caught:
                act()
            self.assertIn(words, str(caught.exception))
        self.assertIsInstance(caught.exception, ValueError)
        with self.assertRaises(ValueError):
            stepper.set(u="much")

    def test_a_stepper_may_live_until_the_interpreter_ends(self):
        code = f"import dosde\nkept = dosde.Stepper.from_text('''{PUSHED}''', 'u')\nview = kept.states\nprint(view.shape)"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertEqual((ended.returncode, ended.stdout, ended.stderr), (0, "(2, 100, 2)\n", ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
