#!/usr/bin/python3
"""Bad input gets one clear error, exit status 2, and leaves nothing behind."""
import os
import subprocess
import unittest

from winnow import Case, answer, main


class BadInput(Case):
    def setUp(self):
        super().setUp()
        self.study = self.campaign()

    def refused(self, *arguments, ranks=2, status=2, **options):
        """The error's text; checks that it stands alone and that no file was left."""
        before = sorted(path.name for path in self.folder.iterdir())
        done = self.run_winnow(*arguments, ranks=ranks, status=status, **options)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), before)
        errors = [line for line in done.stderr.splitlines() if line.startswith("winnow: error: ")]
        self.assertEqual(len(errors), 1, done.stderr)
        return errors[0].removeprefix("winnow: error: ")

    def edit(self, old, new):
        text = self.study.read_text()
        self.assertIn(old, text)
        self.study.write_text(text.replace(old, new))

    def test_no_file_matched(self):
        self.edit("_MessageStatsReport.txt\"", "_NoSuchReport.txt\"")
        error = self.refused("run", "city.toml")
        self.assertIn("no file matched one-city/*_NoSuchReport.txt", error)
        self.assertRegex(error, r"^city\.toml:\d+:\d+: ")

    def test_files_folders_and_lists_that_are_not_there(self):
        for files, problem in (("none.txt", 'no file "none.txt"'), ("none/*.txt", 'no folder "none/"'),
                               ("@none.txt", 'no file of names "none.txt"')):
            self.write("absent.toml", f'[reduce]\nfiles = "{files}"\n')
            self.assertRegex(self.refused("run", "absent.toml"), r"^absent\.toml:2:1: " + problem)

    def test_an_unknown_metric_names_the_near_ones(self):
        error = self.refused("run", "city.toml", "--set", 'reduce.metrics=["delivrey_prob"]')
        self.assertIn('unknown metric "delivrey_prob"', error)
        self.assertIn("delivery_prob", error)

    def test_a_metric_like_no_other_is_unknown_too(self):
        self.assertIn('unknown metric "zzzzzzzzzz"', self.refused("run", "city.toml", "--set", 'reduce.metrics=["zzzzzzzzzz"]'))

    def test_an_unknown_key_gets_the_nearest_right_one(self):
        self.edit("group_by", "grup_by")
        error = self.refused("run", "city.toml")
        self.assertRegex(error, r"^city\.toml:\d+:\d+: .*grup_by.*group_by")

    def test_an_unknown_statistic(self):
        error = self.refused("run", "city.toml", "--set", 'reduce.statistics=["maen"]')
        self.assertIn("mean", error)

    def test_a_percentile_that_there_is_not(self):
        error = self.refused("check", "city.toml", "--set", 'reduce.statistics=["p95.0"]', ranks=None)
        self.assertIn("write p95", error)

    def test_an_expression_that_is_none(self):
        self.edit("[reduce]", '[reduce]\nwhere = "created > 0 &&"\nderive = { cost = "relayed / delivered" }')
        error = self.refused("check", "city.toml", ranks=None)
        self.assertRegex(error, r"^city\.toml:4:\d+: .*created > 0 &&.*ends too early at its column 15")

    def test_an_expression_over_text(self):
        self.edit("[reduce]", '[reduce]\nwhere = "router > 0"')
        self.assertRegex(self.refused("check", "city.toml", ranks=None), r"^city\.toml:4:\d+: .*router.*is text")

    def test_a_column_in_an_expression_that_no_file_has(self):
        self.edit("[reduce]", '[reduce]\nwhere = "craeted > 0"')
        error = self.refused("run", "city.toml")
        self.assertRegex(error, r'^city\.toml:4:\d+: unknown column "craeted".*created')

    def test_a_bad_name_pattern(self):
        self.edit("{router}", "{router")
        self.assertRegex(self.refused("run", "city.toml"), r"^city\.toml:\d+:\d+: ")

    def test_a_group_by_field_that_the_name_does_not_have(self):
        error = self.refused("run", "city.toml", "--set", 'reduce.group_by=[["ruoter"]]')
        self.assertIn("ruoter", error)
        self.assertIn("router", error)

    def test_a_missing_study(self):
        self.assertIn("No such file", self.refused("run", "none.toml"))

    def test_a_study_that_is_no_toml(self):
        self.study.write_text("[reduce\nfiles = ")
        self.assertRegex(self.refused("run", "city.toml"), r"^city\.toml:\d+:\d+: ")

    def test_a_missing_output_folder(self):
        self.assertIn("none", self.refused("run", "city.toml", "-o", "none/city.h5"))

    def test_an_output_that_exists(self):
        self.write("city.h5", "precious")
        error = self.refused("run", "city.toml")
        self.assertIn("city.h5", error)
        self.assertEqual((self.folder / "city.h5").read_text(), "precious")

    def test_what_is_no_result_is_not_overwritten_either(self):
        self.write("city.h5", "precious")
        self.refused("run", "city.toml", "--overwrite")
        self.assertEqual((self.folder / "city.h5").read_text(), "precious")

    def test_files_of_a_run_that_would_destroy_each_other(self):
        self.write("notes.txt", "precious")
        study = self.study.read_text()
        for arguments, words in [
                (["-o", "a.h5", "--trace", "a.h5"], "--output and --trace are the same file"),
                (["--trace", "city.toml"], "the study and --trace are the same file"),
                (["--trace", "notes.txt"], "notes.txt exists, and is no trace"),
                (["--set", "watch.log=city.toml"], "the study and watch.log are the same file"),
                (["--set", "watch.log=city.h5"], "--output and watch.log are the same file"),
                (["--set", "resources.learned=city.toml"], "the study and resources.learned are the same file"),
                (["--set", "resources.learned=notes.txt"], "notes.txt is no file of what runs have learned"),
                (["--set", "resources.learned=."], "is no file of what runs have learned")]:
            with self.subTest(arguments=arguments):
                self.assertIn(words, self.refused("run", "city.toml", *arguments))
                self.assertEqual(self.study.read_text(), study)

    def test_a_name_too_long_for_what_belongs_to_the_result(self):
        self.assertIn("the result's name of 240 bytes is too long", self.refused("run", "city.toml", "-o", "x" * 240))
        self.run_winnow("run", "city.toml", "-o", "x" * 235, ranks=2)
        self.run_winnow("run", "city.toml", "-o", "x" * 235, "--overwrite", ranks=2)

    def test_a_memory_limit_too_small_for_one_piece(self):
        error = self.refused("run", "city.toml", "--set", "resources.memory=10MiB")
        self.assertIn("resources.memory", error)
        self.assertIn("10 MiB", error)

    def test_more_groups_than_there_is_memory_for(self):
        rows = "".join(f"{i},{i}.5,{i}.25\n" for i in range(1_000_000))
        self.write("many.csv", "key,a,b\n" + rows)
        self.write("many.toml", '[reduce]\nfiles = "many.csv"\nname = "{*}"\ngroup_by = [["key:int"]]\n')
        small, larger = (["--set", f"resources.memory={memory}", "--set", "resources.chunk=1MiB",
                          "--set", "farm.batch=1", "--set", "checkpoint.interval=none"] for memory in ("300MiB", "700MiB"))
        self.assertRegex(self.refused("run", "many.toml", *small, "--set", "resources.chunk=32MiB"),
                         r"the groups of one piece of input take .* MiB, more than the .* MiB that there is.*resources.chunk")
        self.assertRegex(self.refused("run", "many.toml", *larger),
                         r"the groups take .* MiB, more than the .* MiB that there is.*reduce.group_by")

    def test_a_misspelt_verb_and_option(self):
        self.assertIn('write "reduce"', self.refused("redcue", "city.toml", ranks=None))
        self.assertIn('write "--overwrite"', self.refused("run", "city.toml", "--overwite", ranks=None))

    @unittest.skipUnless(os.geteuid() == 0, "only root can mount a small file system")
    def test_a_full_disk(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "winnow", small], capture_output=True).returncode:
            self.skipTest("no mounting here")
        try:
            error = self.refused("run", "city.toml", "-o", "small/city.h5")
            self.assertIn("No space left on device", error)
            self.assertEqual(list(small.iterdir()), [])
        finally:
            subprocess.run(["umount", small], check=True)

    @unittest.skipUnless(os.geteuid() == 0, "needs another user to be")
    def test_no_permission(self):
        os.chmod(self.folder, 0o755)
        locked = self.folder / "locked"
        locked.mkdir(mode=0o755)
        nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "mpirun", "--quiet"]
        error = self.refused("run", "city.toml", "-o", "locked/city.h5", ranks=1, launcher=nobody,
                             environment={"TMPDIR": "/tmp", "HOME": "/tmp"})
        self.assertIn("Permission denied", error)

    @unittest.skipUnless(os.geteuid() == 0, "needs another user to be")
    def test_no_permission_for_the_checkpoint(self):
        self.write("search.toml", '[optimize]\nevaluations = 40\n[[optimize.parameter]]\nname = "x"\nlow = 0\n'
                   'high = 1\n[optimize.objective]\nexpression = "x"\n[checkpoint]\npath = "locked"\n')
        os.chmod(self.folder, 0o777)
        (self.folder / "locked").mkdir(mode=0o755)
        nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "mpirun", "--quiet"]
        before = sorted(self.folder.rglob("*"))
        for study, place in (("search.toml", "search.toml:10:1"), ("city.toml", "--set checkpoint.path")):
            with self.subTest(study):
                path = ["--set", "checkpoint.path=locked"] if study == "city.toml" else []
                error = self.refused("run", study, "-o", "new.h5", *path, ranks=2, launcher=nobody,
                                     environment={"TMPDIR": "/tmp", "HOME": "/tmp"})
                self.assertRegex(error, place + r": cannot keep the checkpoint in \S+locked \(Permission denied\): name a ")
                self.assertEqual(sorted(self.folder.rglob("*")), before)


