#!/usr/bin/python3
"""A run warns of what goes wrong while it lasts: at once, in its summary, in its result, and by a command."""
import json
import platform
import stat
import unittest

import h5py

from winnow import MPIRUN, PROGRAM, Case, main

PARAMETER = """[[optimize.parameter]]
name = "x"
low = -1
high = 1
"""

# Half of the evaluations fail.
STUDY = f"""
[optimize]
algorithm = "de"
population = 12
evaluations = 48
seed = 1
{PARAMETER}[optimize.objective]
program = ["./half.sh", "{{x}}"]
[optimize.failure]
max_retries = 0
[watch]
interval = "50ms"
"""

HALF = """#!/bin/sh
case "$1" in -*) echo "no root of $1" >&2; exit 3;; esac
echo "$1"
"""

# Each evaluation holds most of what the study gives it.
EATING = f"""
[optimize]
algorithm = "de"
evaluations = 8
seed = 1
{PARAMETER}[optimize.objective]
program = ["/usr/bin/python3", "./eat.py", "{{x}}"]
[resources]
memory = "300MiB"
[farm]
heartbeat = "100ms"
[watch]
interval = "50ms"
"""

EAT = """import sys, time
block = bytearray(250 << 20)
block[::4096] = b"x" * len(block[::4096])
time.sleep(0.3)
print(float(sys.argv[1]) ** 2)
"""

TELL = """#!/bin/sh
echo "$WINNOW_ALERT_RULE|$WINNOW_ALERT_SEVERITY|$WINNOW_ALERT_SUBJECT|$WINNOW_ALERT_TEXT" >> told
"""


# One rank is slow until somebody is told of it; then nobody is any more.
UNEVEN = f"""
[optimize]
algorithm = "de"
update = "steady"
population = 24
evaluations = 320
seed = 1
{PARAMETER}[optimize.objective]
program = ["./uneven.sh", "{{x}}"]
[resources]
workers = 3
[watch.alerts]
interval = "1s"
command = ["./tell.sh"]
"""

UNEVEN_SCRIPT = """#!/bin/sh
cd "$(dirname "$0")"
if grep -q slow_rank told 2>/dev/null; then touch told_in_time
else sleep "${PAUSE:-0.1}"; fi
echo "$1"
"""


