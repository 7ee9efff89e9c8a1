#!/usr/bin/python3
"""Running jobs seen from another terminal: winnow top and winnow runs."""
import json
import os
import pty
import re
import select
import signal
import socket
import subprocess
import termios
import time
import unittest

from winnow import ENVIRONMENT, MPIRUN, PROGRAM, Case

STUDY = """title = "Endless"
[optimize]
algorithm = "de"
population = 10
evaluations = 1000000000000
seed = 1
[[optimize.parameter]]
name = "x"
low = -5
high = 5
[optimize.objective]
expression = "x * x"
[checkpoint]
interval = "1h"
"""


class Terminal:
    """A terminal of 80 by 24, and a program in it."""

    def __init__(self, command, folder, environment, kind="xterm"):
        self.side, other = pty.openpty()
        subprocess.run(["stty", "rows", "24", "cols", "80"], stdin=other, check=True)
        self.first_mode = self.mode()
        self.job = subprocess.Popen(command, cwd=folder, env={**environment, "TERM": kind}, stdin=other,
                                    stdout=other, stderr=other, start_new_session=True)
        os.close(other)
        self.text = ""

    def mode(self):
        return termios.tcgetattr(self.side)

    def read_until(self, pattern, patience=30):
        """All that was written since the last call, once the pattern is in it."""
        end = time.monotonic() + patience
        while not re.search(pattern, self.text):
            if not select.select([self.side], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError(f"{pattern} does not come: {self.text!r}")
            self.text += os.read(self.side, 65536).decode(errors="replace")
        text, self.text = self.text, ""
        return text

    def type(self, keys):
        os.write(self.side, keys.encode())

    def close(self):
        if self.job.poll() is None:
            self.job.terminate()
        self.job.wait(timeout=10)
        os.close(self.side)


class Top(Case):
    def setUp(self):
        super().setUp()
        self.write("study.toml", STUDY)
        for name in ("state", "runtime"):
            (self.folder / name).mkdir()
        self.environment = {**ENVIRONMENT, "XDG_STATE_HOME": str(self.folder / "state"),
                            "XDG_RUNTIME_DIR": str(self.folder / "runtime")}

    def look(self, *arguments, status=0):
        return self.run_winnow(*arguments, status=status, environment=self.environment)

    def running(self, *arguments):
        """A search that goes on until the test ends."""
        return self.started([*MPIRUN, "-n", "2", str(PROGRAM), "run", "study.toml", *arguments], self.environment)

    def wait_for_run(self):
        end = time.monotonic() + 30
        while not (runs := json.loads(self.look("runs", "--json").stdout)):
            self.assertLess(time.monotonic(), end, "the run is not in the list")
            time.sleep(0.05)
        return runs

    def snapshot(self):
        return json.loads(self.look("top", "--json").stdout)

    def wait_until_evaluated(self):
        end = time.monotonic() + 30
        while (seen := self.snapshot())["done"] == 0 or seen["nodes"][0]["memory"] == 0:
            self.assertLess(time.monotonic(), end, f"nothing is evaluated or measured: {seen}")
            time.sleep(0.05)

    def test_a_running_job_is_listed_and_seen_and_gone_when_it_ends(self):
        with self.running("--quiet") as job:
            run, = self.wait_for_run()
            self.assertEqual(run["result"], str(self.folder / "study.h5"))
            self.assertEqual((run["job"], run["host"], run["title"]), ("optimize", socket.gethostname(), "Endless"))
            self.assertIn(str(run["pid"]), self.look("runs").stdout)
            self.wait_until_evaluated()
            first = self.snapshot()
            time.sleep(0.6)
            second = self.snapshot()
            self.assertGreater(second["done"], first["done"])
            self.assertGreater(second["elapsed"], first["elapsed"])
            self.assertEqual(sum(node["workers"] for node in second["nodes"]), 2)
            self.assertEqual(second["searches"][0]["evaluations"], second["done"])
            page = self.look("top", "study").stdout
            self.assertIn("Endless", page)
            self.assertIn("evaluations", page)
            job.terminate()
            job.communicate(timeout=30)
        end = time.monotonic() + 30  # it is listed until its result is written, which mpirun does not wait for
        while (listed := self.look("runs").stdout) != "no job of yours runs\n":
            self.assertLess(time.monotonic(), end, listed)
            time.sleep(0.05)
        self.assertEqual(list((self.folder / "runtime" / "winnow").iterdir()), [])

    def test_keys_page_sort_and_ask_for_a_checkpoint(self):
        with self.running("--quiet"):
            self.wait_for_run()
            self.wait_until_evaluated()
            journal = self.folder / ".study.h5.optimize" / "evaluations.journal"
            before = journal.stat().st_size
            terminal = Terminal([str(PROGRAM), "top"], self.folder, self.environment)
            self.addCleanup(terminal.close)
            page = terminal.read_until("q quit")
            for line in re.sub(r"\x1b\[[?0-9]*[A-Za-z]", "", page).split("\r\n"):
                self.assertLessEqual(len(line), 80, line)
            terminal.type("c")
            terminal.read_until("checkpoint was asked for")
            end = time.monotonic() + 30
            while journal.stat().st_size <= before:
                self.assertLess(time.monotonic(), end, "no checkpoint was written")
                time.sleep(0.05)
            terminal.type("\x1b[As")
            terminal.read_until("q quit")
            terminal.type("s\x1b[Bq")
            self.assertEqual(terminal.job.wait(timeout=10), 0)

    def test_a_terminal_that_cannot_be_drawn_on_gets_one_page_of_plain_text(self):
        with self.running("--quiet"):
            self.wait_for_run()
            for kind in ("dumb", ""):
                terminal = Terminal([str(PROGRAM), "top"], self.folder, self.environment, kind)
                self.addCleanup(terminal.close)
                self.assertNotIn("\x1b", terminal.read_until(r"node[^!]*\n[^!]*\n"))
                self.assertEqual(terminal.job.wait(timeout=10), 0)

    def test_orders_to_the_terminal_in_names_are_shown_as_text(self):
        runs = self.folder / "state" / "winnow" / "runs"
        runs.mkdir(parents=True)
        entry = {"title": "a", "job": "re\x1b[1mduce", "result": "/data/b\x1b[2J.h5", "host": "far\x07", "pid": 7,
                 "started": "now\r", "socket": "/tmp/none"}
        (runs / "one.json").write_text(json.dumps(entry))
        (runs / "two.json").write_text(json.dumps({**entry, "pid": 8}))
        listed = self.look("runs").stdout
        self.assertIn("/data/b\\x1b[2J.h5", listed)
        for said in (listed, self.look("top", status=2).stderr, self.look("top", "7", status=2).stderr):
            self.assertRegex(said, r"\A[^\x00-\x09\x0b-\x1f]*\Z")

    def test_ctrl_c_ends_it_and_leaves_the_terminal_as_it_was(self):
        with self.running("--quiet"):
            self.wait_for_run()
            terminal = Terminal([str(PROGRAM), "top"], self.folder, self.environment)
            self.addCleanup(terminal.close)
            terminal.read_until("q quit")
            self.assertNotEqual(terminal.mode(), terminal.first_mode)
            terminal.type("\x03")
            self.assertEqual(terminal.job.wait(timeout=10), 0)
            self.assertEqual(terminal.mode(), terminal.first_mode)
            terminal.read_until(re.escape("\x1b[?25h\x1b[?1049l"))

    def test_says_that_a_run_keeps_no_checkpoints(self):
        self.write("study.toml", STUDY.replace('"1h"', '"none"'))
        with self.running("--quiet"):
            self.wait_for_run()
            terminal = Terminal([str(PROGRAM), "top"], self.folder, self.environment)
            self.addCleanup(terminal.close)
            terminal.read_until("q quit")
            terminal.type("c")
            terminal.read_until(r"this run keeps no checkpoints \(\[checkpoint\] interval\)")

    def test_waits_for_a_run_that_is_stopped_until_it_goes_on_or_ends(self):
        with self.running("--quiet"):
            run, = self.wait_for_run()
            terminal = Terminal([str(PROGRAM), "top"], self.folder, self.environment)
            self.addCleanup(terminal.close)
            terminal.read_until("q quit")
            os.kill(run["pid"], signal.SIGSTOP)
            terminal.read_until("does not answer, last heard [1-9][0-9]* s ago")
            error = self.look("top", "--once", status=2).stderr
            self.assertIn(f"study.h5 does not answer (its process {run['pid']} is stopped", error)
            self.assertIn(f"kill -CONT {run['pid']}", error)
            os.kill(run["pid"], signal.SIGCONT)
            terminal.read_until(r"h5\x1b\[K\r\n|since [^!]*q quit")
            self.assertIsNone(terminal.job.poll())
            os.kill(run["pid"], signal.SIGKILL)
            terminal.read_until("study.h5 has ended")
            self.assertEqual(terminal.job.wait(timeout=10), 0)

    @unittest.skipUnless(os.geteuid() == 0, "needs another user to be")
    def test_a_run_of_another_user_says_that_it_is_not_for_all(self):
        os.chmod(self.folder, 0o755)
        with self.running("--quiet"):
            self.wait_for_run()
            nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
            error = self.run_command([*nobody, str(PROGRAM), "top", "--once"], status=2,
                                     environment=self.environment).stderr
        self.assertRegex(error, r"study.h5 cannot be asked \(no permission for its socket \S+\.sock, which is for the "
                                r"user alone who runs it\): look at it as that user")
        self.assertNotIn("CONT", error)

    def test_a_run_that_was_killed_is_not_in_the_list(self):
        with self.running("--quiet"):
            run, = self.wait_for_run()
            os.kill(run["pid"], 9)
            end = time.monotonic() + 30
            while json.loads(self.look("runs", "--json").stdout):
                self.assertLess(time.monotonic(), end, "a run whose process is gone is listed")
                time.sleep(0.05)
        self.assertEqual(list((self.folder / "runtime" / "winnow").iterdir()), [])

    def test_who_looks_for_no_run_is_told_so(self):
        self.assertIn("no job of yours runs", self.look("top", status=2).stderr)

    def test_a_run_without_a_home_goes_on_unseen(self):
        environment = {name: value for name, value in ENVIRONMENT.items() if name not in ("HOME", "XDG_STATE_HOME")}
        (self.folder / "file").write_text("")
        environment["XDG_STATE_HOME"] = str(self.folder / "file")
        self.write("study.toml", STUDY.replace("1000000000000", "1000"))
        done = subprocess.run([str(PROGRAM), "run", "study.toml"], cwd=self.folder, env=environment, text=True,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("`winnow top` will not find this run", done.stderr)


if __name__ == "__main__":
    unittest.main()
