#!/usr/bin/python3
"""A search gives one answer on any number of ranks, whatever fails, and whenever it is killed or stopped."""
import contextlib
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from searches import PARAMETERS, OptimizeCase
from winnow import ENVIRONMENT, MPIRUN, PROGRAM, SOURCE, answer, kill_all, launched, main, pid_of_rank


class Result(OptimizeCase):
    def test_it_is_one_answer_on_any_number_of_ranks(self):
        self.simulator()
        self.study(more='[optimize.objective.read]\nfrom = "stdout"\n')
        answers = []
        for ranks in (1, 2, 3, 5):
            self.run_winnow("run", "bowl.toml", "--quiet", "-o", f"{ranks}.h5", "--set", "optimize.record=all",
                            ranks=ranks)
            answers.append(answer(self.folder / f"{ranks}.h5"))
        self.run_winnow("run", "bowl.toml", "--quiet", "-o", "threads.h5", "--set", "optimize.record=all",
                        "--set", "resources.worker_type=thread", "--set", "resources.workers=4", ranks=1)
        answers.append(answer(self.folder / "threads.h5"))
        for other in answers[1:]:
            self.assertEqual(sorted(other), sorted(answers[0]))
            for name, values in other.items():
                if not name.startswith("study/"):
                    self.assertEqual(values, answers[0][name], name)

    def test_any_rank_goes_on_with_a_cheap_search_and_no_task_is_tried_again(self):
        self.expression(keys="evaluations = 300_000")
        self.run_winnow("run", "study.toml", ranks=3)
        with xarray.open_dataset(self.folder / "study.h5", group="run/queues") as queues:
            self.assertEqual(list(queues["retried"].values), [0])
        with xarray.open_dataset(self.folder / "study.h5", group="run/workers") as workers:
            self.assertEqual(list(workers["failures"].values), [0, 0, 0])

    def test_the_command_that_comes_next_is_one_for_a_shell(self):
        self.expression(keys="evaluations = 30")
        done = self.run_winnow("run", "study.toml", "-o", "a b.h5", ranks=1)
        self.assertRegex(done.stdout, r"next +winnow show 'a b\.h5' optimize")

    def test_xarray_opens_what_it_leaves(self):
        self.simulator()
        self.study()
        done = self.run_winnow("run", "bowl.toml", "--set", "optimize.record=all", ranks=2)
        with xarray.open_dataset(self.folder / "bowl.h5", group="optimize/evaluations") as evaluations:
            self.assertEqual(evaluations.sizes["evaluation"], 120)
            self.assertEqual(evaluations["k"].dtype.kind, "i", "an integer stays one")
            self.assertLessEqual(set(evaluations["router"].values), {"epidemic", "maxprop"})
            failed = evaluations["status"].values == "exit_status"
            self.assertGreater(failed.sum(), 0)
            self.assertTrue(numpy.isnan(evaluations["value"].values[failed]).all())
            best = numpy.nanmin(evaluations["value"].values)
            numpy.testing.assert_allclose(evaluations["sum"].values[~failed],
                                          (evaluations["x"] + evaluations["k"]).values[~failed], rtol=1e-4)
        with xarray.open_dataset(self.folder / "bowl.h5", group="optimize/best") as found:
            self.assertEqual(float(found["value"][0]), best)
        with xarray.open_dataset(self.folder / "bowl.h5", group="optimize/generations") as generations:
            self.assertEqual(list(generations["evaluations"].values), list(range(12, 121, 12)))
        with xarray.open_dataset(self.folder / "bowl.h5", group="run/evaluations") as run:
            self.assertLessEqual(set(run["rank"].values), {0, 1})
            self.assertEqual(set(run["node"].values), {platform.node()})
        with xarray.open_dataset(self.folder / "bowl.h5", group="run/generations") as generations:
            self.assertTrue((generations["evaluations_per_second"] > 0).all())
            self.assertTrue(((generations["utilisation"] > 0) & (generations["utilisation"] <= 1)).all())
            numpy.testing.assert_allclose(generations["utilisation"], generations["busy"] / generations["took"] / 2)
            self.assertTrue((generations["traffic"] > 12 * 8).all())
            self.assertEqual(generations["traffic"].units, "B")
            self.assertEqual((generations.attrs["update"], generations.attrs["workers"]), ("generation", 2))
        self.assertRegex(done.stdout, r"failed +\d+ × exit_status, first: exit status 3: out of memory at x = ")
        again = next(line for line in done.stdout.splitlines() if line.startswith("  again")).split()[2:]
        said = self.run_winnow(*again)
        self.assertEqual(float(said.stdout.splitlines()[0].partition(" = ")[2]), best)

    def test_every_column_says_what_it_is_and_every_group_opens(self):
        self.simulator()
        self.study()
        self.run_winnow("run", "bowl.toml", "--quiet", "--set", "optimize.record=all", "--set", "optimize.algorithm=jso",
                        ranks=2)
        with h5py.File(self.folder / "bowl.h5") as file:
            groups = [f"{top}/{name}" for top in ("optimize", "run") for name in file[top]]
        for engine in ("netcdf4", "h5netcdf"):
            for group in groups:
                with xarray.open_dataset(self.folder / "bowl.h5", group=group, engine=engine) as table:
                    table.load()
                    if group.rpartition("/")[2] not in ("evaluations", "generations", "best", "failures"):
                        continue
                    for name, column in table.variables.items():
                        self.assertIn("long_name", column.attrs, f"{group}/{name}")
                        is_time = name in ("at", "took", "busy", "start", "duration")
                        self.assertTrue(not is_time or column.attrs["units"] == "s", f"{group}/{name}")

    def test_several_problems_share_a_run(self):
        problems = "".join(f"""
[[optimize]]
name = "p{seed}"
evaluations = 300
seed = {seed}
[[optimize.parameter]]
name = "x"
low = 0
high = 4
[optimize.objective]
expression = "(x - {seed})^2"
""" for seed in (1, 2, 3))
        self.write("study.toml", problems)
        self.run_winnow("run", "study.toml", ranks=2)
        with h5py.File(self.folder / "study.h5") as file:
            for seed in (1, 2, 3):
                self.assertAlmostEqual(file[f"optimize/p{seed}/best/x"][0], seed, places=3)

    def test_it_stands_until_it_is_asked_for_more(self):
        self.expression()
        self.run_winnow("run", "study.toml", ranks=1)
        self.assertIn("stands", self.run_winnow("run", "study.toml", ranks=1).stdout)
        self.run_winnow("run", "study.toml", "--overwrite", ranks=1)

    def test_reduce_and_optimize_go_into_one_result(self):
        self.campaign()
        self.expression()
        text = (self.folder / "city.toml").read_text() + (self.folder / "study.toml").read_text()
        self.write("both.toml", text)
        self.run_winnow("run", "both.toml", "--quiet", ranks=2)
        with h5py.File(self.folder / "both.h5") as file:
            self.assertIn("best", file["optimize"])
            self.assertIn("router_buffer", file["reduce"])
        self.assertIn("stands", self.run_winnow("run", "both.toml", ranks=2).stdout)


    def test_a_first_population_comes_from_a_file(self):
        self.write("first.txt", "# x k router\n1 4 maxprop\n0.5, 3, epidemic\n2 2 maxprop\n-1 5 epidemic\n")
        self.expression(keys='evaluations = 40\nalgorithm = "de"\npopulation = 4\ninit = "@first.txt"\nrecord = "all"')
        self.run_winnow("run", "study.toml", ranks=1)
        with h5py.File(self.folder / "study.h5") as file:
            self.assertEqual(list(file["optimize/evaluations/x"][:4]), [1, 0.5, 2, -1])
        self.write("first.txt", "1 4\n")
        self.assertIn("first.txt:1: 2 values stand here",
                      self.run_winnow("run", "study.toml", "--overwrite", ranks=1, status=2).stderr)

    def test_a_repeated_study_is_served_from_its_cache_and_copied(self):
        self.simulator(pause="sleep 0.01")
        self.study(more='[optimize.cache]\npath = "cache"\n[optimize.backup]\nevery = "1h"\nto = "copies"\n')
        self.run_winnow("run", "bowl.toml", ranks=2)
        first = answer(self.folder / "bowl.h5")
        done = self.run_winnow("run", "bowl.toml", "--overwrite", ranks=2)
        self.assertRegex(done.stdout, r"cached +1[01]\d evaluations")
        self.assertEqual(answer(self.folder / "bowl.h5"), first)
        self.assertGreaterEqual(len(list((self.folder / "copies").iterdir())), 1)

    def test_what_a_program_tells_beside_its_value_comes_from_the_cache_too(self):
        self.expression(keys='evaluations = 60\nalgorithm = "de"\nrecord = "all"', objective="""program = ["sh", "-c",
  'printf "{\\"value\\": %s, \\"steps\\": 7, \\"at\\": {\\"x\\": %s}}" "$0" "$0"', "{x}"]
read = { from = "json", value = "value" }""", more='[optimize.cache]\npath = "cache"\n')
        self.run_winnow("run", "study.toml")
        first = answer(self.folder / "study.h5")
        with h5py.File(self.folder / "study.h5") as file:
            told = file["optimize/evaluations"]
            self.assertEqual(set(told["steps"]), {7})
            self.assertEqual(list(told["at.x"]), list(told["value"]))
        self.assertIn("cached      60 evaluations", self.run_winnow("run", "study.toml", "--overwrite").stdout)
        self.assertEqual(answer(self.folder / "study.h5"), first)

    def test_names_that_the_tables_have_themselves_are_taken_for_parameters_and_figures(self):
        self.write("study.toml", """[optimize]
evaluations = 12
algorithm = "de"
record = "all"
[[optimize.parameter]]
name = "evaluation"
low = -1
high = 1
[optimize.objective]
program = ["sh", "-c", 'printf "{\\"value\\": %s, \\"evaluation\\": 4}" "$0"', "{evaluation}"]
read = { from = "json", value = "value" }
""")
        self.run_winnow("run", "study.toml")
        with h5py.File(self.folder / "study.h5") as file:
            table = file["optimize/evaluations"]
            self.assertEqual(list(table["evaluation_"]), list(table["value"]))
            self.assertEqual(set(table["evaluation__"]), {4})
            self.assertEqual(table["evaluation_"].attrs["original_name"], "evaluation")

    def test_a_folder_for_copies_that_cannot_be_is_refused_before_anything_is_begun(self):
        self.write("plain", "")
        self.expression(more='[optimize.backup]\nevery = "1h"\nto = "plain/copies"\n')
        refused = self.run_winnow("run", "study.toml", status=2)
        self.assertRegex(refused.stderr, r"study.toml:\d+:1: cannot make the folder ./plain/copies \(Not a directory\)")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["plain", "study.toml"])