class Alerts(Case):
    def setUp(self):
        super().setUp()
        self.script("half.sh", HALF)

    def script(self, name, text):
        path = self.write(name, text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run_study(self, alerts="", ranks=2, **more):
        self.write("study.toml", STUDY + "[watch.alerts]\n" + alerts)
        return self.run_winnow("run", "study.toml", *more.pop("arguments", []), ranks=ranks, **more)

    def rows(self):
        def cell(values):
            return values.tobytes().rstrip(b"\0").decode() if values.dtype.kind == "S" else values.item()

        with h5py.File(self.folder / "study.h5") as result:
            columns = {name: values[...] for name, values in result["run/alerts"].items()
                       if "DIMENSION_LIST" in values.attrs}
        return [{name: cell(values[row]) for name, values in columns.items()} for row in range(len(columns["rule"]))]

    def alerts(self, rule):
        return [row for row in self.rows() if row["rule"] == rule]

    def refused(self, alerts):
        done = self.run_study(alerts, ranks=1, status=2)
        self.assertFalse((self.folder / "study.h5").exists())
        return done.stderr

    def test_those_of_all_jobs_of_a_run_are_kept(self):
        study = self.campaign()
        study.write_text(study.read_text() + f"\n[optimize]\nevaluations = 20\nalgorithm = \"de\"\n{PARAMETER}"
                         "[optimize.objective]\nexpression = \"x * x\"\n")
        self.run_winnow("run", study, "--output", "study.h5", "--set", "watch.alerts.memory=0.0001%",
                        "--set", "watch.interval=10ms", ranks=1)
        first, second = [row for row in self.alerts("memory") if row["severity"] == "warning" and
                         row["subject"].startswith("node ")]
        self.assertLess(first["began"], second["began"], "of the reduction, and of the search behind it")

    def test_many_failures_are_told_at_once_and_kept(self):
        self.script("tell.sh", TELL)
        done = self.run_study('command = ["./tell.sh"]\n')
        told = [line for line in done.stderr.splitlines() if "what succeeded of all that ended" in line]
        self.assertEqual(len(told), 1, done.stderr)
        self.assertTrue(told[0].startswith("winnow: warning: the run: "), told)
        [alert] = self.alerts("success")
        self.assertEqual((alert["rank"], alert["node"], alert["severity"], alert["subject"]),
                         (0, platform.node(), "warning", "the run"))
        self.assertEqual((alert["threshold"], alert["units"]), (0.9, "1"))
        self.assertLess(alert["figure"], 0.9)
        self.assertGreater(alert["began"], 0)
        self.assertTrue(alert["cause"] and alert["advice"])
        self.assertRegex(done.stdout, r"  alerts +\d+, 0 critical: winnow show study.h5 run/alerts\n")
        self.assertIn("the run: what succeeded of all that ended", done.stdout)
        calls = [line.split("|") for line in (self.folder / "told").read_text().splitlines()]
        [call] = [call for call in calls if call[0] == "success"]
        self.assertEqual(call[1:3], ["warning", "the run"])
        self.assertIn("below 90 %", call[3])
        self.assertIn("success", self.run_winnow("show", "study.h5", "run/alerts").stdout)

    def test_what_lasts_is_in_the_summary_as_json(self):
        done = self.run_study(arguments=["--json"])
        summary = json.loads(done.stdout.splitlines()[-1])
        self.assertGreaterEqual(summary["alerts"]["begun"], 1)
        self.assertEqual(summary["alerts"]["critical"], 0)
        self.assertTrue(any("what succeeded" in text for text in summary["alerts"]["worst"]))

    def test_rejected_inputs_are_told_of_once(self):
        for run in range(12):
            self.write(f"runs/{run}/out.csv", "time,load\n0,1\n" if run % 2 else "time,time\n")
        self.write("study.toml", """[reduce]
files = ["runs/*/out.csv"]
max_rejected = "100%"
""")
        done = self.run_winnow("run", "study.toml", ranks=2)
        self.assertEqual(done.stderr.count("what succeeded of all that ended: 50 %"), 1, done.stderr)
        [alert] = self.alerts("success")
        self.assertEqual((alert["rank"], alert["subject"], alert["figure"]), (0, "the run", 0.5))
        self.assertIn("the run: what succeeded of all that ended", done.stdout)

    def test_a_rule_that_is_switched_off_is_silent(self):
        done = self.run_study('success = "none"\n')
        self.assertNotIn("what succeeded", done.stderr + done.stdout)
        self.assertEqual(self.alerts("success"), [])

    def test_memory_in_use_over_its_limit_is_critical(self):
        done = self.run_study('memory = "0.0001%"\nmemory_critical = "0.0002%"\n')
        self.assertIn("winnow: warning: critical: node " + platform.node(), done.stderr)
        self.assertEqual(sorted(row["severity"] for row in self.alerts("memory")), ["critical", "warning"])
        self.assertIn(", 1 critical: winnow show", done.stdout)

    def test_memory_is_held_against_the_limit_of_the_study_and_predictions_are_told_of_once(self):
        self.write("eat.py", EAT)
        self.write("study.toml", EATING)
        done = self.run_winnow("run", "study.toml", ranks=1)
        alerts = self.alerts("memory")
        self.assertEqual(alerts[0]["severity"], "warning")
        self.assertLessEqual(len(alerts), 2)
        for alert in alerts:
            self.assertEqual(alert["subject"], "node " + platform.node())
            self.assertIn("memory of this run over the limit that its plan keeps to", alert["problem"])
        self.assertIn("memory of this run over the limit", done.stdout)
        self.assertEqual(len(self.alerts("prediction")), 1)
        with h5py.File(self.folder / "study.h5") as result:
            self.assertEqual(result["run/nodes/plan_limit"][0], 300 << 20)
            self.assertGreater(result["run/nodes/limit"][0], 300 << 20)

    def test_ranks_without_a_worker_are_no_alert(self):
        self.write("study.toml", STUDY.replace('"./half.sh", "{x}"', '"/bin/sh", "-c", "sleep 0.1; echo 1"'))
        self.run_winnow("run", "study.toml", "--set", "resources.workers=1", ranks=3)
        self.assertEqual(self.alerts("prediction"), [])

    def test_a_slow_rank_is_told_of_while_it_works(self):
        self.script("tell.sh", TELL)
        self.script("uneven.sh", UNEVEN_SCRIPT)
        self.write("study.toml", UNEVEN)
        rank = [PROGRAM, "run", "study.toml"]
        self.run_command([*MPIRUN, "-n", "1", *rank, ":", "-n", "1", "env", "PAUSE=0.8", *rank, ":", "-n", "1", *rank])
        [alert] = self.alerts("slow_rank")
        self.assertEqual((alert["rank"], alert["subject"]), (0, f"rank 1 on {platform.node()}"))
        self.assertTrue((self.folder / "told_in_time").exists())

    def test_a_command_that_hangs_or_fails_harms_nothing(self):
        self.script("tell.sh", "#!/bin/sh\nsleep 3600\n")
        done = self.run_study('command = ["./tell.sh"]\ncommand_timeout = "100ms"\n')
        self.assertIn("tell.sh has failed (no end after 0.1 s)", done.stderr)
        self.assertEqual(len(self.alerts("success")), 1)

    def test_bad_settings_are_refused_before_any_work(self):
        self.assertIn('study.toml:18:1: memory = "97%" is above memory_critical = "95%"',
                      self.refused('memory = "97%"\n'))
        self.assertIn("watch.alerts.storage = -1", self.refused("storage = -1\n"))
        self.assertIn('unknown key "sucess" (not in [watch.alerts]): write "success"',
                      self.refused('sucess = "50%"\n'))
        refused = self.refused('command = ["./no-such.sh"]\n')
        self.assertRegex(refused, r"study.toml:18:1: there is no program \S+/no-such.sh: paths are relative")
        self.assertEqual(self.run_winnow("check", "study.toml", status=2).stderr, refused)


if __name__ == "__main__":
    main()
