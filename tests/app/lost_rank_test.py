#!/usr/bin/python3
"""A rank that is killed costs its work in flight: the others do it again, and the answer stays the same."""
import os
import signal
import subprocess
import time

import h5py

from winnow import ENVIRONMENT, MPIRUN, PROGRAM, Case, answer, main

# Without these Open MPI ends the whole job when a rank dies; the wrapper hides the rank's exit status from it.
RECOVERY = [*MPIRUN, "--mca", "orte_allowed_exit_without_sync", "1", "--enable-recovery"]

STUDY = """[reduce]
files = "data/*.txt"
name = "run_{kind}_seed{seed:int}.txt"
group_by = ["kind"]
[farm]
batch = 50
heartbeat = "100ms"
"""


class LostRank(Case):
    def setUp(self):
        super().setUp()
        self.write("study.toml", STUDY.replace('["kind"]', '[["kind"]]'))
        for seed in range(30_000):
            name = self.folder / "data" / f"run_{seed % 7}_seed{seed}.txt"
            name.parent.mkdir(exist_ok=True)
            name.write_text(f"title\ncreated: {seed}\nlatency_avg: {1 / (seed + 1):.17g}\n")
        wrapper = self.write("wrap.sh", '#!/bin/bash\necho $$ > "pid-$OMPI_COMM_WORLD_RANK"\n"$@" &\n'
                                        'echo $! > "pid-$OMPI_COMM_WORLD_RANK"\nwait $!\nexit 0\n')
        wrapper.chmod(0o755)

    def test_a_killed_worker_changes_no_bit_of_the_answer(self):
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=1)
        command = [*RECOVERY, "-n", "3", "./wrap.sh", PROGRAM, "run", "study.toml", "--quiet", "-o", "spoilt.h5"]
        job = subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            victim = self.pid_of(2)
            time.sleep(0.3)  # well within the run, which takes longer than that on any machine
            os.kill(victim, signal.SIGKILL)
            self.wait_for(lambda: (self.folder / "spoilt.h5").exists(), 60)
        finally:
            os.killpg(job.pid, signal.SIGTERM)
            out, _ = job.communicate(timeout=20)
        self.assertEqual(answer(self.folder / "spoilt.h5"), answer(self.folder / "whole.h5"), out)
        with h5py.File(self.folder / "spoilt.h5") as file:
            self.assertEqual(list(file["run/workers/lost"][()]), [0, 0, 1], out)

    def pid_of(self, rank):
        path = self.folder / f"pid-{rank}"
        self.wait_for(lambda: path.exists() and path.read_text().strip(), 20)
        time.sleep(0.2)
        return int(path.read_text())

    def wait_for(self, condition, patience):
        end = time.monotonic() + patience
        while not condition():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.02)


if __name__ == "__main__":
    main()
