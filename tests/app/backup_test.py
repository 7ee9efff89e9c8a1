#!/usr/bin/python3
"""What a copy holds can be put back by one command, and gone on with; a copy that is damaged is refused."""
import shutil
import signal

from winnow import MPIRUN, PROGRAM, Case, LongRun, answer, main

CHECKPOINT = ".result.h5.checkpoint"
RUN = ["run", "study.toml", "-o", "result.h5"]


class BackupOfResult(Case):
    def setUp(self):
        super().setUp()
        self.campaign()
        self.run_winnow("run", "city.toml", ranks=1)
        self.run_winnow("backup", "city.h5", "--to", "backups")

    def test_it_is_put_back_byte_by_byte(self):
        result = self.folder / "city.h5"
        content = result.read_bytes()
        refused = self.run_winnow("restore", "backups", status=2)
        self.assertIn("city.h5 is there already", refused.stderr)
        result.unlink()
        self.run_winnow("restore", "backups")
        self.assertEqual(result.read_bytes(), content)

    def test_it_is_refused_if_it_is_damaged(self):
        copy = next((self.folder / "backups").glob("city.h5.*")) / "city.h5"
        content = bytearray(copy.read_bytes())
        content[len(content) // 2] ^= 1
        copy.write_bytes(content)
        refused = self.run_winnow("restore", "backups", "--to", "new", status=2)
        self.assertIn("is damaged (it is not as it was copied): take another copy", refused.stderr)
        self.assertFalse((self.folder / "new").exists())

    def test_nothing_is_no_backup(self):
        refused = self.run_winnow("backup", "town.h5", "--to", "backups", status=2)
        self.assertIn("there is nothing to copy of town.h5", refused.stderr)


class BackupOfUnfinishedRun(LongRun):
    def test_the_run_goes_on_from_it(self):
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *RUN, "--json"]) as job:
            self.read_until_midway(job)
            job.send_signal(signal.SIGUSR1)
            job.stdout.read()
            self.assertEqual(job.wait(timeout=30), 75)
        self.run_winnow("backup", "result.h5", "--to", "backups")
        shutil.rmtree(self.folder / CHECKPOINT)
        self.run_winnow("restore", "backups")
        resumed = self.run_winnow(*RUN, "--resume", ranks=1)
        self.assertRegex(resumed.stderr, "going on: [0-9,]+ tasks were done before")
        self.run_winnow("run", "study.toml", "-o", "whole.h5", ranks=1)
        self.assertEqual(answer(self.folder / "result.h5"), answer(self.folder / "whole.h5"))


SEARCH = """[optimize]
algorithm = "de"
population = 20
evaluations = 400
record = "all"
[[optimize.parameter]]
name = "x"
low = -5
high = 5
[optimize.objective]
expression = "(x - 1)^2"
[checkpoint]
path = "kept"
"""


class BackupOfSearch(Case):
    """Whose journal stays when it is done, so that a larger budget goes on from it."""

    def setUp(self):
        super().setUp()
        self.write("search.toml", SEARCH)
        (self.folder / "kept").mkdir()
        self.run_winnow("run", "search.toml", "-o", "whole.h5", "--set", "optimize.evaluations=600", ranks=1)
        self.run_winnow("run", "search.toml", ranks=2)

    def expect_to_go_on(self):
        (self.folder / "search.h5").unlink(missing_ok=True)
        shutil.rmtree(self.folder / "kept")
        self.run_winnow("restore", "backups")
        done = self.run_winnow("run", "search.toml", "--resume", "--set", "optimize.evaluations=600", ranks=2)
        self.assertIn("going on: 400 evaluations were done before", done.stderr)
        self.assertEqual(answer(self.folder / "search.h5"), answer(self.folder / "whole.h5"))

    def test_its_journal_is_found_where_the_result_says(self):
        self.run_winnow("backup", "search.h5", "--to", "backups")
        self.expect_to_go_on()

    def test_its_journal_is_found_where_the_study_says_if_there_is_no_result_yet(self):
        (self.folder / "search.h5").unlink()
        refused = self.run_winnow("backup", "search.h5", "--to", "backups", status=2)
        self.assertIn("name that with --study", refused.stderr)
        self.run_winnow("backup", "search.h5", "--to", "backups", "--study", "search.toml")
        (self.folder / "kept").rename(self.folder / "gone")
        (self.folder / "kept").mkdir()
        self.expect_to_go_on()


if __name__ == "__main__":
    main()
