#!/usr/bin/python3
"""Simulators as people write them, scripts of the shell: what they are told, how they are read, how they fail and end."""
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import h5py
import xarray

from searches import OptimizeCase
from winnow import ENVIRONMENT, MPIRUN, PROGRAM, main, pid_of_rank, processes_below

X_AND_ROUTER = """
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[[optimize.parameter]]
name = "router"
type = "choice"
choices = ["plain", "a b'c"]
"""

KINDS = """
[optimize]
algorithm = "de"
population = 30
evaluations = 30
record = "all"
[[optimize.parameter]]
name = "k"
type = "integer"
low = 1
high = 10
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[optimize.objective]
program = ["./sim.sh", "{k}"]
[optimize.failure]
timeout = "0.3s"
kill = "0.1s"
"""

X = """[[optimize.parameter]]
name = "x"
low = 0
high = 1
"""
ONE_PARAMETER = KINDS.replace(X, "").replace("high = 10", "high = {high}").replace("{k}", "{{k}}")


def texts(variable):
    return [bytes(row).rstrip(b"\0").decode() for row in variable]


class Program(OptimizeCase):
    def setUp(self):
        super().setUp()
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.here = {"TMPDIR": str(self.scratch)}

    def evaluate(self, *values, status=0):
        return self.run_winnow("evaluate", "study.toml", *values, status=status, environment=self.here)


class Told(Program):
    def told(self, text, objective="", read=""):
        self.script("sim.sh", "#!/bin/sh\n" + text)
        self.expression(parameters=X_AND_ROUTER, objective='program = ["./sim.sh", "{x}", "--router={router}", "{{x}}"]\n' +
                        objective, more=read)
        return self.evaluate("x=0.25", "router=a b'c").stdout

    def test_parameters_come_as_arguments_variables_json_and_templates(self):
        self.write("settings.txt.in", 'x = {x}\nrouter = "{router}"\nbraces = {{x}} {"a": 1}\n')
        self.told('read json; echo "$@|$WINNOW_PARAM_X|$WINNOW_PARAM_ROUTER|$MY" > $OUT\n'
                  'echo "$json" >> $OUT; cat settings.txt >> $OUT; echo 1\n',
                  f'templates = ["settings.txt.in"]\nenvironment = {{ OUT = "{self.folder}/told", MY = "v{{x}}" }}\n')
        self.assertEqual((self.folder / "told").read_text(),
                         "0.25 --router=a b'c {x}|0.25|a b'c|v0.25\n"
                         "{\"x\":0.25,\"router\":\"a b'c\"}\n"
                         "x = 0.25\nrouter = \"a b'c\"\nbraces = {x} {\"a\": 1}\n")

    def test_its_input_is_empty_where_the_study_says_so(self):
        self.assertEqual(self.told("wc -c\n"), "value = 28\n")
        self.assertEqual(self.told("wc -c\n", 'stdin = "none"\n'), "value = 0\n")

    def test_values_are_read_from_standard_output_json_and_reports(self):
        self.assertEqual(self.told('echo "step 1 of 2"; echo "$1 7"\n', 'outputs = ["g"]\n'), "value = 0.25\ng = 7\n")
        self.assertEqual(self.told('echo warming up; echo \'{"run": {"delay": 3.5}, "hops": 4}\'\n', "",
                                   '[optimize.objective.read]\nfrom = "json"\nvalue = "run.delay"\n'),
                         "run.delay = 3.5\nhops = 4\n")
        self.assertEqual(self.told('printf "Message stats\\ncreated: 9\\ndelivery_prob: $1\\n" > a_MessageStatsReport.txt\n',
                                   "", '[optimize.objective.read]\nfile = "*_MessageStatsReport.txt"\n'
                                   'value = "delivery_prob"\n'),
                         "delivery_prob = 0.25\ncreated = 9\n")
        self.assertEqual(self.told('printf "0.5 1\\n0.75 2\\n" > out.txt\n', "",
                                   '[optimize.objective.read]\nfrom = "numbers"\nfile = "out.txt"\n'),
                         "value = 0.75\noutput2 = 2\n")

    def test_memory_and_cpu_time_are_limited(self):
        self.expression(parameters=X_AND_ROUTER, objective='program = ["/usr/bin/python3", "-c", '
                        '"x = bytearray(500000000); print(1)"]\nmemory = "200MiB"')
        self.assertIn("MemoryError", self.evaluate("x=0", "router=plain", status=2).stderr)
        self.expression(parameters=X_AND_ROUTER,
                        objective='program = ["sh", "-c", "while :; do :; done"]\ncpu = "1s"')
        self.assertIn("signal (killed by SIGXCPU (CPU time limit exceeded): more than 1 s of CPU time)",
                      self.evaluate("x=0", "router=plain", status=2).stderr)

    def test_its_folder_stays_where_it_failed_and_one_is_told_where(self):
        self.script("sim.sh", "#!/bin/sh\n[ $2 = plain ] && exit 4\necho trace > trace.txt; echo 1\n")
        self.expression(keys='evaluations = 30\nalgorithm = "de"\npopulation = 10', parameters=X_AND_ROUTER,
                        objective='program = ["./sim.sh", "{x}", "{router}"]', more="[optimize.failure]\nmax_retries = 0\n")
        done = self.run_winnow("run", "study.toml", ranks=2, environment=self.here)
        kept = re.search(r"kept +(\S+): what one that failed was given and has left", done.stdout).group(1)
        self.assertEqual(sorted(os.listdir(kept)), ["parameters.json", "stderr.txt", "stdout.txt"])
        self.assertIn('"router":"plain"', pathlib.Path(kept, "parameters.json").read_text())
        folders = list(self.scratch.glob("evaluation-*"))
        self.assertGreater(len(folders), 0)
        self.assertEqual([folder for folder in folders if (folder / "trace.txt").exists()], [])
        with h5py.File(self.folder / "study.h5") as file:
            x_of = dict(zip(file["optimize/evaluations/id"][:].tolist(), file["optimize/evaluations/x"][:].tolist()))
        for folder in folders:
            given = json.loads((folder / "parameters.json").read_text())
            self.assertEqual(given["x"], x_of[int(folder.name.split("-")[1])], folder)
        self.assertIn("what it was given and has left is in " + str(self.scratch),
                      self.evaluate("x=0", "router=plain", status=2).stderr)


