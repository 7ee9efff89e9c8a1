#!/usr/bin/python3
"""A rank that is killed costs its work in flight: the others do it again, and the answer stays the same."""
import os
import re
import signal
import time

import h5py

from winnow import LongRun, answer, launched, main, pid_of_rank


class LostRank(LongRun):
    def run_and_kill(self, rank):
        """The exit status and the output of a run of three ranks that loses one midway."""
        with self.midway(launched(3, "run", "study.toml", "--json", "-o", "spoilt.h5")) as job:
            os.kill(pid_of_rank(rank, job.pid), signal.SIGKILL)
            out, _ = job.communicate(timeout=200)
        return job.returncode, out

    def test_a_killed_worker_changes_no_bit_of_the_answer(self):
        status, out = self.run_and_kill(2)
        self.assertEqual(status, 0, out)
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=1)
        self.assertEqual(answer(self.folder / "spoilt.h5"), answer(self.folder / "whole.h5"), out)
        with h5py.File(self.folder / "spoilt.h5") as file:
            self.assertEqual(list(file["run/workers/lost"][()]), [0, 0, 1], out)

    def test_the_peak_of_memory_stays_what_it_was_before_a_rank_was_lost(self):
        def peak():
            found = re.search(r"^winnow_node_memory_peak_bytes\{.*\} (.*)$", metrics.read_text(), re.M)
            return float(found[1]) if found else 0

        metrics = self.folder / "study.prom"
        tell = ["--set", f'watch.textfile="{metrics}"', "--set", "watch.textfile_interval=100ms"]
        with self.midway(launched(3, "run", "study.toml", "--json", "-o", "spoilt.h5", *tell)) as job:
            while not (before := peak()):
                self.assertIsNone(job.poll(), "the run was over before its memory was measured")
                time.sleep(0.01)
            os.kill(pid_of_rank(2, job.pid), signal.SIGKILL)
            out, _ = job.communicate(timeout=200)
        self.assertEqual(job.returncode, 0, out)
        self.assertGreaterEqual(peak(), before)
        with h5py.File(self.folder / "spoilt.h5") as file:
            self.assertEqual(file["run/plan/measured_peak"][0], peak())
            left = sum(value for value, lost in zip(file["run/workers/peak_memory"][()], file["run/workers/lost"][()])
                       if not lost)
            self.assertGreater(peak(), left)

    def kill_while_all_write(self):
        """The exit status and the output of a run of three ranks that loses one when they have begun to write."""
        with self.midway(launched(3, "run", "study.toml", "--json", "-o", "spoilt.h5")) as job:
            rank = pid_of_rank(2, job.pid)
            self.wait_until_all_write(job, "spoilt.h5", 3)
            os.kill(rank, signal.SIGKILL)
            out, _ = job.communicate(timeout=200)
        return job.returncode, out

    def test_a_rank_that_is_killed_while_all_write_changes_no_bit_of_the_answer(self):
        status, out = self.kill_while_all_write()
        self.assertEqual(status, 0, out)
        self.assertIn("rank 2 was lost while the ranks wrote the result", out)
        self.assertIn("one rank goes on alone", out)
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=1)
        self.assertEqual(answer(self.folder / "spoilt.h5"), answer(self.folder / "whole.h5"), out)
        left = {path.name for path in self.folder.iterdir()}
        self.assertEqual(left, {"data", "study.toml", "spoilt.h5", "whole.h5"})

    def test_without_rank_0_the_run_ends_and_says_so(self):
        status, out = self.run_and_kill(0)
        self.assertEqual(status, 1, out)
        self.assertIn("rank 0 was lost", out)
        left = {path.name for path in self.folder.iterdir()}
        self.assertEqual(left - {".spoilt.h5.checkpoint", ".spoilt.h5.checkpoint.lock"}, {"data", "study.toml"})


if __name__ == "__main__":
    main()