class RejectedInput(Case):
    """Files that cannot be used are rejected with a reason, and never end the run."""

    def setUp(self):
        super().setUp()
        self.campaign()
        self.bad = {
            "city_ARouter_seed1_buf2M_MessageStatsReport.txt": (b"", "empty"),
            "city_BRouter_seed1_buf2M_MessageStatsReport.txt": (b"\x00\x01\x02binary", "binary"),
            "unlike_MessageStatsReport.txt": (b"title\ncreated: 1\n", "name"),
            "city_CRouter_seed1_buf2M_MessageStatsReport.txt": (b"title\ndelivery_prob: twelve\nlatency_avg: 3\n", "not a number"),
        }
        for name, (content, _) in self.bad.items():
            self.write(f"one-city/{name}", content)
        os.mkfifo(self.folder / "one-city" / "city_DRouter_seed1_buf2M_MessageStatsReport.txt")

    def test_each_is_named_with_its_reason(self):
        done = self.run_winnow("run", "city.toml", ranks=2)
        table = self.run_winnow("export", "city.h5", "rejected").stdout
        for name, (_, reason) in self.bad.items():
            row = next(line for line in table.splitlines() if name in line)
            self.assertIn(reason, row)
            self.assertIn(reason, done.stdout)
        self.assertIn("not a regular file", table)
        line = next(line for line in table.splitlines() if "twelve" in line)
        self.assertIn(",2,", line)

    def test_a_campaign_of_nothing_but_rejections_is_too_many(self):
        for path in (self.folder / "one-city").glob("city_*Router_seed*"):
            if path.name not in self.bad:
                path.unlink()
        (self.folder / "one-city" / "city_CRouter_seed1_buf2M_MessageStatsReport.txt").unlink()
        done = self.run_winnow("run", "city.toml", ranks=2, status=3)
        self.assertTrue((self.folder / "city.h5").exists())
        self.assertIn("empty", done.stdout)


