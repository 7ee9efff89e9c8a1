#!/usr/bin/python3
"""What a run says of where its time went: in its result, in words, and as a timeline."""
import collections
import json
import re
import signal

import xarray

from searches import OptimizeCase
from winnow import MPIRUN, PROGRAM, Case, LongRun, main

RANKS = 2


def nested(events):
    """Whether the events of one thread lie side by side or in one another, to a nanosecond."""
    ends = []
    for event in sorted(events, key=lambda one: (one["ts"], -one["dur"])):
        while ends and ends[-1] <= event["ts"] + 1e-3:
            ends.pop()
        if ends and event["ts"] + event["dur"] > ends[-1] + 2e-3:
            return False
        ends.append(event["ts"] + event["dur"])
    return True


class Timeline:
    """A trace as Perfetto would take it."""

    def __init__(self, path):
        trace = json.loads(path.read_text())
        self.dropped = trace["otherData"]["dropped_events"]
        self.names = collections.defaultdict(set)
        self.threads = collections.defaultdict(list)
        for event in trace["traceEvents"]:
            if event["ph"] == "M":
                self.names[event["name"]].add((event["pid"], event["args"]["name"]))
            else:
                assert event["ph"] == "X" and event["ts"] >= 0 and event["dur"] >= 0, event
                self.threads[event["pid"], event["tid"]].append(event)

    def events(self, name):
        return [event for events in self.threads.values() for event in events if event["name"] == name]

    def ranks(self):
        return {rank for rank, _ in self.threads}


class Performance(Case):
    def setUp(self):
        super().setUp()
        self.campaign()
        self.reports = list((self.folder / "one-city").glob("*MessageStatsReport.txt"))
        self.run_winnow("run", "city.toml", "--trace", "trace.json", ranks=RANKS)

    def test_the_result_says_what_each_operation_took(self):
        with xarray.open_dataset(self.folder / "city.h5", group="run/performance") as table:
            rows = {name: table.isel(row=i) for i, name in enumerate(table["operation"].astype(str).values)}
            self.assertEqual(int(rows["task"]["calls"]), 60)
            self.assertEqual(int(rows["parse"]["items"]), 60)
            size = sum(path.stat().st_size for path in self.reports)
            self.assertEqual(int(rows["read"]["bytes"]), size)
            self.assertEqual(int(rows["parse"]["bytes"]), size)
            for needed in ("open", "fold", "merge", "gather", "send", "wait_for_work", "hdf5_write", "hdf5_check"):
                self.assertGreater(int(rows[needed]["calls"]), 0, needed)
            self.assertAlmostEqual(float(table["own_share"].sum()), 1)
            self.assertTrue((table["own_time"] <= table["total_time"] * 1.001).all())
            self.assertTrue((table["p50"] <= table["p95"]).all())
            self.assertTrue((table["p95"] <= table["max"] * 1.04).all())
            self.assertGreater(float(rows["read"]["rate_mean"]), 0)
            self.assertEqual(table["own_time"].attrs["units"], "s")

    def test_show_ranks_operations_and_gives_advice(self):
        shown = self.run_winnow("show", "city.h5", "performance").stdout
        self.assertIn("of all threads went", shown)
        self.assertIn(shown.count(" of the time: "), (1, 2, 3), shown)
        self.assertEqual(len(re.findall(r" of the time: .+\.\n  \w", shown)), shown.count(" of the time: "), shown)
        self.assertRegex(shown, r"hdf5_write +[\d.]+ ")
        self.assertRegex(shown, r"(?m)^send +[\d.]+ \w+ *$", "what is only handed on has no throughput")

    def test_the_trace_shows_every_rank_and_task(self):
        timeline = Timeline(self.folder / "trace.json")
        self.assertEqual(timeline.ranks(), set(range(RANKS)))
        self.assertEqual(timeline.dropped, 0)
        self.assertEqual({rank for rank, name in timeline.names["process_name"]}, set(range(RANKS)))
        for rank in range(RANKS):
            self.assertIn((rank, "main"), timeline.names["thread_name"])
            self.assertIn((rank, "kernel 0"), timeline.names["thread_name"])
        self.assertEqual({event["args"]["of"].rpartition("/")[2] for event in timeline.events("task")},
                         {path.name for path in self.reports})
        for thread, events in timeline.threads.items():
            self.assertTrue(nested(events), thread)

    def test_a_study_may_do_without(self):
        self.run_winnow("run", "city.toml", "--overwrite", "--set", "watch.operations=false", ranks=1)
        out = self.run_winnow("show", "city.h5", "performance", status=2)
        self.assertIn("[watch] operations = true", out.stderr)

    def test_a_trace_that_could_not_be_written_is_refused_at_once(self):
        out = self.run_winnow("run", "city.toml", "--overwrite", "--trace", "none/trace.json", ranks=1, status=2)
        self.assertIn("the trace is to be there", out.stderr)
        out = self.run_winnow("run", "city.toml", "--overwrite", "--trace", "/proc/trace.json", ranks=1, status=2)
        self.assertIn("cannot write /proc/trace.json", out.stderr)


class Search(OptimizeCase):
    def test_a_steady_search_of_brief_evaluations_is_told_what_sends_many_at_once(self):
        self.expression(keys='update = "steady"\nevaluations = 20_000')
        self.run_winnow("run", "study.toml", ranks=RANKS)
        shown = self.run_winnow("show", "study.h5", "performance").stdout
        self.assertRegex(shown, r'wait_for_work, .+\n  .+\[optimize\] update = "generation"')


class Stopped(LongRun):
    def test_a_run_that_is_stopped_leaves_its_trace(self):
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "study.toml", "--json", "-o", "stopped.h5", "--trace", "trace.json"]
        with self.midway(command) as job:
            job.send_signal(signal.SIGUSR1)
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        timeline = Timeline(self.folder / "trace.json")
        self.assertEqual(timeline.ranks(), {0, 1})
        self.assertTrue(timeline.events("task"))


if __name__ == "__main__":
    main()
