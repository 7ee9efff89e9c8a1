#!/usr/bin/python3
"""A run that is asked to stop ends with status 75 and leaves nothing half done."""
import signal
import subprocess

from winnow import ENVIRONMENT, MPIRUN, PROGRAM, LongRun, main


class Stop(LongRun):
    def test_usr1_through_the_launcher_ends_it_early(self):
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "study.toml", "--json", "-o", "stopped.h5"]
        with subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as job:
            self.wait_until_midway(job)
            job.send_signal(signal.SIGUSR1)
            out, _ = job.communicate(timeout=30)
        self.assertEqual(job.returncode, 75, out)
        self.assertIn("stopped early", out)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["data", "study.toml"])


if __name__ == "__main__":
    main()