PLUGIN = """#include <math.h>
#include "winnow/plugin/objective.h"
static int evaluate(void* h, long n, long d, const double* x, long m, double* outputs) {
  (void)h;
  for (long i = 0; i < n; ++i) {
    double sum = 0;
    for (long j = 0; j < d; ++j) sum += x[i * d + j] * sin(x[i * d + j]);
    for (long j = 0; j < m; ++j) outputs[i * m + j] = sum + j;
  }
  return 0;
}
static const winnow_objective objective = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "waves", "1", 0, 0,
                                           evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &objective; }
"""


class Command(OptimizeCase):
    """What a result names as giving its best again gives exactly that, in any folder."""

    PARAMETERS = PARAMETERS.replace('["epidemic", "maxprop"]', '["it\'s epidemic", "$HOME", "a=b"]')

    def setUp(self):
        super().setUp()
        self.folder = self.folder / "my studies"
        self.folder.mkdir()

    def expect_the_best_again(self, *options):
        self.run_winnow("run", "study.toml", "--quiet", *options, ranks=2)
        with h5py.File(self.folder / "study.h5") as file:
            best = file["optimize/best"]
            command, value = best.attrs["command"], best["value"][0]
        path = f"{PROGRAM.parent}:{ENVIRONMENT['PATH']}"
        done = subprocess.run(["sh", "-c", command], cwd="/", env={**ENVIRONMENT, "PATH": path}, text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr}")
        self.assertEqual(float(done.stdout.splitlines()[0].partition(" = ")[2]), value, command)

    def test_an_expression_that_was_given_beside_the_study(self):
        self.expression(parameters=self.PARAMETERS, objective='expression = "x"')
        self.expect_the_best_again("--set", "optimize.objective.expression=exp(x) / k + router * x ^ 2")

    def test_a_function_that_is_polished(self):
        self.expression(parameters=self.PARAMETERS, objective='function = "rastrigin"',
                        keys='evaluations = 500\npolish = "bobyqa"')
        self.expect_the_best_again()

    def test_a_program(self):
        self.write("simulator.sh", '#!/bin/sh\nawk -v x="$1" -v k="$2" -v r="$3" '
                   '\'BEGIN { printf "%.17g", exp(x) / k + length(r) * x }\'\n').chmod(0o755)
        self.expression(parameters=self.PARAMETERS, keys="evaluations = 60",
                        objective='program = ["./simulator.sh", "{x}", "{k}", "{router}"]')
        self.expect_the_best_again()

    def test_a_plugin_alone_and_isolated(self):
        self.compile_plugin(PLUGIN, "it's.so")
        self.expression(parameters=self.PARAMETERS, objective='plugin = "./it\'s.so"')
        self.expect_the_best_again()
        self.expect_the_best_again("--overwrite", "--set", "optimize.objective.isolate=true")


