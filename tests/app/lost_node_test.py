#!/usr/bin/python3
"""A node that dies with its leader costs what it had folded: the others do it again. Needs simulated nodes."""
import os
import pathlib
import subprocess
import sys

from winnow import ENVIRONMENT, SOURCE, LongRun, answer, launched, main

NODES = SOURCE.parent / "shared" / "cluster" / "nodes.sh"


class LostNode(LongRun):
    files = 15_000  # between nodes messages take longer

    def setUp(self):
        super().setUp()
        self.environment = {**ENVIRONMENT, "NODES_DIR": str(self.folder / "nodes"), "SLOTS": "1"}
        self.nodes("up", "3")
        self.addCleanup(self.nodes, "down")
        # The launcher finds an mpirun that starts its ranks on the nodes.
        mpirun = self.write("bin/mpirun", f'#!/bin/bash\nPATH={os.environ["PATH"]} exec bash {NODES} mpirun "$@"\n')
        mpirun.chmod(0o755)

    def nodes(self, *arguments):
        subprocess.run(["bash", NODES, *arguments], env=self.environment, check=True, timeout=30,
                       stdout=subprocess.DEVNULL)

    def run_and_kill(self, when):
        """The output of a run on three nodes that loses one: midway, when `when` returns."""
        path = f"{self.folder}/bin:{os.environ['PATH']}"
        command = ["env", f"PATH={path}", *launched(3, "run", "study.toml", "--json", "-o", "spoilt.h5", options=[])]
        with self.midway(command, environment=self.environment) as job:
            when(job)
            self.nodes("kill", "node3")
            out, _ = job.communicate(timeout=200)
        self.assertEqual(job.returncode, 0, out)
        return out

    def expect_the_answer_of_a_whole_run(self, out):
        self.run_winnow("run", "study.toml", "--quiet", "-o", "whole.h5", ranks=1)
        self.assertEqual(answer(self.folder / "spoilt.h5"), answer(self.folder / "whole.h5"), out)

    def test_a_killed_node_changes_no_bit_of_the_answer(self):
        out = self.run_and_kill(lambda job: None)
        self.expect_the_answer_of_a_whole_run(out)
        # The loss counts from when it is noticed: by then the work may be done, or the others may have begun to write.
        self.assertRegex(out, "1 of 3 ranks were lost|a rank was lost when the work was done|"
                              "rank 2 was lost while the ranks wrote the result")

    def test_a_node_killed_while_all_write_changes_no_bit_of_the_answer(self):
        out = self.run_and_kill(lambda job: self.wait_until_all_write(job, "spoilt.h5", 3))
        self.expect_the_answer_of_a_whole_run(out)
        self.assertIn("rank 2 was lost while the ranks wrote the result", out)
        self.assertIn("one rank goes on alone", out)


if __name__ == "__main__":
    possible = NODES.exists() and os.geteuid() == 0 and subprocess.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "true"], stderr=subprocess.DEVNULL).returncode == 0
    if not possible:
        print("skipped: needs root, namespaces and the script of simulated nodes")
        sys.exit(77)
    main()
