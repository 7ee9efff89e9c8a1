#!/usr/bin/python3
"""What disks do to a search: they fill, they cannot be written, they are shared, and what is on them is damaged."""
import os
import re
import signal
import subprocess
import unittest

import h5py
import numpy

from searches import OptimizeCase
from winnow import MPIRUN, PROGRAM, answer, main

MORE = '[optimize.cache]\npath = "{}"\n'


class SmallDisk(OptimizeCase):
    """A search whose journal goes to a disk that is too small for it."""

    def setUp(self):
        super().setUp()
        self.simulator(pause="sleep 0.002")
        self.study(evaluations=600)
        self.run_winnow("run", "bowl.toml", "-o", "whole.h5", "--set", "optimize.record=all", "--quiet", ranks=2)
        self.whole = answer(self.folder / "whole.h5")
        self.small = self.folder / "small"
        self.small.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "winnow", self.small]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
            self.skipTest("no mounting here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.small])

    def run_there(self, *options, **keys):
        return self.run_winnow("run", "bowl.toml", "-o", "result.h5", "--set", "optimize.record=all",
                               "--set", "checkpoint.interval=50ms", "--set", "checkpoint.path=small", *options, **keys)

    def make_room(self):
        subprocess.run(["mount", "-o", "remount,size=4m", self.small], check=True)

    def expect_the_same_answer(self):
        self.assertEqual(answer(self.folder / "result.h5"), self.whole)

    def expect_words_of_what_is_lacking(self, done):
        self.assertEqual(done.stderr.count("warning: what is done is kept in memory, until it can be written: "), 1)
        self.assertRegex(done.stderr, r"warning: the journal lacks the last evaluations: cannot write \S+ "
                         r"\(No space left on device\): a result has them, but --resume would do them again")

    def expect_to_go_on(self, done, all_but):
        self.assertIn("evaluations were done before", done.stderr)
        known = int(re.search(r"going on: (\d+) ", done.stderr)[1])
        self.assertTrue(0 < known < all_but, known)

    def test_one_that_fills_costs_the_journal_its_end_and_not_the_result(self):
        self.expect_words_of_what_is_lacking(self.run_there(ranks=2))
        self.expect_the_same_answer()
        self.make_room()
        more = ["--set", "optimize.evaluations=620"]
        self.expect_to_go_on(self.run_there(*more, "--resume", ranks=3), all_but=600)
        self.run_winnow("run", "bowl.toml", "-o", "whole.h5", "--set", "optimize.record=all", *more, "--overwrite")
        self.assertEqual(answer(self.folder / "result.h5"), answer(self.folder / "whole.h5"))

    def test_one_that_fills_leaves_a_search_that_is_stopped_its_result(self):
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "bowl.toml", "-o", "result.h5", "--set", "optimize.record=all",
                   "--set", "checkpoint.interval=50ms", "--set", "checkpoint.path=small", "--set",
                   "optimize.evaluations=100000"]
        with self.started(command) as job:
            for line in job.stdout:
                if "is kept in memory" in line:
                    break
            job.send_signal(signal.SIGUSR1)
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 75, out)
        self.assertIn("the journal lacks the last evaluations", out)
        with h5py.File(self.folder / "result.h5") as file:
            values = file["optimize/evaluations/value"][()]
            self.assertEqual(file["optimize/best/value"][0], numpy.nanmin(values))
        self.make_room()
        self.expect_to_go_on(self.run_there("--resume", ranks=2), all_but=len(values))
        self.expect_the_same_answer()

    def test_one_that_fills_and_is_the_result_s_too_leaves_what_was_written_to_go_on_with(self):
        there = ["run", "bowl.toml", "-o", "small/result.h5", "--set", "optimize.record=all"]
        done = self.run_winnow(*there, ranks=2, status=2)
        self.assertRegex(done.stderr, r"error: cannot write small/result.h5 \(No space left on device\): .*; --resume goes "
                         r"on with what was written of the work, and does the rest again\n")
        self.assertFalse((self.small / "result.h5").exists())
        self.make_room()
        self.expect_to_go_on(self.run_winnow(*there, "--resume", ranks=1), all_but=600)
        self.assertEqual(answer(self.small / "result.h5"), self.whole)

    def test_one_that_has_room_again_costs_nothing(self):
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "bowl.toml", "-o", "result.h5", "--set", "optimize.record=all",
                   "--set", "checkpoint.interval=50ms", "--set", "checkpoint.path=small"]
        with self.started(command) as job:
            for line in job.stdout:
                if "is kept in memory" in line:
                    break
            self.make_room()
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, out)
        self.expect_the_same_answer()

    def test_one_too_small_for_the_result_says_so_and_another_takes_it(self):
        done = self.run_winnow("run", "bowl.toml", "-o", "small/result.h5", "--set", "optimize.record=all",
                               "--set", f"checkpoint.path={self.folder}", ranks=2, status=2)
        self.assertIn("cannot write small/result.h5 (No space left on device): make room, or name a file "
                      "on another disk with --output; --resume goes on with what was done", done.stderr)
        self.assertEqual(list(self.small.iterdir()), [])
        self.make_room()
        done = self.run_winnow("run", "bowl.toml", "-o", "small/result.h5", "--set", "optimize.record=all",
                               "--set", f"checkpoint.path={self.folder}", "--resume", ranks=1)
        self.assertIn("going on: 600 evaluations were done before", done.stderr)
        self.assertEqual(answer(self.small / "result.h5"), self.whole)

    def test_one_too_small_for_programs_to_work_on_is_no_outcome_of_theirs(self):
        self.simulator(pause=f"echo >> {self.folder}/tries; [ $(wc -l < {self.folder}/tries) -lt 30 ] || "
                       f"head -c 100000 /dev/zero > {self.small}/full")
        self.write("settings.txt.in", "x = {x}\n")
        self.write("bowl.toml", (self.folder / "bowl.toml").read_text().replace(
            'outputs =', 'templates = ["settings.txt.in"]\noutputs ='))
        there = ["run", "bowl.toml", "-o", "result.h5", "--set", "optimize.evaluations=60",
                 "--set", "optimize.record=all", "--set", "optimize.objective.directory=small/work"]
        done = self.run_winnow(*there, ranks=1, status=2)
        self.assertRegex(done.stderr, r"error: evaluations cannot be begun \(cannot write its files into \S+: is the disk "
                         r"full\?\): mend that; then --resume goes on with the [1-9]\d* that were done")
        self.make_room()
        self.run_winnow(*there, "--resume", ranks=2)
        with h5py.File(self.folder / "result.h5") as file, h5py.File(self.folder / "whole.h5") as whole:
            for name in ("x", "k", "value", "status"):
                self.assertEqual(file["optimize/evaluations"][name][()].tobytes(),
                                 whole["optimize/evaluations"][name][:60].tobytes(), name)


