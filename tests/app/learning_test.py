"""What runs show of memory, and what later plans make of it."""
import json
import tomllib
import unittest

import h5py

import winnow

PROGRAM_STUDY = """[optimize]
evaluations = 24
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[optimize.objective]
program = ["/usr/bin/python3", "./hungry.py", "{x}"]
"""

HUNGRY = """import sys
x = float(sys.argv[1])
block = bytearray(150_000_000 + int(x * 5_000_000))
block[::4096] = b"x" * len(block[::4096])
print((x - 0.3) ** 2)
"""


class Learning(winnow.Case):
    def setUp(self):
        super().setUp()
        self.environment = {"WINNOW_RESOURCES_LEARNED": "auto", "XDG_STATE_HOME": str(self.folder / "state")}
        self.learned = self.folder / "state" / "winnow" / "learned.toml"

    def peaks(self, *arguments, ranks):
        """The predicted and the measured peak of a run, and how many runs the prediction goes by."""
        self.run_winnow("run", *arguments, "-o", "out.h5", "--overwrite", "--quiet", ranks=ranks,
                        environment=self.environment)
        with h5py.File(self.folder / "out.h5") as file:
            plan = file["run/plan"]
            return int(plan["predicted_peak"][0]), int(plan["measured_peak"][0]), int(plan["learned_from"][0])

    def check_second_run(self, *arguments, ranks):
        self.assertEqual(self.peaks(*arguments, ranks=ranks)[2], 0)
        predicted, measured, runs = self.peaks(*arguments, ranks=ranks)
        self.assertEqual(runs, 1)
        self.assertGreaterEqual(predicted, measured)
        self.assertLess(predicted, 1.15 * measured)

    def plan(self, *arguments):
        done = self.run_winnow("plan", *arguments, "--json", environment=self.environment)
        return json.loads(done.stdout)

    def test_a_reduction_is_predicted_within_15_percent_on_its_second_run(self):
        self.check_second_run(self.campaign(), ranks=2)

    def test_a_search_is_predicted_within_15_percent_on_its_second_run(self):
        self.check_second_run(winnow.SOURCE / "inputs" / "optimize-sphere.toml", ranks=2)

    def test_a_run_with_more_ranks_than_workers_spoils_no_later_prediction(self):
        study = self.campaign()
        for ranks in (2, 4):
            self.peaks(study, "--set", "resources.workers=2", ranks=ranks)
        for ranks in (2, 1, 4):
            predicted, measured, _ = self.peaks(study, "--set", "resources.workers=2", ranks=ranks)
            self.assertGreaterEqual(predicted, measured, ranks)
            self.assertLess(predicted, 1.2 * measured, ranks)  # a third too much with their growth given to workers

    def test_a_program_is_counted_with_what_its_processes_take(self):
        self.write("hungry.py", HUNGRY)
        study = self.write("study.toml", PROGRAM_STUDY)
        before = self.plan(study, "--nodes", 1, "--memory", "600MiB", "--topology", "core:8 pu:1")
        self.check_second_run(study, ranks=2)
        after = self.plan(study, "--nodes", 1, "--memory", "600MiB", "--topology", "core:8 pu:1")
        self.assertEqual(before["learned_from"], 0)
        self.assertEqual(after["learned_from"], 2)
        self.assertGreater(before["nodes"][0]["workers"], 2)
        self.assertEqual(after["nodes"][0]["workers"], 2)
        self.assertEqual(after["nodes"][0]["bound_by"], "memory")
        text = self.run_winnow("plan", study, environment=self.environment).stdout
        self.assertIn("memory is learned from 2 runs\n", text)

    def test_learning_changes_no_answer(self):
        study = self.campaign()
        self.peaks(study, ranks=1)
        before = winnow.answer(self.folder / "out.h5")
        for memory in ["150MiB", "200MiB"]:
            self.peaks(study, "--set", f"resources.memory={memory}", ranks=2)
            self.assertEqual(before, winnow.answer(self.folder / "out.h5"))

    def test_a_damaged_file_is_set_aside_and_said(self):
        self.learned.parent.mkdir(parents=True)
        self.learned.write_text("[[learned]\n")
        done = self.run_winnow("run", self.campaign(), "-o", "out.h5", ranks=2, environment=self.environment)
        self.assertEqual(done.stderr.count("what was learned of memory is not used"), 1, done.stderr)
        self.assertIn(f"now {self.learned}.damaged, and a new one was begun", done.stderr)
        self.assertEqual(self.plan("city.toml")["learned_from"], 1)

    def test_a_home_that_cannot_be_written_fails_no_run(self):
        self.environment["XDG_STATE_HOME"] = "/dev/null"
        done = self.run_winnow("run", self.campaign(), "-o", "out.h5", environment=self.environment)
        self.assertIn("what this run has shown of memory is not kept: cannot make /dev/null/winnow", done.stderr)

    def test_nothing_is_learned_of_a_run_that_was_stopped(self):
        study = self.write("study.toml", PROGRAM_STUDY.replace("evaluations = 24", 'time = "1s"\nevaluations = 100000'))
        self.write("hungry.py", "import time\ntime.sleep(0.2)\nprint(1)\n")
        self.run_winnow("run", study, "-o", "out.h5", status=75, environment=self.environment)
        self.assertFalse(self.learned.exists())

    def check_learns_nothing(self, *arguments):
        """A run of at most one evaluation of its own teaches nothing, and makes no file where there was none."""
        self.learned.unlink(missing_ok=True)
        self.run_winnow("run", *arguments, environment=self.environment)
        self.assertFalse(self.learned.exists())

    def test_a_search_teaches_nothing_that_takes_its_work_from_a_cache(self):
        self.write("hungry.py", HUNGRY)
        study = self.write("study.toml", PROGRAM_STUDY + '[optimize.cache]\npath = "cache"\n')
        self.run_winnow("run", study, "-o", "out.h5", environment=self.environment)
        self.assertTrue(self.learned.exists())
        self.check_learns_nothing(study, "-o", "again.h5")

    def test_a_search_teaches_nothing_that_takes_its_work_from_a_journal(self):
        self.write("hungry.py", HUNGRY)
        study = self.write("study.toml", PROGRAM_STUDY)
        self.run_winnow("run", study, "-o", "out.h5", environment=self.environment)
        self.assertTrue(self.learned.exists())
        self.check_learns_nothing(study, "-o", "out.h5", "--resume", "--set", "optimize.evaluations=25")

    def test_a_reduction_teaches_nothing_that_takes_its_work_from_a_checkpoint(self):
        study = self.campaign()
        broken = self.write("one-city/zz_Zz_seed1_buf5M_MessageStatsReport.txt", "title\ncreated: twelve\n")
        run = [study, "-o", "out.h5", "--set", "reduce.on_error=stop", "--set", "farm.batch=1"]
        self.run_winnow("run", *run, status=2, environment=self.environment)
        broken.unlink()
        self.check_learns_nothing(*run, "--resume")

    def test_a_run_on_few_of_its_workers_tells_of_those_alone(self):
        self.write("hungry.py", HUNGRY)
        study = self.write("study.toml", PROGRAM_STUDY)
        self.run_winnow("run", study, "-o", "out.h5", "--set", "optimize.evaluations=1", "--set",
                        "resources.workers=2", "--set", "resources.worker_type=thread", environment=self.environment)
        with self.learned.open("rb") as file:
            peaks = tomllib.load(file)["learned"][0]["peaks"]
        self.assertEqual([one["workers"] for one in peaks], [1])

    def test_a_plan_of_several_jobs_tells_of_each(self):
        self.campaign()
        self.write("hungry.py", HUNGRY)
        study = self.write("both.toml", (self.folder / "city.toml").read_text() + PROGRAM_STUDY)
        self.assertEqual([plan["job"] for plan in self.plan(study)], ["reduce", "optimize"])


if __name__ == "__main__":
    unittest.main()
