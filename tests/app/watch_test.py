#!/usr/bin/python3
"""A run tells what its ranks, their programs and their nodes took, and warns of memory that does not stop growing."""
import shutil
import unittest

import h5py
import numpy
import xarray

from winnow import Case, SOURCE, main

LEAK = """
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "winnow/plugin/objective.h"

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  static void* volatile kept;
  (void)handle;
  for (long i = 0; i < n; ++i) {
    kept = malloc(400 << 10);
    memset(kept, 1, 400 << 10);
    usleep(2000);
    outputs[i * m] = x[i * d] * x[i * d];
  }
  return 0;
}
static const winnow_objective leak = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_SERIAL, "leak", "1", 0, 0, evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &leak; }
"""


class Watch(Case):
    def search(self, objective, evaluations, watch=""):
        return self.write("search.toml", f"""
[optimize]
evaluations = {evaluations}
seed = 1
[[optimize.parameter]]
name = "x"
low = -1
high = 2
[optimize.objective]
{objective}
[watch]
interval = "10ms"
{watch}
""")

    def test_a_log_keeps_what_is_not_told_on_the_screen(self):
        self.campaign()
        done = self.run_winnow("run", "city.toml", "--resume", "--set", 'watch.messages="warning"',
                               "--set", 'watch.log="city.log"', ranks=2)
        self.assertNotIn("starting anew", done.stderr)
        self.assertRegex((self.folder / "city.log").read_text(),
                         r"^[0-9-]{10}T[0-9:]{8}Z rank 0: there is no checkpoint .*: starting anew\n")

    def test_a_log_that_cannot_be_written_is_said_at_once(self):
        self.campaign()
        done = self.run_winnow("run", "city.toml", "--set", 'watch.log="none/city.log"', ranks=2, status=2)
        self.assertRegex(done.stderr, r"^winnow: error: --set watch.log: cannot write .*none/city.log "
                                      r"\(No such file or directory\): name a file in watch.log that can be written")
        self.assertFalse((self.folder / "city.h5").exists())

    def test_a_reduction_tells_what_ranks_and_nodes_took(self):
        self.campaign()
        done = self.run_winnow("run", "city.toml", "--set", "watch.interval=10ms", ranks=2)
        self.assertNotIn("grew", done.stdout)
        with xarray.open_dataset(self.folder / "city.h5", group="run/memory") as memory:
            self.assertEqual(list(memory["rank"].values), [0, 1])
            self.assertTrue((memory.peak >= memory.current).all() and (memory.peak > memory.initial).all())
            self.assertTrue((memory.cpu_time > 0).all() and (memory.open_files > 3).all() and (memory.threads > 1).all())
            self.assertTrue((memory.voluntary_switches > 0).all() and (memory.minor_faults > 0).all())
            self.assertTrue((memory.allocator_held >= memory.allocated).all() and (memory.allocated > 0).all())
            self.assertTrue(memory.children.isnull().all())
            read, peaks = float(memory.read.sum()), float(memory.peak.sum())
        reports = sum(path.stat().st_size for path in (self.folder / "one-city").glob("*_MessageStatsReport.txt"))
        self.assertGreater(read, reports)
        with h5py.File(self.folder / "city.h5") as file:
            self.assertEqual(file["run/plan/measured_peak"][0], peaks)
        with xarray.open_dataset(self.folder / "city.h5", group="run/nodes") as nodes:
            self.assertEqual(nodes.sizes["node"], 1)
            self.assertTrue((nodes.peak >= nodes.initial).all() and (nodes.peak <= nodes.limit).all())
            self.assertTrue((nodes.node_available > 0).all())

    def test_samples_are_those_of_each_rank_in_the_order_of_time(self):
        self.leaking(ranks=2)
        with xarray.open_dataset(self.folder / "search.h5", group="run/samples") as samples:
            for rank in (0, 1):
                own = samples.where(samples["rank"] == rank, drop=True)
                self.assertGreater(own.sizes["sample"], 5)
                self.assertTrue((numpy.diff(own.time) > 0).all())
                self.assertTrue((numpy.diff(own.cpu_time) >= 0).all())
                self.assertTrue((own.resident > 1 << 20).all())
                self.assertEqual(bool(own.node_in_use.notnull().all()), rank == 0)

    def test_the_tour_of_the_inputs_runs_and_warns_of_nothing(self):
        self.campaign()
        shutil.copy(SOURCE / "inputs" / "watch.toml", self.folder)
        self.run_winnow("run", "watch.toml", ranks=2)
        with h5py.File(self.folder / "watch.h5") as file:
            self.assertEqual([text.decode() for text in file["run/alerts/problem"][...]], [])
            self.assertGreater(file["run/samples/time"].size, 0)
        self.assertIn("winnow_run_active{", (self.folder / "watch.prom").read_text())

    def test_without_an_interval_there_are_start_and_end(self):
        self.campaign()
        self.run_winnow("run", "city.toml", "--set", "watch.interval=none", ranks=1)
        with xarray.open_dataset(self.folder / "city.h5", group="run/memory") as memory:
            self.assertEqual(list(memory.samples.values), [2])
            self.assertTrue((memory.initial > 0).all() and (memory.peak >= memory.current).all())

    def test_the_answer_does_not_depend_on_it(self):
        self.campaign()
        answers = []
        for name, interval in (("often.h5", "10ms"), ("never.h5", "none")):
            self.run_winnow("run", "city.toml", "-o", name, "--set", f"watch.interval={interval}", ranks=1)
            answers.append(self.run_winnow("export", name, "reduce/router").stdout)
        self.assertEqual(*answers)
        self.assertIn("stands", self.run_winnow("run", "city.toml", "-o", "never.h5", ranks=1).stdout)

    def test_show_writes_sizes_for_people(self):
        self.campaign()
        self.run_winnow("run", "city.toml", ranks=1)
        shown = self.run_winnow("show", "city.h5", "memory").stdout
        self.assertRegex(shown, r"(?m)^rank .*\binitial +current +peak\b")
        self.assertRegex(shown, r"\d MiB")

    def test_memory_and_time_of_programs_are_counted(self):
        work = "import time; kept = bytearray(64 << 20); t = time.process_time()\n" \
               "while time.process_time() < t + 0.1: pass\ntime.sleep(0.2); print(1)"
        self.write("work.py", work)
        self.search('program = ["/usr/bin/python3", "./work.py"]', 4)
        self.run_winnow("run", "search.toml", ranks=1)
        with xarray.open_dataset(self.folder / "search.h5", group="run/memory") as memory:
            self.assertGreater(float(memory.children_resident), 64 << 20)
            self.assertGreater(float(memory.children_cpu_time), 0.4)
            self.assertEqual(float(memory.children), 1)
            self.assertLess(float(memory.cpu_time), float(memory.children_cpu_time))

    def leaking(self, watch="", ranks=1):
        self.compile_plugin(LEAK, "libleak.so")
        self.search('plugin = "libleak.so"', 300, watch)
        return self.run_winnow("run", "search.toml", ranks=ranks).stdout

    def test_memory_that_does_not_stop_growing_is_told(self):
        self.assertRegex(self.leaking(), r"the memory of rank 0 on \S+ grew by [\d.]+ [MG]iB a minute")
        with xarray.open_dataset(self.folder / "search.h5", group="run/memory") as memory:
            self.assertGreater(float(memory.growth_low), 10e6)
            self.assertLessEqual(float(memory.growth_low), float(memory.growth))

    def test_growth_is_not_told_where_the_study_does_not_want_it(self):
        self.assertNotIn("grew", self.leaking('growth = "none"'))


if __name__ == "__main__":
    main()
