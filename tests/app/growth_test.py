#!/usr/bin/python3
"""Searches of many evaluations take no more memory with each of them: neither the rank, nor the helper that starts its
programs. WINNOW_SOAK_EVALUATIONS says how many."""
import os
import pathlib
import statistics
import time
import unittest

from winnow import Case, MPIRUN, PROGRAM, main, processes_below

EVALUATIONS = int(os.environ.get("WINNOW_SOAK_EVALUATIONS", "3000"))
BOUND = 1_000_000

PLUGIN = """
#include <unistd.h>

#include "winnow/plugin/objective.h"

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle;
  for (long i = 0; i < n; ++i) {
    usleep(500);
    outputs[i * m] = x[i * d] * x[i * d];
  }
  return 0;
}
static const winnow_objective slow = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_SERIAL, "slow", "1", 0, 0, evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &slow; }
"""

ANSWER = """
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  const double x = argc > 1 ? atof(argv[1]) : 0;
  return printf("%.17g\\n", x * x) < 0;
}
"""


def resident(pid):
    """Bytes of memory of the process, if it is one of the program under test."""
    try:
        if os.readlink(f"/proc/{pid}/exe") != str(PROGRAM):
            return None
        pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return None  # it is over
    return pages * os.sysconf("SC_PAGE_SIZE")


class Growth(Case):
    def check(self, objective, evaluations=EVALUATIONS, population=50):
        """What the processes of the run take late in it is what they took after a third of it."""
        study = self.write("study.toml", f"""
[optimize]
evaluations = {evaluations}
population = {population}
seed = 1
[[optimize.parameter]]
name = "x"
low = -1
high = 2
[[optimize.parameter]]
name = "y"
low = -1
high = 2
[optimize.objective]
{objective}
[watch]
interval = "20ms"
""")
        taken = {}
        with self.started([*MPIRUN, "-n", "1", str(PROGRAM), "run", str(study), "--quiet"]) as job:
            while job.poll() is None:
                for pid in processes_below(job.pid):
                    if now := resident(pid):
                        taken.setdefault(pid, []).append(now)
                time.sleep(0.04)
            self.assertEqual(job.returncode, 0, job.stdout.read())
        lasting = [sizes for sizes in taken.values() if len(sizes) >= 20]
        self.assertTrue(lasting, "the run was over too soon to be looked at")
        for sizes in lasting:
            # In the last quarter the result may be written, once and however many evaluations there are.
            early, late = len(sizes) // 3, len(sizes) * 3 // 4
            growth = statistics.median(sizes[late - 3:late]) - statistics.median(sizes[early:early + 3])
            self.assertLess(growth, BOUND, sizes)
        return len(lasting)

    def test_of_a_function(self):
        self.check('function = "plain_sphere"', 4000 * EVALUATIONS, population=10 * EVALUATIONS)

    def test_of_a_plugin(self):
        self.compile_plugin(PLUGIN, "libslow.so")
        self.check('plugin = "libslow.so"')

    def test_of_an_isolated_plugin(self):
        self.compile_plugin(PLUGIN, "libslow.so")
        self.assertGreaterEqual(self.check('plugin = "libslow.so"\nisolate = true'), 2)

    def test_of_a_program(self):
        self.compile(ANSWER, "answer")
        self.assertGreaterEqual(self.check('program = ["./answer", "{x}", "{y}"]'), 2)


if __name__ == "__main__":
    main()