class Interrupted(OptimizeCase):
    RUN = ["run", "bowl.toml", "-o", "result.h5", "--set", "optimize.record=all", "--set", "checkpoint.interval=20ms"]

    def setUp(self):
        super().setUp()
        self.simulator(pause="sleep 0.005")
        self.study(evaluations=180)
        self.run_winnow(*self.RUN[:2], "-o", "whole.h5", *self.RUN[4:], "--quiet", ranks=2)
        self.whole = answer(self.folder / "whole.h5")

    def expect_the_same_answer(self):
        self.assertEqual(answer(self.folder / "result.h5"), self.whole)
        self.assertEqual(self.leftovers(), [".result.h5.optimize", ".whole.h5.optimize"])

    def processes(self):
        return subprocess.run(["pgrep", "-f", str(self.folder)], capture_output=True, text=True).stdout.split()

    def kill(self, times, seed, within, run):
        """Kills the run at random moments, on 1, 2 and 3 ranks in turns, and then lets it end."""
        moments = random.Random(seed)
        kills, ranks = 0, 0
        while kills < times:
            ranks = ranks % 3 + 1
            with self.started([*MPIRUN, "-n", str(ranks), PROGRAM, *run, "--resume"]) as job:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    job.wait(timeout=moments.uniform(*within))
                killed = job.poll() is None
                kill_all(job)
                job.communicate(timeout=20)
            kills += killed
            if not killed:  # it was faster than we: once more from the beginning
                self.expect_the_same_answer()
                (self.folder / "result.h5").unlink()
                shutil.rmtree(self.folder / ".result.h5.optimize")
        self.run_winnow(*run, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_thirty_kills_at_random_moments_change_no_bit_and_leave_no_process(self):
        self.kill(30, 7, (0.35, 0.7), self.RUN)
        time.sleep(0.5)
        self.assertEqual(self.processes(), [])

    def test_twenty_kills_of_a_search_of_cheap_evaluations_change_no_bit(self):
        self.expression(keys='evaluations = 3000000\nalgorithm = "de"\nstrategy = "rand1bin"\nseed = 3')
        (self.folder / "study.toml").rename(self.folder / "bowl.toml")
        cheap = [*self.RUN[:4], "--set", "checkpoint.interval=20ms"]
        self.run_winnow(*self.RUN[:2], "-o", "whole.h5", *cheap[4:], "--quiet", "--overwrite", ranks=2)
        self.whole = answer(self.folder / "whole.h5")
        self.kill(20, 11, (0.35, 0.7), cheap)

    def test_states_do_not_pile_up_in_the_journal(self):
        self.expression(keys='evaluations = 2100000\nalgorithm = "shade"\npopulation = 30000\nseed = 3')
        run = ["run", "study.toml", "-o", "result.h5", "--set", "checkpoint.interval=10ms", "--quiet"]
        self.run_winnow(*run, ranks=1)
        journal = self.folder / ".result.h5.optimize" / "evaluations.journal"
        self.assertLess(journal.stat().st_size, 40e6)
        self.assertEqual([path.name for path in journal.parent.iterdir()], [journal.name])
        self.run_winnow(*run, "--resume", "--set", "optimize.evaluations=2400000", ranks=1)
        first = answer(self.folder / "result.h5")
        self.run_winnow(*run, "--overwrite", "--set", "optimize.evaluations=2400000", ranks=1)
        self.assertEqual(answer(self.folder / "result.h5"), first)

    def test_a_rank_that_is_killed_costs_what_it_was_at_and_no_bit(self):
        self.simulator(pause="sleep 0.02")
        self.run_winnow(*self.RUN[:2], "-o", "whole.h5", *self.RUN[4:], "--quiet", "--overwrite", ranks=2)
        self.whole = answer(self.folder / "whole.h5")
        with self.started(launched(3, *self.RUN, "--json", "--set", "farm.heartbeat=100ms")) as job:
            for line in job.stdout:
                if line.startswith("{") and json.loads(line).get("evaluations", 0) > 20:
                    break
            os.kill(pid_of_rank(2, job.pid), signal.SIGKILL)
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, out)
        self.assertIn("1 of 3 ranks were lost", out)
        self.expect_the_same_answer()

    def stop(self, command, number):
        with self.started(command) as job:
            for line in job.stdout:
                if line.startswith("{") and json.loads(line).get("done", 0) > 0:
                    break
            job.send_signal(number)
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        with h5py.File(self.folder / "result.h5") as file:
            self.assertEqual(file["run/provenance"].attrs["complete"], 0)
            done = file["optimize/evaluations/id"].shape[0]
        self.assertGreater(done, 0)
        self.assertLess(done, 180)

    def test_a_stopped_search_leaves_its_result_so_far_and_goes_on(self):
        self.simulator(pause="sleep 0.04")  # long enough to be stopped twice
        self.stop([*MPIRUN, "-n", "2", PROGRAM, *self.RUN, "--json"], signal.SIGUSR1)
        self.stop(launched(3, *self.RUN, "--json", "--resume"), signal.SIGTERM)
        self.assertIn("exists", self.run_winnow(*self.RUN, ranks=2, status=2).stderr)
        self.run_winnow(*self.RUN, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_a_second_run_on_the_same_result_is_refused_and_harms_nothing(self):
        self.simulator(pause="sleep 0.1")
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *self.RUN, "--json"]) as job:
            next(line for line in job.stdout if '"done":' in line)
            second = self.run_winnow(*self.RUN, "--resume", ranks=2, status=2)
            self.assertRegex(second.stderr, r"another run is at work with \S+ \(process \d+ on \S+\): wait for its end")
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, out)
        self.expect_the_same_answer()

    def test_a_torn_journal_is_cut_and_another_study_is_refused(self):
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *self.RUN, "--json"]) as job:
            for line in job.stdout:
                if line.startswith("{") and json.loads(line).get("done", 0) > 20:
                    break
            kill_all(job)
            job.communicate(timeout=20)
        journal = self.folder / ".result.h5.optimize" / "evaluations.journal"
        journal.write_bytes(journal.read_bytes()[:-5])
        done = self.run_winnow(*self.RUN, "--resume", "--set", "optimize.seed=2", ranks=2, status=2)
        self.assertIn("the checkpoint is of another study (optimize.seed was 1 and is 2)", done.stderr)
        done = self.run_winnow(*self.RUN, "--resume", ranks=2)
        self.assertIn("were torn, and are cut off", done.stderr)
        self.expect_the_same_answer()

    def test_what_a_changed_study_had_begun_is_gone_on_with_though_the_result_is_of_the_former(self):
        self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=2)
        changed = [*self.RUN, "--set", "optimize.seed=2"]
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *changed, "--overwrite", "--json"]) as job:
            for line in job.stdout:
                if line.startswith("{") and json.loads(line).get("done", 0) > 20:
                    break
            kill_all(job)
            job.communicate(timeout=20)
        done = self.run_winnow(*changed, "--resume", ranks=2, status=2)
        self.assertIn("result.h5 is of another study (optimize.seed was 1 and is 2): change the study back; or, "
                      "if the checkpoint is of this study, go on with it with --resume --overwrite; or start", done.stderr)
        done = self.run_winnow(*changed, "--resume", "--overwrite", ranks=2)
        self.assertRegex(done.stderr, r"going on: [1-9]\d* evaluations were done before")

    def test_a_steady_search_is_replayed_exactly(self):
        steady = [*self.RUN, "--set", "optimize.update=steady"]
        self.run_winnow(*steady, "--quiet", ranks=3)
        first = answer(self.folder / "result.h5")
        (self.folder / "simulator.sh").write_text("#!/bin/sh\nexit 1\n")
        self.run_winnow(*steady, "--replay", ranks=2)
        again = answer(self.folder / "result.h5")
        self.assertEqual(again, first)
        (self.folder / ".result.h5.optimize" / "evaluations.journal").unlink()
        self.assertIn("there is no journal", self.run_winnow(*steady, "--replay", ranks=2, status=2).stderr)

    def test_a_search_whose_evaluations_are_in_no_journal_is_replayed_to_the_same_end(self):
        self.expression(keys="evaluations = 20_000")
        run = ["optimize", "study.toml", "-o", "cheap.h5"]
        for polish in ([], ["--set", "optimize.polish=bobyqa"]):
            with self.subTest(polish):
                cheap = [*run, *polish]
                self.run_winnow(*cheap, "--overwrite", ranks=2)
                first = self.searched("cheap.h5")
                self.run_winnow(*cheap, "--replay", ranks=2)
                self.assertEqual(self.searched("cheap.h5"), first)

    def searched(self, result):
        return {name: values for name, values in answer(self.folder / result).items() if name.startswith("optimize/")}

    def test_switching_the_cache_on_is_another_search_and_moving_it_is_none(self):
        self.expression(keys="evaluations = 200")
        run = ["optimize", "study.toml", "-o", "one.h5"]
        rounded = ["--set", "optimize.cache.digits=2", "--set"]
        self.run_winnow(*run)
        done = self.run_winnow(*run, *rounded, "optimize.cache.path=here", "--resume", status=2)
        self.assertIn("is of another study (optimize.cache.digits was off and is 2)", done.stderr)
        self.run_winnow(*run, *rounded, "optimize.cache.path=here", "--overwrite")
        self.assertIn("stands", self.run_winnow(*run, *rounded, "optimize.cache.path=there").stdout)

    def test_a_population_of_multiples_of_the_workers_is_kept_when_these_are_others(self):
        run = [*self.RUN, "--set", "optimize.population_multiple=workers", "--set", "optimize.population=4"]
        whole = self.run_winnow(*run[:2], "-o", "whole.h5", *run[4:], "--overwrite", "--set", "resources.workers=3",
                                ranks=3)
        self.assertIn("population 6: a multiple of the 3 workers; with another number of them the search", whole.stderr)
        with self.started([*MPIRUN, "-n", "3", PROGRAM, *run, "--set", "resources.workers=3", "--json"]) as job:
            for line in job.stdout:
                if line.startswith("{") and json.loads(line).get("done", 0) > 20:
                    break
            kill_all(job)
            job.communicate(timeout=20)
        done = self.run_winnow(*run, "--resume", "--set", "resources.workers=2", ranks=2)
        self.assertIn("a multiple of the 3 workers that it was begun with, not of these 2;", done.stderr)
        self.assertEqual(answer(self.folder / "result.h5"), answer(self.folder / "whole.h5"))

    def test_evaluations_of_a_program_that_has_changed_are_not_taken_up(self):
        self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=2)
        self.assertIn("stands", self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=1).stdout)
        self.simulator(pause="sleep 0.004")
        done = self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=1, status=2)
        self.assertIn("result.h5 exists", done.stderr)
        done = self.run_winnow(*self.RUN, "--resume", ranks=2, status=2)
        self.assertIn("the checkpoint is of another objective (the program, the plugin, a script or a template has "
                      "changed since it was written)", done.stderr)
        self.simulator(pause="sleep 0.005")
        self.run_winnow(*self.RUN, "--resume", ranks=2)
        self.expect_the_same_answer()

    def test_a_first_population_that_has_changed_is_another_study(self):
        self.write("first.txt", "0\n1\n2\n3\n")
        self.expression(keys='evaluations = 40\nalgorithm = "de"\npopulation = 4\ninit = "@first.txt"',
                        parameters='[[optimize.parameter]]\nname = "x"\nlow = 0\nhigh = 9\n',
                        objective='expression = "x"')
        run = ["run", "study.toml", "-o", "first.h5"]
        self.run_winnow(*run)
        self.assertIn("stands", self.run_winnow(*run).stdout)
        self.write("first.txt", "0\n1\n2\n4\n")
        self.assertIn("first.h5 exists", self.run_winnow(*run, status=2).stderr)
        done = self.run_winnow(*run, "--resume", status=2)
        self.assertRegex(done.stderr, r"the checkpoint is of another study \(content.first.txt was .* and is ")

    def test_without_resume_it_starts_over_and_keeps_what_was_evaluated(self):
        self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=2)
        (self.folder / "result.h5").unlink()
        journal = self.folder / ".result.h5.optimize" / "evaluations.journal"
        before = journal.read_bytes()
        done = self.run_winnow(*self.RUN, ranks=2)
        self.assertIn("evaluations.journal.1; --resume would have gone on with it", done.stderr)
        self.assertEqual(journal.with_name("evaluations.journal.1").read_bytes(), before)
        self.expect_the_same_answer()

    def test_what_a_resumed_steady_search_goes_on_with_can_be_replayed_too(self):
        steady = [*self.RUN, "--set", "optimize.update=steady"]
        self.run_winnow(*steady, "--set", "optimize.evaluations=70", "--quiet", ranks=3)
        self.run_winnow(*steady, "--resume", ranks=2)
        first = answer(self.folder / "result.h5")
        self.simulator(pause="exit 1")
        self.run_winnow(*steady, "--replay", ranks=1)
        self.assertEqual(answer(self.folder / "result.h5"), first)

    def test_a_larger_budget_goes_on(self):
        self.run_winnow(*self.RUN, "--set", "optimize.evaluations=60", ranks=2)
        done = self.run_winnow(*self.RUN, "--resume", ranks=3)
        self.assertIn("going on: 60 evaluations were done before", done.stderr)
        self.expect_the_same_answer()

    def test_a_search_whose_time_is_over_goes_on_with_more(self):
        more = [*self.RUN, "--set", "optimize.evaluations=100000", "--set"]
        self.run_winnow(*more, "optimize.time=0.5s", ranks=2, status=75)
        with h5py.File(self.folder / "result.h5") as file:
            values = file["optimize/evaluations/value"][()]
            self.assertEqual(file["optimize/best/value"][0], numpy.nanmin(values))
        done = self.run_winnow(*more, "optimize.time=1s", "--resume", ranks=2, status=75)
        self.assertIn("evaluations were done before", done.stderr)

    def test_a_search_that_has_nothing_but_a_time_is_whole_when_that_is_over(self):
        self.simulator(pause="sleep 0.1")
        self.study()
        study = self.folder / "bowl.toml"
        study.write_text(study.read_text().replace("evaluations = 120", 'time = "1s"'))
        done = self.run_winnow("run", "bowl.toml", ranks=2)
        self.assertIn("its time was over", done.stdout)
        with h5py.File(self.folder / "bowl.h5") as file:
            self.assertEqual(file["run/provenance"].attrs["complete"], 1)