class Failing(Program):
    SCRIPT = """#!/bin/bash
case $1 in
1) echo "three" >&2; exit 3;;
2) kill -SEGV $$;;
3) sleep ${SLEEPER}01;;
4) ;;
5) echo nan;;
6) echo hello world;;
7) trap "" TERM; (trap "" TERM; sleep ${SLEEPER}02) & setsid sleep ${SLEEPER}03 & sleep ${SLEEPER}04 & wait; sleep ${SLEEPER}05;;
8) exec >&- 2>&-; sleep ${SLEEPER}06;;
9) setsid bash -c 'exec >/dev/null 2>&1 </dev/null; trap "" TERM; sleep ${SLEEPER}07' & echo 9;;
*) echo $1;;
esac
"""
    EXPECTED = {1: "exit_status", 2: "signal", 3: "timeout", 4: "no_output", 5: "not_a_number", 6: "unparsable",
                7: "timeout", 8: "timeout", 9: "ok", 10: "ok"}

    def setUp(self):
        super().setUp()
        self.here["SLEEPER"] = f"9{os.getpid()}"  # seconds of sleep that tell these processes from others

    def sleepers(self):
        pattern = f"^sleep {self.here['SLEEPER']}[0-9][0-9]$"
        return subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True).stdout.split()

    def expect_no_sleepers(self):
        until = time.monotonic() + 10
        while self.sleepers() and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(self.sleepers(), [])

    def test_each_way_to_fail_is_told_from_the_others_and_nothing_is_left(self):
        self.script("sim.sh", self.SCRIPT)
        self.write("study.toml", KINDS + "max_retries = 0\n")
        self.run_winnow("run", "study.toml", ranks=2, environment=self.here)
        with h5py.File(self.folder / "study.h5") as file:
            ends = set(zip(file["optimize/evaluations/k"][()], texts(file["optimize/evaluations/status"][()])))
        self.assertEqual(ends, {(k, self.EXPECTED[k]) for k, _ in ends})
        self.assertEqual({k for k, _ in ends}, set(self.EXPECTED))
        self.expect_no_sleepers()

    def test_each_kind_is_tried_again_as_often_as_it_may(self):
        self.script("sim.sh", f"#!/bin/sh\ntries={self.folder}/tries\n" + """echo $1 >> $tries
case $1 in 1) exit 3;; 2) kill -SEGV $$;; 3) [ $(grep -c 3 $tries) -gt 2 ] || exit 1;; esac
echo $1
""")
        self.write("study.toml", ONE_PARAMETER.format(high=4) + "max_retries = { exit_status = 2, signal = 0 }\n")
        done = self.run_winnow("run", "study.toml", ranks=1, environment=self.here)
        tries = (self.folder / "tries").read_text().split()
        self.assertEqual([tries.count(k) for k in "1234"], [3, 1, 3, 1], "equal values are not evaluated again")
        self.assertRegex(done.stdout, r"retried +4 evaluations")

    def test_a_failure_counts_what_the_study_says(self):
        self.script("sim.sh", "#!/bin/sh\ncase $1 in [1-5]) exit 3;; esac\necho $1\n")
        for penalty, least in (('"worst"', 6), ('"infeasible"', 6), ("-7.5", -7.5)):
            self.write("study.toml", KINDS + f"max_retries = 0\npenalty = {penalty}\n")
            self.run_winnow("run", "study.toml", "--overwrite", ranks=1, environment=self.here)
            with h5py.File(self.folder / "study.h5") as file:
                self.assertEqual(file["optimize/generations/best"][-1], least, penalty)
                self.assertEqual(file["optimize/best/value"][0], 6, "of what succeeded")

    def started_with_sleepers(self, ranks=2):
        self.script("sim.sh", "#!/bin/bash\nsetsid sleep ${SLEEPER}10 >/dev/null 2>&1 &\nsleep ${SLEEPER}11 &\ntrap '' TERM INT\nsleep ${SLEEPER}12\n")
        self.write("study.toml", KINDS.replace('timeout = "0.3s"\n', ""))
        return self.started([*MPIRUN, "-n", str(ranks), PROGRAM, "run", "study.toml"],
                            {**ENVIRONMENT, **self.here})

    def wait_for_sleepers(self, count):
        until = time.monotonic() + 20
        while len(self.sleepers()) < count and time.monotonic() < until:
            time.sleep(0.05)
        self.assertGreaterEqual(len(self.sleepers()), count)

    def test_no_process_outlives_a_run_that_is_stopped_or_killed(self):
        for number in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
            with self.subTest(signal=number), self.started_with_sleepers() as job:
                self.wait_for_sleepers(6)
                job.send_signal(number)
                job.communicate(timeout=30)
                self.expect_no_sleepers()

    def test_a_run_that_is_stopped_lets_programs_end_and_leaves_no_folders(self):
        ended = self.folder / "ended"
        self.script("sim.sh", f"#!/bin/bash\ntrap 'echo >> {ended}; exit 1' TERM\nsleep 1000 & wait\n")
        self.write("study.toml", KINDS.replace('timeout = "0.3s"\n', "").replace("0.1s", "20s"))
        with self.started([*MPIRUN, "-n", "2", PROGRAM, "run", "study.toml", "--set", "optimize.time=1s"],
                          {**ENVIRONMENT, **self.here}) as job:
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        self.assertEqual(ended.read_text(), "\n\n", "each was told, and had the time to say so")
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_no_process_outlives_a_rank_that_is_killed(self):
        with self.started_with_sleepers() as job:
            self.wait_for_sleepers(6)
            os.kill(pid_of_rank(1, job.pid), signal.SIGKILL)
            job.communicate(timeout=30)
            self.expect_no_sleepers()

    def test_no_process_outlives_the_one_that_started_it(self):
        with self.started_with_sleepers(ranks=1) as job:
            self.wait_for_sleepers(3)
            rank = pid_of_rank(0, job.pid)
            before = set(self.sleepers())
            helper = next(pid for pid in processes_below(rank)[1:]
                          if b"__spawner" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())
            os.kill(helper, signal.SIGKILL)
            out, _ = job.communicate(timeout=30)
            self.assertIn("evaluations cannot be begun (the process that starts programs is gone", out)
            self.assertEqual(before & set(self.sleepers()), set())

    def test_a_rank_that_can_start_no_more_programs_is_told_of_and_the_others_take_over(self):
        self.script("sim.sh", "#!/bin/sh\nsleep 0.05\necho $1\n")
        self.write("study.toml", KINDS.replace("evaluations = 30", "evaluations = 120"))
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "study.toml", "--json", "--set", "watch.interval=50ms"]
        with self.started(command, {**ENVIRONMENT, **self.here}) as job:
            next(line for line in job.stdout if '"done":' in line)
            rank = pid_of_rank(1, job.pid)
            helper = next(pid for pid in processes_below(rank)[1:]
                          if b"__spawner" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())
            os.kill(helper, signal.SIGKILL)
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, out)
        self.assertRegex(out, r"warning: rank 1 on \S+ can start no more programs")
        self.assertEqual(out.count("can start no more programs"), 1)

    def test_a_hung_program_blocks_no_other_worker(self):
        self.script("sim.sh", f"#!/bin/sh\n[ ! -e {self.folder}/hung ] && : > {self.folder}/hung && exec sleep 1000\necho $1\n")
        self.write("study.toml", KINDS.replace('"0.3s"', '"3s"').replace("evaluations = 30", "evaluations = 60") +
                   "max_retries = 0\n")
        self.run_winnow("run", "study.toml", "--set", "optimize.update=steady", ranks=2, environment=self.here)
        with xarray.open_dataset(self.folder / "study.h5", group="run/evaluations") as run:
            start, duration = run["start"].values, run["duration"].values
        hung = duration.argmax()
        meanwhile = (start > start[hung]) & (start < start[hung] + duration[hung])
        self.assertGreater(meanwhile.sum(), 10, "evaluations that began while one hung")


if __name__ == "__main__":
    main()
