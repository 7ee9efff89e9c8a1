#!/usr/bin/python3
"""Reports of several kinds of one run make one row and one observation, as numpy makes them of the same files."""
import csv
import io
import re
import shutil

import h5py
import numpy
import xarray

from winnow import SOURCE, Case, answer, main

NAME = re.compile(r"city_(\w+)_seed(\d+)_buf(\d+)M_(\w+)\.txt")
KINDS = {"MessageStatsReport", "MessageDelayReport", "BufferOccupancyReport"}


def metrics_of(path, kind):
    """The mean of each metric over the rows of a report, read the plain way."""
    if kind == "MessageStatsReport":
        pairs = dict(line.split(": ") for line in path.read_text().splitlines()[1:])
        return {name: float(pairs[name]) for name in ("delivery_prob", "overhead_ratio")}
    column, name = (0, "messageDelay") if kind == "MessageDelayReport" else (1, "occupancy")
    return {name: numpy.loadtxt(path)[:, column].mean()}


def runs_of(folder):
    """By (router, buffer, seed): the paths of a run's files in order, and its metrics."""
    runs = {}
    for path in sorted(folder.glob("*.txt")):
        name = NAME.match(path.name)
        if not name or name[4] not in KINDS:
            continue
        paths, metrics = runs.setdefault((name[1], int(name[3]) * 1_000_000, int(name[2])), ([], {}))
        paths.append(f"one-city/{path.name}")
        metrics.update(metrics_of(path, name[4]))
    return runs


class Join(Case):
    def setUp(self):
        super().setUp()
        shutil.copy(SOURCE / "inputs" / "city-runs.toml", self.folder)
        (self.folder / "one-city").symlink_to(SOURCE / "inputs" / "one-city")
        self.expected = runs_of(SOURCE / "inputs" / "one-city")
        self.assertEqual(len(self.expected), 60)
        self.path = self.folder / "city-runs.h5"

    def reduce(self, ranks, *options):
        return self.run_winnow("run", "city-runs.toml", "--overwrite", *options, ranks=ranks).stdout

    def test_a_run_is_one_row_of_all_its_reports(self):
        self.reduce(2)
        with xarray.open_dataset(self.path, group="runs") as runs:
            self.assertEqual(runs.sizes["run"], 60)
            self.assertEqual(list(runs.path.values), sorted(paths[0] for paths, _ in self.expected.values()))
            for row in range(60):
                run = runs.isel(run=row)
                paths, metrics = self.expected[str(run.router.values), int(run.buffer), int(run.seed)]
                self.assertEqual((str(run.path.values), int(run.files)), (paths[0], len(paths)))
                for metric in ("delivery_prob", "overhead_ratio", "messageDelay", "occupancy"):
                    numpy.testing.assert_allclose(run[metric], metrics.get(metric, numpy.nan), rtol=1e-13)
            self.assertEqual(int(runs.occupancy.isnull().sum()), 48, "of seed 1 alone")

    def test_a_run_is_one_observation(self):
        self.assertNotIn("unit", self.reduce(2))
        with xarray.open_dataset(self.path, group="reduce/router_buffer") as groups:
            for row in range(groups.sizes["group"]):
                group = groups.isel(group=row)
                for metric in ("delivery_prob", "overhead_ratio", "messageDelay", "occupancy"):
                    values = [metrics[metric] for (router, buffer, _), (_, metrics) in self.expected.items()
                              if (router, buffer) == (str(group.router.values), int(group.buffer)) and metric in metrics]
                    said = dict(zip(groups.statistic.values, group[metric].values))
                    self.assertEqual((said["count"], said["missing"]), (len(values), 0))
                    numpy.testing.assert_allclose(said["mean"], numpy.mean(values), rtol=1e-13)
                    if len(values) > 1:
                        numpy.testing.assert_allclose(said["sem"], numpy.std(values, ddof=1) / len(values) ** 0.5,
                                                      rtol=1e-10)

    def test_any_number_of_ranks_gives_the_same_bits(self):
        self.reduce(1)
        expected = answer(self.path)
        for options in (["farm.batch=1"], ["farm.batch=7", "resources.chunk=1MiB"]):
            for ranks in (2, 3):
                self.reduce(ranks, *(argument for option in options for argument in ("--set", option)))
                self.assertEqual(answer(self.path), expected, f"{ranks} ranks, {options}")

    def test_pooled_metrics_of_rows_bring_a_warning(self):
        options = ("--set", "reduce.unit=row", "--set", "reduce.metrics=delivery_prob", "--set", "reduce.derive={}",
                   "--set", "reduce.files=one-city/*_MessageStatsReport.txt")
        self.assertNotIn("unit", self.reduce(1, *options))
        self.assertIn("unit", self.reduce(1, *options, "--set", "reduce.run_by=router"))

    def test_joined_runs_are_shown_and_exported(self):
        self.reduce(1)
        self.assertRegex(self.run_winnow("show", "city-runs.h5", "runs").stdout, r"seed\s+files")
        rows = list(csv.DictReader(io.StringIO(self.run_winnow("export", "city-runs.h5", "runs").stdout)))
        self.assertEqual(len(rows), 60)
        for row in rows:
            paths, metrics = self.expected[row["router"], int(row["buffer"]), int(row["seed"])]
            self.assertEqual(int(row["files"]), len(paths))
            self.assertEqual(float(row["delivery_prob"]), metrics["delivery_prob"])
        self.run_winnow("export", "city-runs.h5", "--text", "{scenario}_{router}_{buffer}.txt")
        self.assertIn("occupancy: ", (self.folder / "city_ProphetRouter_2000000.txt").read_text())
        with h5py.File(self.path) as file:
            self.assertNotIn("report", file["runs"])

    def test_what_tells_no_runs_apart_is_refused_by_name(self):
        for name, said in (("ruoter", 'write "router"'), ("hopcount:int", "a column cannot tell runs apart")):
            done = self.run_winnow("check", "city-runs.toml", "--set", f"reduce.run_by={name}", status=2)
            self.assertIn(f'"{name}" in reduce.run_by is no field of reduce.name', done.stderr)
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    main()
