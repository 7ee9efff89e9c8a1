#!/usr/bin/python3
"""A run that is killed or stopped goes on where its checkpoint stands, and gives the answer that it would have given."""
import contextlib
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
import unittest

import h5py

from winnow import (ENVIRONMENT, MPIRUN, PROGRAM, Case, LongRun, answer, kill_all, launched, main,
                    processes_below, write_reports)

CHECKPOINT = ".result.h5.checkpoint"
RUN = ["run", "study.toml", "-o", "result.h5", "--set", "checkpoint.interval=20ms"]


class Resume(LongRun):
    @classmethod
    def setUpClass(cls):
        """The reports, some of which are bad, and their answer: once for all tests."""
        shared = tempfile.TemporaryDirectory(prefix="winnow-e2e-")
        cls.addClassCleanup(shared.cleanup)
        cls.reports = pathlib.Path(shared.name) / "data"
        write_reports(cls.reports)
        (cls.reports / "run_0_seed70000.txt").write_text("")
        (cls.reports / "run_0_seed70001.txt").write_text("title\ncreated: twelve\nlatency_avg: 1\n")
        (cls.reports / "unlike.txt").write_text("title\ncreated: 1\n")
        os.mkfifo(cls.reports / "run_0_seed70002.txt")
        cls.whole = None

    def provide_data(self):
        (self.folder / "data").symlink_to(self.reports)
        if self.whole is None:
            self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=2)
            type(self).whole = answer(self.folder / "whole.h5")

    def expect_the_same_answer(self):
        self.assertEqual(answer(self.folder / "result.h5"), self.whole)
        self.assertFalse((self.folder / CHECKPOINT).exists())

    def journals(self):
        return sorted((self.folder / CHECKPOINT).glob("*.journal"))

    def killed(self, *options, ranks=2, after=None):
        """Kills a run `after` seconds, or midway; gives its output and whether it was killed before its end."""
        before = ""
        with self.started([*MPIRUN, "-n", str(ranks), PROGRAM, *RUN, "--json", *options]) as job:
            if after is None:
                before = self.wait_until_midway(job)
                self.wait_for_a_journal(job)
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    job.wait(timeout=after)
            killed = job.poll() is None
            kill_all(job)
            out, _ = job.communicate(timeout=20)
        return before + out, killed

    def wait_for_a_journal(self, job):
        while not any(path.stat().st_size > 0 for path in self.journals()):
            self.assertIsNone(job.poll(), "the run ended without a checkpoint")
            time.sleep(0.002)

    def done_before(self, out):
        found = re.search(r"going on: ([0-9,]+) tasks were done before", out)
        self.assertIsNotNone(found, out)
        return int(found.group(1).replace(",", ""))

    def refused(self, *options):
        before = [path.read_bytes() for path in self.journals()]
        done = self.run_winnow(*RUN, "--resume", *options, ranks=2, status=2)
        self.assertEqual([path.read_bytes() for path in self.journals()], before, "what is refused is kept")
        errors = [line for line in done.stderr.splitlines() if line.startswith("winnow: error: ")]
        self.assertEqual(len(errors), 1, done.stderr)
        return errors[0]

    def test_ten_kills_at_random_moments_change_no_bit_on_any_number_of_ranks(self):
        moments = random.Random(20240611)
        kills, ranks = 0, 0
        while kills < 10:
            ranks = ranks % 3 + 1
            out, killed = self.killed("--resume", ranks=ranks, after=moments.uniform(0.4, 0.9))
            if not killed:  # it was faster than we: once more from the beginning
                self.expect_the_same_answer()
                (self.folder / "result.h5").unlink()
                continue
            kills += 1
        self.run_winnow(*RUN, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_a_killed_run_goes_on_where_its_checkpoint_stands(self):
        self.killed(ranks=2)
        first = self.done_before(self.killed("--resume", ranks=3)[0])
        done = self.run_winnow(*RUN, "--resume", ranks=1)
        self.assertGreater(self.done_before(done.stderr), first)
        self.assertGreater(first, 0)
        self.expect_the_same_answer()

    def test_a_stopped_run_says_how_to_go_on_and_loses_nothing(self):
        for command, number in ((launched(2, *RUN, "--json", "--set", "checkpoint.interval=1h"), signal.SIGTERM),
                                ([*MPIRUN, "-n", "2", PROGRAM, *RUN, "--json", "--resume"], signal.SIGUSR1)):
            with self.started(command) as job:
                self.wait_until_midway(job)
                job.send_signal(number)
                out, _ = job.communicate(timeout=30)
            self.assertEqual(job.returncode, 75, out)
            self.assertIn("run it again with --resume to go on", out)
            last = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        self.assertGreater(len(self.journals()), 1)
        done = self.run_winnow(*RUN, "--resume", ranks=3)
        self.assertGreaterEqual(self.done_before(done.stderr), max((line.get("done", 0) for line in last), default=0))
        self.expect_the_same_answer()

    def test_without_resume_it_starts_over_and_says_so(self):
        self.killed()
        done = self.run_winnow(*RUN, "--quiet", ranks=2)
        self.assertIn("starting over", done.stderr)
        self.assertIn("--resume would have gone on", done.stderr)
        self.expect_the_same_answer()

    def test_there_need_be_no_checkpoint(self):
        done = self.run_winnow(*RUN, "--resume", ranks=2)
        self.assertIn("there is no checkpoint", done.stderr)
        self.expect_the_same_answer()

    def test_a_torn_journal_gives_what_is_before(self):
        self.killed()
        for journal in self.journals():
            with journal.open("r+b") as file:
                file.truncate(journal.stat().st_size * 2 // 3)
        self.run_winnow(*RUN, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_a_damaged_journal_gives_what_is_before(self):
        self.killed()
        for journal in self.journals():
            with journal.open("r+b") as file:
                file.seek(journal.stat().st_size // 2)
                file.write(b"\xff\x00\xff\x00")
        done = self.run_winnow(*RUN, "--resume", ranks=2)
        self.assertIn("torn or damaged", done.stderr)
        self.expect_the_same_answer()

    def test_two_journals_of_the_same_tasks_count_once(self):
        """As a leader leaves them that was taken for lost, when others have done its tasks again."""
        self.killed()
        for journal in self.journals():
            content = journal.read_bytes()
            journal.with_name(f"copy-{journal.name}").write_bytes(content)
            journal.with_name(f"half-{journal.name}").write_bytes(content[:len(content) // 2])
        self.run_winnow(*RUN, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_another_study_is_refused_with_the_difference(self):
        self.killed()
        error = self.refused("--set", 'reduce.statistics=["mean"]')
        self.assertIn("the checkpoint is of another study", error)
        self.assertRegex(error, r'reduce\.statistics was \["count".*\] and is \["mean"\]')
        self.assertNotIn("reduce.files", error)

    def test_inputs_that_are_gone_are_refused(self):
        self.killed()
        (self.folder / "data").unlink()
        (self.folder / "data").mkdir()
        for path in self.reports.iterdir():
            if not path.name.startswith("run_1_"):
                os.link(path, self.folder / "data" / path.name)
        self.assertRegex(self.refused(), r"\(of [0-9,]+ tasks done before, [0-9,]+ of inputs that are gone\)")

    def test_changed_inputs_are_refused_by_name(self):
        self.killed()
        for path in self.reports.iterdir():
            os.utime(path, ns=(time.time_ns(), 0))
        self.assertRegex(self.refused(), r"[0-9,]+ are of inputs that have changed: data/run_\d_seed\d+\.txt, .*…\)")

    def test_another_version_is_refused(self):
        self.killed()
        program = self.folder / "winnow-9.9.9"
        version = self.run_winnow("--version").stdout.split()[1]
        content = PROGRAM.read_bytes()
        self.assertIn(version.encode() + b"\0", content)
        program.write_bytes(content.replace(version.encode() + b"\0", b"9.9.9\0"))
        program.chmod(0o755)
        done = self.run_command([*MPIRUN, "-n", "2", str(program), *RUN, "--resume"], status=2)
        self.assertIn(f"Winnow {version} wrote it, and this is 9.9.9", done.stderr)

    def test_a_result_that_stands_needs_no_checkpoint(self):
        self.killed()
        kept = [(path.name, path.read_bytes()) for path in self.journals()]
        self.run_winnow(*RUN, "--resume", ranks=2)
        for name, content in kept:  # as if it had been killed before it could remove them
            self.write(f"{CHECKPOINT}/{name}", content)
        self.assertIn("stands", self.run_winnow(*RUN, ranks=2).stdout)
        self.assertFalse((self.folder / CHECKPOINT).exists())

    def test_keeps_nothing_where_nothing_is_wanted(self):
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *RUN, "--json", "--set", "checkpoint.interval=none"]) as job:
            self.wait_until_midway(job)
            job.send_signal(signal.SIGUSR1)
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        self.assertIn("run it again to start over", out)
        self.assertFalse((self.folder / CHECKPOINT).exists())

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount a small file system")
    def test_a_full_disk_costs_the_checkpoint_and_not_the_result(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "winnow", small], capture_output=True).returncode:
            self.skipTest("no mounting here")
        try:
            done = self.run_winnow(*RUN, "--set", f"checkpoint.path={small}", ranks=2)
            self.assertEqual(done.stderr.count("without further checkpoints"), 1, done.stderr)
            self.assertIn("No space left on device", done.stderr)
            self.assertEqual(list(small.iterdir()), [])
        finally:
            subprocess.run(["umount", small], check=True)
        self.expect_the_same_answer()


TABLE_STUDY = """[reduce]
files = "*.csv"
format = "csv"
group_by = [["key"]]
statistics = ["count", "mean", "std", "median", "p95", "first", "last"]
runs = {runs}
unit = "{unit}"
{more}
[resources]
chunk = "1MiB"
[farm]
batch = 1
"""


class ResumeTables(Case):
    """One large file, read in pieces that begin and end in the middle of things."""

    def setUp(self):
        super().setUp()
        numbers = random.Random(7)
        rows = [f"{row % 50},{numbers.gauss(0, 1):.17g},{row}\n" for row in range(50_000)]
        with (self.folder / "large.csv").open("w") as file:
            file.write("key,value,number\n")
            for _ in range(30):
                file.writelines(rows)

    def journal_sizes(self):
        with contextlib.suppress(OSError):
            return {path.stat().st_size for path in (self.folder / CHECKPOINT).glob("*.journal")}
        return set()

    def killed_with_a_journal(self):
        """Kills a run whose journal has grown some times, so that not all of it is torn; again, if it was too late."""
        for _ in range(50):
            command = [*MPIRUN, "-n", "2", str(PROGRAM), *RUN, "--quiet", "--set", "checkpoint.interval=10ms"]
            job = subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            sizes = set()
            while job.poll() is None and len(sizes) < 4:
                sizes |= self.journal_sizes()
                time.sleep(0.01)
            kill_all(job)
            job.wait(timeout=20)
            if not (self.folder / "result.h5").exists() and len(sizes) >= 4:
                return
            (self.folder / "result.h5").unlink(missing_ok=True)
        self.fail("every run ended before it could be killed")

    def expect_to_go_on(self, runs, unit, more=""):
        self.write("study.toml", TABLE_STUDY.format(runs=runs, unit=unit, more=more))
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", "--overwrite", ranks=1)
        self.killed_with_a_journal()
        done = self.run_winnow(*RUN, "--resume", "--overwrite", ranks=3)
        self.assertIn("tasks were done before", done.stderr)
        self.assertEqual(answer(self.folder / "result.h5"), answer(self.folder / "whole.h5"))

    def test_goes_on_in_the_midst_of_a_file(self):
        for runs, unit in (("false", "row"), ("true", "run")):
            with self.subTest(unit=unit):
                self.expect_to_go_on(runs, unit)

    def test_goes_on_in_the_midst_of_a_run_of_several_files(self):
        (self.folder / "large.csv").rename(self.folder / "large_1.csv")
        for run in (1, 2):
            self.write(f"small_{run}.csv", "key,other,value\n1,2,3\n50,6,7\n")
        self.expect_to_go_on("true", "run", 'name = "{part}_{run_number}.csv"\nrun_by = "run_number"')
        with h5py.File(self.folder / "result.h5") as file:
            self.assertEqual(list(file["runs/files"]), [2, 1])

    def test_another_cut_is_refused(self):
        self.write("study.toml", TABLE_STUDY.format(runs="false", unit="row", more=""))
        self.killed_with_a_journal()
        done = self.run_winnow(*RUN, "--resume", "--set", "resources.chunk=2MiB", ranks=2, status=2)
        self.assertIn("resources.chunk was 1 MiB and is 2 MiB", done.stderr)


if __name__ == "__main__":
    main()
