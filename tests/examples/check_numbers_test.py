"""check_numbers.py must find a wrong number wrong: it is the judge of all examples."""

import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "examples"))
import check_numbers  # noqa: E402


class FakeResult:
    """A thousand trajectories of a standard normal, whose mean is 0 within 4.5 standard errors."""

    values = np.random.default_rng(1).standard_normal(1000)
    status = np.ones((1, 1000))

    def at(self, *_):
        return self.values

    effect = paths = diverged = swept = all_at = at


def holds(**number):
    number = {"name": "n", "why": "w", "sample": "at('observed', 'x', 0.0)", **number}
    return [ok for *_, ok in check_numbers.check(FakeResult(), {"number": [number]})] == [True]


class CheckNumbers(unittest.TestCase):
    def test_right(self):
        self.assertTrue(holds(equals=0.0))

    def test_wrong_by_more_than_the_error(self):
        self.assertFalse(holds(equals=0.25))

    def test_within(self):
        self.assertTrue(holds(equals=0.25, within=0.2))

    def test_exact_numbers_get_no_slack(self):
        self.assertTrue(holds(sample="0*at() + 2", equals=2.0))
        self.assertFalse(holds(sample="0*at() + 2", equals=2.000001))

    def test_nan_is_wrong(self):
        self.assertFalse(holds(sample="at()*np.nan", equals=0.0))

    def test_refuses_misspelt_keys_and_wrong_samples(self):
        with self.assertRaises(ValueError):
            holds(equals=0.0, withn=1.0)
        with self.assertRaises(ValueError):
            holds(sample="at().mean()", equals=0.0)


if __name__ == "__main__":
    unittest.main()
