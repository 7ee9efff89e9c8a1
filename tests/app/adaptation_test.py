#!/usr/bin/python3
"""A run adapts to what it measures: memory goes back, fewer tasks run at once where they idle, and it says so."""
import xarray

from searches import OptimizeCase
from winnow import main

EVERY_LOOK = '[watch]\ninterval = "10ms"\n'


class Adaptation(OptimizeCase):
    def queues(self, file):
        return xarray.open_dataset(self.folder / file, group="run/queues")

    def test_ranks_give_memory_back_where_more_is_in_use_than_the_study_wants(self):
        self.simulator(pause="sleep 0.02")
        self.study(60, EVERY_LOOK + '[optimize.cache]\npath = "auto"\n[resources]\nreclaim = "1MiB"\n')
        self.run_winnow("run", "bowl.toml", ranks=2)
        with xarray.open_dataset(self.folder / "bowl.h5", group="run/reclaims") as reclaims:
            self.assertEqual(sorted(reclaims["rank"].values), [0, 1], "once each: the level stays reached")
            self.assertTrue((reclaims.used >= reclaims.level).all() and (reclaims.level == 1 << 20).all())
            self.assertTrue((reclaims.resident_before > 1 << 20).all() and (reclaims.resident_after > 1 << 20).all())

    def test_ranks_keep_their_memory_below_that_level(self):
        self.simulator()
        self.study(30, EVERY_LOOK + '[resources]\nreclaim = "1000TiB"\n')
        self.run_winnow("run", "bowl.toml", ranks=2)
        with xarray.open_dataset(self.folder / "bowl.h5", group="run/reclaims") as reclaims:
            self.assertEqual(reclaims.sizes["reclaim"], 0)

    def test_an_autoscaler_runs_fewer_tasks_at_once_where_they_wait_for_something_else(self):
        self.simulator(pause="sleep 0.1")
        self.study(40, EVERY_LOOK + """
[farm.autoscale]
enabled = true
memory = "none"
queue = "none"
window = "100ms"
interval = "50ms"
[resources]
workers = 2
""")
        done = self.run_winnow("run", "bowl.toml", ranks=2)
        self.assertRegex(done.stderr, "1 of 2 workers may run on .*, before 2: that many use the processor time aimed at")

    def test_a_node_short_of_memory_by_the_autoscalers_target_is_told_of(self):
        self.simulator(pause="sleep 0.1")
        self.study(20, EVERY_LOOK + """
[farm.autoscale]
enabled = true
memory = 0.001
interval = "50ms"
[resources]
worker_type = "thread"
workers = 4
""")
        done = self.run_winnow("run", "bowl.toml", ranks=1)
        self.assertRegex(done.stderr, "[123] of 4 workers may run on .*, before 4: memory is above its target")
        self.assertRegex(done.stdout, "memory was short: at the least 1 of 4 workers ran on .*; to let all run, ask for")

    def test_as_many_programs_run_as_fit_by_what_the_study_says_they_take(self):
        self.simulator(pause="sleep 0.1")
        limited = '[resources]\nworker_type = "thread"\nworkers = 4\nmemory = "400MiB"\n'
        self.study(12, EVERY_LOOK + limited + 'overhead = "150MiB"\n')
        done = self.run_winnow("run", "bowl.toml", ranks=1)
        self.assertRegex(done.stdout, "memory was short: at the least 1 of 4 workers ran on ")
        self.study(12, EVERY_LOOK + limited)
        done = self.run_winnow("run", "bowl.toml", "--overwrite", ranks=1)
        self.assertNotIn("memory was short", done.stdout)

    def test_a_metric_that_nobody_samples_is_refused_before_the_run(self):
        self.simulator()
        self.study(30, '[farm.autoscale]\nenabled = true\nmetric = "io_presure"\n')
        done = self.run_winnow("run", "bowl.toml", ranks=2, status=2)
        self.assertIn('farm.autoscale.metric = "io_presure" is nothing that is sampled', done.stderr)
        self.assertIn('write "io_pressure"', done.stderr)
        self.assertIn("is nothing that is sampled", self.run_winnow("check", "bowl.toml", status=2).stderr)

    def test_a_result_tells_how_large_batches_were_and_why(self):
        self.campaign()
        self.run_winnow("run", "city.toml", "--set", "farm.batch_max=2", ranks=2)
        with self.queues("city.h5") as queues:
            self.assertTrue((queues.batch >= 1).all() and (queues.batch <= 2).all())
            self.assertIn(str(queues.batch_cause.values[0]), ("first", "time", "bound", "end"))


if __name__ == "__main__":
    main()
