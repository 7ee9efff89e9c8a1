#!/usr/bin/python3
"""The scripts for batch schedulers, in the environment that a scheduler gives them."""
import signal
import subprocess
import time

from winnow import PROGRAM, SOURCE, Case, main


class Jobs(Case):
    def run_script(self, name, environment, *arguments, status=0):
        return self.run_command(["bash", str(SOURCE / "jobs" / name), *arguments], status, environment={
            "WINNOW_HOME": str(SOURCE), "WINNOW": str(PROGRAM), **environment})

    def test_slurm_runs_a_rank_a_task(self):
        self.campaign()
        done = self.run_script("slurm.sh", {"SLURM_SUBMIT_DIR": str(self.folder), "SLURM_NTASKS": "1"},
                               "city.toml", "--output", "slurm.h5")
        self.assertIn("1 rank", done.stdout)
        self.assertTrue((self.folder / "slurm.h5").exists())

    def test_pbs_runs_a_rank_a_slot(self):
        self.campaign()
        slots = self.write("nodefile", "localhost\n")
        done = self.run_script("pbs.sh", {"PBS_O_WORKDIR": str(self.folder), "PBS_NODEFILE": str(slots),
                                          "STUDY": "city.toml", "OPTIONS": "--output pbs.h5"})
        self.assertIn("1 rank", done.stdout)
        self.assertTrue((self.folder / "pbs.h5").exists())

    def test_a_bad_study_ends_with_the_program_s_status(self):
        self.write("bad.toml", "[reduce]\nfile = 'x'\n")
        done = self.run_script("slurm.sh", {"SLURM_SUBMIT_DIR": str(self.folder), "SLURM_NTASKS": "1"},
                               "bad.toml", status=2)
        self.assertIn("bad.toml:2", done.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["bad.toml"])

    def test_without_a_study_each_says_how_it_is_used(self):
        for name in ("slurm.sh", "pbs.sh", "workstation.sh"):
            self.assertIn("usage", self.run_script(name, {}, status=2).stderr)

    def test_a_signal_that_comes_as_a_rank_ends_does_not_pass_for_its_status(self):
        status = self.folder / "status"
        for _ in range(20):
            with subprocess.Popen([SOURCE / "jobs" / "rank.sh", status, "sh", "-c", "sleep 0.05; exit 75"]) as rank:
                while rank.poll() is None:
                    if status.exists():  # signals are heeded from here on, or are about to be
                        rank.send_signal(signal.SIGUSR1)
                    time.sleep(0.001)
            self.assertEqual(status.read_text().strip(), "75")
            status.unlink()


if __name__ == "__main__":
    main()
