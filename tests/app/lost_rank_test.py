#!/usr/bin/python3
"""A rank that is killed costs its work in flight: the others do it again, and the answer stays the same."""
import os
import signal
import subprocess
import time

import h5py

from winnow import ENVIRONMENT, MPIRUN, PROGRAM, LongRun, answer, main

# Without these Open MPI ends the whole job when a rank dies; the wrapper hides the rank's exit status from it.
RECOVERY = [*MPIRUN, "--mca", "orte_allowed_exit_without_sync", "1", "--enable-recovery"]


class LostRank(LongRun):
    def setUp(self):
        super().setUp()
        wrapper = self.write("wrap.sh", '#!/bin/bash\necho $$ > "pid-$OMPI_COMM_WORLD_RANK"\n"$@" &\n'
                                        'echo $! > "pid-$OMPI_COMM_WORLD_RANK"\nwait $!\nexit 0\n')
        wrapper.chmod(0o755)

    def test_a_killed_worker_changes_no_bit_of_the_answer(self):
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=1)
        command = [*RECOVERY, "-n", "3", "./wrap.sh", PROGRAM, "run", "study.toml", "--json", "-o", "spoilt.h5"]
        job = subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            self.wait_until_midway(job)
            os.kill(int((self.folder / "pid-2").read_text()), signal.SIGKILL)
            self.wait_for(lambda: (self.folder / "spoilt.h5").exists(), 60)
        finally:
            os.killpg(job.pid, signal.SIGTERM)
            out, _ = job.communicate(timeout=20)
        self.assertEqual(answer(self.folder / "spoilt.h5"), answer(self.folder / "whole.h5"), out)
        with h5py.File(self.folder / "spoilt.h5") as file:
            self.assertEqual(list(file["run/workers/lost"][()]), [0, 0, 1], out)

    def wait_for(self, condition, patience):
        end = time.monotonic() + patience
        while not condition():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.02)


if __name__ == "__main__":
    main()