class Cache(OptimizeCase):
    def setUp(self):
        super().setUp()
        self.simulator(pause="sleep 0.01")

    def search(self, path="cache", **keys):
        self.study(more=MORE.format(path))
        return self.run_winnow("run", "bowl.toml", "--overwrite", ranks=2, **keys)

    def test_one_where_nothing_can_be_written_is_refused(self):
        self.write("file", "")
        error = self.search("file", status=2).stderr
        self.assertRegex(error, r"error: bowl.toml:\d+:1: cannot use the cache \S+file/evaluations.cache \(.+\): name a file "
                         r"that can be written, or do without a cache")
        self.assertFalse((self.folder / "bowl.h5").exists())

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount")
    def test_one_on_a_disk_that_is_read_only_is_refused(self):
        locked = self.folder / "locked"
        locked.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "winnow", locked], capture_output=True).returncode:
            self.skipTest("no mounting here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", locked])
        self.assertIn("(Read-only file system): name a file that can be written", self.search("locked", status=2).stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount a small file system")
    def test_one_on_a_disk_that_is_full_is_done_without(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "winnow", small], capture_output=True).returncode:
            self.skipTest("no mounting here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", small])
        (small / "evaluations.cache").touch()
        self.study(evaluations=480, more=MORE.format("small"))
        done = self.run_winnow("run", "bowl.toml", ranks=2)
        self.assertRegex(done.stderr, r"warning: the cache \S+ takes no more evaluations \(.*full\)")
        self.run_winnow("run", "bowl.toml", "-o", "none.h5", "--set", "optimize.cache.path=none",
                        "--set", "optimize.cache.digits=15", ranks=2)

    def test_one_that_is_damaged_is_set_aside(self):
        self.search()
        first = answer(self.folder / "bowl.h5")
        cache = self.folder / "cache" / "evaluations.cache"
        cache.write_bytes(b"no database " * 1000)
        done = self.search()
        self.assertIn("is damaged (file is not a database): it is set aside as evaluations.cache.damaged-1", done.stderr)
        self.assertEqual(answer(self.folder / "bowl.h5"), first)
        self.assertIn("cached", self.search().stdout)

    def test_one_that_two_runs_write_at_a_time_serves_both(self):
        self.study(more=MORE.format("cache"))
        command = [*MPIRUN, "-n", "1", PROGRAM, "run", "bowl.toml", "-o"]
        with self.started([*command, "one.h5"]) as one, self.started([*command, "two.h5"]) as two:
            for job in (one, two):
                out, _ = job.communicate(timeout=60)
                self.assertEqual(job.returncode, 0, out)
                self.assertNotRegex(out, "warning: the cache")
        self.assertEqual(answer(self.folder / "one.h5"), answer(self.folder / "two.h5"))
        self.assertRegex(self.search().stdout, r"cached +1[01]\d evaluations")

    def test_one_of_a_program_that_has_changed_is_not_asked(self):
        self.search()
        self.simulator(pause="sleep 0.011")
        self.assertNotRegex(self.search().stdout, r"cached +\d{2,} evaluations")


if __name__ == "__main__":
    main()
