#!/usr/bin/python3
"""A run that is asked to stop ends with status 75 and leaves its checkpoint, and nothing half done."""
import contextlib
import os
import signal
import time

from winnow import MPIRUN, PROGRAM, LongRun, launched, main, pid_of_rank

RUN = ["run", "study.toml", "--json", "-o", "stopped.h5"]


class Stop(LongRun):
    def expect_stop(self, command, number):
        with self.midway(command) as job:
            job.send_signal(number)
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        self.assertIn("stopped early", out)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         [".stopped.h5.checkpoint", "data", "study.toml"])

    def test_usr1_to_mpirun_ends_it_early(self):
        self.expect_stop([*MPIRUN, "-n", "2", PROGRAM, *RUN], signal.SIGUSR1)

    def test_term_to_the_launcher_ends_it_early(self):
        self.expect_stop(launched(2, *RUN), signal.SIGTERM)

    def test_term_to_the_launcher_while_the_ranks_start_ends_it_early(self):
        for pause in (0, 0.03, 0.1):
            with self.started(launched(2, *RUN)) as job:
                while not any(self.folder.glob(".winnow-*")):
                    time.sleep(0.001)
                time.sleep(pause)
                job.send_signal(signal.SIGTERM)
                out, _ = job.communicate(timeout=60)
            self.assertEqual(job.returncode, 75, out)

    def test_a_rank_is_not_ended_by_a_signal_while_mpi_starts(self):
        with self.started(launched(2, *RUN)) as job:
            rank = None
            while rank is None:
                with contextlib.suppress(AssertionError):
                    rank = pid_of_rank(1, job.pid)
            os.kill(rank, signal.SIGUSR1)
            job.send_signal(signal.SIGTERM)
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 75, out)
        self.assertNotIn("was ended by", out)

    def test_a_signal_that_comes_when_all_is_done_costs_no_result(self):
        with self.started([*MPIRUN, "-n", "2", PROGRAM, *RUN]) as job:
            self.wait_until_all_write(job, "stopped.h5", 2)
            job.send_signal(signal.SIGUSR1)
            out, _ = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 0, out)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["data", "stopped.h5", "study.toml"])


if __name__ == "__main__":
    main()
