#!/usr/bin/python3
"""Programs that take much memory, beside somebody who takes and gives back his in waves: permits keep all of them alive."""
import sys
import unittest

import h5py
import numpy

from winnow import Case, MPIRUN, PROGRAM, SOURCE, main

SUPPORT = SOURCE / "tests" / "support"
sys.path.append(str(SUPPORT))

from memory_limit import MemoryLimit  # noqa: E402: the path to it comes first

HUNGRY = SUPPORT / "hungry.py"

# The rank, its helper and their launcher take some 45 MB, a program 70 with what runs it, and the tenant as much as 50: one
# program has room beside it, two are above 75 % without it, four are beyond the limit.
LIMIT_MEGABYTES = 192
EVALUATIONS = 8
STUDY = f"""
[optimize]
evaluations = {EVALUATIONS}
population = 4
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[optimize.objective]
program = ["{HUNGRY}", "evaluate", "60", "1", "{{x}}"]
[resources]
worker_type = "thread"
workers = 4
"""


class Pressure(Case):
    def kills(self, *settings):
        """Of processes, for want of memory, while the study is run."""
        study = self.write("study.toml", STUDY)
        try:
            limit = MemoryLimit(LIMIT_MEGABYTES)
        except OSError as error:
            self.skipTest(f"no memory cgroup can be made here: {error}")
        with limit, limit.beside([HUNGRY, "waves", 40, 2]):
            self.said = self.run_command(limit.inside([*MPIRUN, "-n", "1", str(PROGRAM), "run", str(study), "--quiet",
                                                       *settings])).stdout
            return limit.kills()

    def test_with_permits_none_is_killed(self):
        self.assertEqual(self.kills(), 0)
        self.assertRegex(self.said, r"memory was short: at the least [12] of 4 workers ran on ")
        with h5py.File(self.folder / "study.h5") as file:
            self.assertEqual(len(file["optimize/evaluations/value"]), EVALUATIONS)
            self.assertTrue(numpy.isfinite(file["optimize/evaluations/value"][:]).all())
            self.assertLess(file["run/plan/fewest_workers"][0], 4)

    def test_without_them_some_are(self):
        self.assertGreater(self.kills("--set", "resources.safety=false"), 0)


if __name__ == "__main__":
    main()
