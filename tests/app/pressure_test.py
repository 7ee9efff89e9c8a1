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


def study(objective):
    return f"""
[optimize]
evaluations = {EVALUATIONS}
population = 4
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[optimize.objective]
{objective}
[resources]
worker_type = "thread"
workers = 4
"""


STUDY = study(f'program = ["{HUNGRY}", "evaluate", "60", "1", "{{x}}"]')

# Forks two processes of 60 MB for each evaluation.
PLUGIN = """
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "winnow/plugin/objective.h"

static void take_memory(void) {
  const size_t size = 60000000;
  volatile char* memory = malloc(size);  /* volatile: a compiler may leave out memory that nobody sees */
  if (memory == NULL) _exit(1);
  for (size_t i = 0; i < size; i += 1024) memory[i] = 1;
  usleep(1000000);
  _exit(0);
}

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle;
  for (long i = 0; i < n; ++i) {
    int status, failed = 0;
    for (int child = 0; child < 2; ++child) {
      if (fork() == 0) take_memory();
    }
    while (wait(&status) > 0) failed |= status;
    if (failed) return 1;
    outputs[i * m] = x[i * d] * x[i * d];
  }
  return 0;
}
static const winnow_objective forking = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "forking", "1", 0, 0,
                                         evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &forking; }
"""
# One evaluation has room beside the rank, its helper, the idle plugins and the tenant, two are beyond the limit.
PLUGIN_LIMIT_MEGABYTES = 288
PLUGIN_STUDY = study('plugin = "libforking.so"\nisolate = true')


class Pressure(Case):
    def kills(self, *settings, text=STUDY, megabytes=LIMIT_MEGABYTES):
        """Of processes, for want of memory, while the study is run."""
        study = self.write("study.toml", text)
        try:
            limit = MemoryLimit(megabytes)
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

    def test_what_an_isolated_plugin_forks_is_waited_for_too(self):
        self.compile_plugin(PLUGIN, "libforking.so")
        self.assertEqual(self.kills(text=PLUGIN_STUDY, megabytes=PLUGIN_LIMIT_MEGABYTES), 0)
        self.assertRegex(self.said, r"memory was short: at the least [12] of 4 workers ran on ")


if __name__ == "__main__":
    main()
