#!/usr/bin/python3
"""The outbreak of influenza in inputs/: a program and a plugin lead to the fit that SciPy finds, too."""
import shutil
import unittest

import numpy
import xarray

from winnow import SOURCE, Case, main

try:
    from scipy.integrate import solve_ivp
    from scipy.optimize import least_squares
except ImportError:
    solve_ivp = least_squares = None

BOYS = 763
BUILD_PLUGIN = ["cc", "-shared", "-fPIC", "-O2", "-I", str(SOURCE / "include"), "-o", "influenza/libsir.so",
                "influenza/sir_plugin.c"]


def observed():
    lines = (SOURCE / "inputs" / "influenza" / "boys-in-bed.txt").read_text().splitlines()
    return numpy.array([float(line.rstrip(",")) for line in lines if not line.startswith("//")])


def infected(beta, gamma, days):
    """Boys infected on days 1 to `days` of the SIR model, of which one is on day 0."""
    def slope(_time, state):
        infections = beta * state[0] * state[1] / BOYS
        return [-infections, infections - gamma * state[1]]

    return solve_ivp(slope, (0, days), [BOYS - 1, 1], t_eval=range(1, days + 1), rtol=1e-10, atol=1e-8).y[1]


class Influenza(Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / "inputs" / "influenza", self.folder / "influenza",
                        ignore=shutil.ignore_patterns("*.so"))
        for way in ("program", "plugin"):
            shutil.copy(SOURCE / "inputs" / f"influenza-{way}.toml", self.folder)

    def fit(self, way):
        """The transmission rate, the recovery rate and the misfit that a search finds."""
        if way == "plugin":
            self.run_command(BUILD_PLUGIN)
        self.run_winnow("run", f"influenza-{way}.toml", "--quiet", ranks=2)
        with xarray.open_dataset(self.folder / f"influenza-{way}.h5", group="optimize/best") as best:
            return numpy.array([best[name].item() for name in ("beta", "gamma", "value")])

    def test_program_and_plugin_find_the_same(self):
        numpy.testing.assert_allclose(self.fit("program"), self.fit("plugin"), rtol=1e-6)

    @unittest.skipIf(least_squares is None, "SciPy is not installed")
    def test_they_find_what_scipy_finds(self):
        numbers = observed()
        self.assertEqual(len(numbers), 14)
        fit = least_squares(lambda rates: infected(*rates, len(numbers)) - numbers, [1.5, 0.4])
        numpy.testing.assert_allclose(self.fit("plugin"), [*fit.x, 2 * fit.cost], rtol=1e-4)

    def test_a_plugin_that_was_not_built_is_missed_before_the_run(self):
        done = self.run_winnow("run", "influenza-plugin.toml", ranks=2, status=2)
        self.assertIn("influenza/libsir.so", done.stderr)


if __name__ == "__main__":
    main()