class StopAtRejection(Case):
    """With on_error = "stop" the first thing that is rejected ends the run, with one error that names it."""

    study = """[reduce]
files = "data/*.csv"
name = "{kind}_{number:int}.csv"
group_by = [["kind"]]
on_error = "stop"
"""

    def setUp(self):
        super().setUp()
        self.write("study.toml", self.study)
        for number in range(200):
            self.write(f"data/a_{number}.csv", "x,y\n" + f"{number},1\n" * 100)

    def refused(self, ranks, *arguments):
        done = self.run_winnow("run", "study.toml", "-o", "out.h5", *arguments, ranks=ranks, status=2, timeout=60)
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith(("out", ".out.h5.part"))], [])
        errors = [line for line in done.stderr.splitlines() if "error: " in line]
        self.assertEqual(len(errors), 1, done.stderr)
        return errors[0].removeprefix("winnow: error: ")

    def test_a_record_is_named_with_its_line_on_any_number_of_ranks(self):
        self.write("data/a_7.csv", "x,y\n1,2\n3,4\n5,six\n")
        for ranks in (1, 2, 3):
            with self.subTest(ranks=ranks):
                error = self.refused(ranks)
                self.assertTrue(error.startswith("data/a_7.csv:4: rejected: not a number (y: six): mend it, or "), error)
                self.assertIn('on_error = "reject"', error)
                self.assertIn("table rejected", error)

    def test_of_many_rejections_one_is_reported(self):
        for number in range(200):
            self.write(f"data/a_{number}.csv", "x,y\n1,2\n3\n")
        self.assertRegex(self.refused(3), r"^data/a_\d+\.csv:3: rejected: ")

    def test_files_that_cannot_be_used(self):
        for name, content, reason in [("b_1.csv", b"", "empty"), ("unlike.csv", b"x\n1\n", "name does not match"),
                                      ("b_2.csv", b"\0\1\2", "binary")]:
            with self.subTest(name=name):
                path = self.write(f"data/{name}", content)
                self.assertRegex(self.refused(None), rf"^data/{name}: rejected: .*{reason}")
                path.unlink()

    def test_what_the_walk_cannot_take(self):
        os.mkfifo(self.folder / "data" / "b_1.csv")
        self.assertIn("data/b_1.csv: rejected: not a regular file", self.refused(None))

    def test_a_line_is_counted_from_the_files_beginning_where_it_is_read_in_pieces(self):
        rows = ["1.25,2.5"] * 400_000
        rows[390_000] = "1.25,two"
        self.write("data/a_7.csv", "x,y\n" + "\n".join(rows) + "\n")
        error = self.refused(2, "--set", "resources.chunk=1MiB")
        self.assertTrue(error.startswith("data/a_7.csv:390002: rejected: not a number"), error)

    def test_nothing_rejected_ends_nothing(self):
        self.run_winnow("run", "study.toml", "-o", "out.h5")
        self.assertTrue((self.folder / "out.h5").exists())

    def test_a_mended_file_lets_a_resumed_run_go_on(self):
        bad = self.write("data/a_7.csv", "x,y\n1,2\n3,4\n5,six\n")
        self.assertIn("--resume", self.refused(2))
        self.assertRegex(self.refused(None, "--resume"), r"^data/a_7\.csv:4: ")
        bad.write_text("x,y\n1,2\n3,4\n5,6\n")
        self.run_winnow("run", "study.toml", "-o", "out.h5", "--resume", ranks=3)
        self.run_winnow("run", "study.toml", "-o", "whole.h5")
        self.assertEqual(answer(self.folder / "out.h5"), answer(self.folder / "whole.h5"))


if __name__ == "__main__":
    main()