class TwoRuns(OptimizeCase):
    def test_the_second_waits_for_the_first_and_does_no_work_that_comes_to_nothing(self):
        self.expression(keys="evaluations = 1000000000000")
        run = [*MPIRUN, "-n", "1", PROGRAM, "run", "study.toml", "--quiet"]
        with self.started(run) as first:
            while not (self.folder / ".study.h5.optimize" / "evaluations.journal").exists():
                self.assertIsNone(first.poll())
                time.sleep(0.01)
            with self.started(run[:-1]) as second:
                waits = second.stdout.readline()
                first.send_signal(signal.SIGUSR1)
                out, _ = second.communicate(timeout=60)
            first.communicate(timeout=60)
        self.assertRegex(waits, r"another run is at work with \S+\.study\.h5\.checkpoint \(process \d+ on \S+\): waiting "
                                r"up to 5 s for its end")
        self.assertIn("study.h5 exists (a result is never overwritten unasked)", out)
        self.assertEqual((first.returncode, second.returncode), (75, 2), out)
        self.assertEqual([path.name for path in (self.folder / ".study.h5.optimize").iterdir()], ["evaluations.journal"])
        self.assertEqual(self.leftovers(), [".study.h5.optimize"])


class Failures(OptimizeCase):
    def test_a_hung_program_costs_its_time_and_no_more(self):
        self.simulator(pause='case "$1" in 3*) trap "" TERM; sleep 100 & wait;; esac')
        self.study(evaluations=48)
        self.run_winnow("run", "bowl.toml", "--set", "optimize.failure.timeout=0.3s", "--set",
                        "optimize.failure.kill=0.1s", ranks=2)
        with h5py.File(self.folder / "bowl.h5") as file:
            kinds = dict(zip(file["optimize/failures/kind"].asstr()[...] if file["optimize/failures/kind"].dtype ==
                             object else ["".join(map(bytes.decode, row)).strip("\0") for row in
                                          file["optimize/failures/kind"][...]],
                             file["optimize/failures/count"][...]))
        self.assertGreater(kinds["timeout"], 0)

    def test_a_plugin_that_hangs_every_kernel_is_advised_to_be_isolated(self):
        self.compile_plugin("""#include "winnow/plugin/objective.h"
static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle; (void)n; (void)d; (void)x; (void)m; (void)outputs;
  for (volatile int on = 1; on;) {}
  return 0;
}
static const winnow_objective stuck = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "stuck", "1", 0, 0, evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &stuck; }
""", "libstuck.so")
        self.expression(keys='evaluations = 300\nalgorithm = "de"', objective='plugin = "libstuck.so"',
                        more='[optimize.failure]\ntimeout = "0.1s"\n')
        done = self.run_winnow("run", "study.toml", ranks=1, status=1)
        self.assertIn("no worker is left", done.stderr)
        self.assertIn("start over with isolate = true in [optimize.objective] and a timeout in", done.stderr)

    def test_a_plugin_that_crashes_and_hangs_costs_those_evaluations_if_it_is_isolated(self):
        self.compile_plugin("""#include <stdlib.h>
#include "winnow/plugin/objective.h"
static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle;
  for (long i = 0; i < n; ++i) {
    if (x[i * d] > 4) abort();
    if (x[i * d] < -4.5) for (;;) {}
    outputs[i * m] = x[i * d] * x[i * d];
  }
  return 0;
}
static const winnow_objective bad = {WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "bad", "1", 0, 0, evaluate, 0};
const winnow_objective* winnow_objective_plugin(void) { return &bad; }
""", "libbad.so")
        self.expression(keys='evaluations = 300\nalgorithm = "de"', objective='plugin = "libbad.so"\nisolate = true',
                        more='[optimize.failure]\ntimeout = "0.1s"\nkill = "0.1s"\nmax_retries = 0\n')
        done = self.run_winnow("run", "study.toml", ranks=2)
        self.assertRegex(done.stdout, r"failed +\d+ × signal")
        self.assertRegex(done.stdout, r"failed +\d+ × timeout")
        self.assertNotIn("lost", done.stderr)

    def test_an_objective_that_always_fails_ends_the_run_with_what_it_said(self):
        self.simulator(pause='echo "no licence" >&2; exit 1')
        self.study()
        done = self.run_winnow("run", "bowl.toml", ranks=2, status=2)
        self.assertIn("every one of 12 evaluations failed (exit status 1: no licence)", done.stderr)

    def test_a_problem_that_always_fails_costs_the_others_nothing(self):
        good, bad = ("""
[[optimize]]
name = "{}"
evaluations = 300
[[optimize.parameter]]
name = "x"
low = 0
high = 4
[optimize.objective]
{}
""".format(*words) for words in (("good", 'expression = "(x - 1)^2"'), ("bad", 'program = ["false"]')))
        self.write("study.toml", good + bad)
        done = self.run_winnow("run", "study.toml", ranks=2, status=3)
        self.assertRegex(done.stderr, r"every one of \d+ evaluations of bad failed \(exit status 1\)")
        self.assertRegex(done.stdout, r"compared +good \S+, bad none")
        with h5py.File(self.folder / "study.h5") as file:
            self.assertAlmostEqual(file["optimize/good/best/x"][0], 1, places=3)
            self.assertEqual(file["optimize/bad/best/x"].shape, (0,))
            self.assertGreater(file["optimize/bad/failures/count"][0], 0)
        self.run_winnow("show", "study.h5", "optimize")

    def test_too_many_failures_mark_the_result(self):
        self.simulator()
        self.study()
        done = self.run_winnow("run", "bowl.toml", "--set", "optimize.failure.max_crash_rate=0", ranks=2, status=3)
        self.assertIn("too many evaluations failed", done.stdout)


if __name__ == "__main__":
    main()
