#!/usr/bin/python3
"""Tables and csv, split over ranks, agree with pandas' own arithmetic on the same files."""
import csv
import math
import random
import statistics

import h5py
import xarray

from winnow import SOURCE, Case, answer, main

STUDY = """[reduce]
files = "data/*.csv"
name = "run{{seed:int}}.csv"
group_by = [["router", "ttl:int"], ["router"]]
unit = "{unit}"
statistics = ["count", "missing", "mean", "std", "sem", "ci95", "median"]
"""


class Tables(Case):
    def setUp(self):
        super().setUp()
        random.seed(3)
        self.rows = []
        for run in range(4):
            lines = ["router,ttl,latency,note"]
            for _ in range(30_000):
                row = (run, random.choice(["Epidemic", "Prophet, new"]), random.choice([60, 90]), random.gauss(run, 1))
                self.rows.append(row)
                lines.append(f'"{row[1]}",{row[2]},{row[3]!r},free text')
            self.write(f"data/run{run}.csv", "\n".join(lines) + "\n")

    def reduce(self, unit, *options):
        self.write("study.toml", STUDY.format(unit=unit))
        return self.run_winnow("run", "study.toml", "--overwrite", *options, ranks=2).stdout

    def values(self, run=None, router=None, ttl=None):
        return [row[3] for row in self.rows
                if run in (None, row[0]) and router in (None, row[1]) and ttl in (None, row[2])]

    def test_rows_are_pooled_and_the_summary_warns_of_it(self):
        said = self.reduce("row")
        self.assertIn("unit", said)
        with xarray.open_dataset(self.folder / "study.h5", group="reduce/router_ttl") as groups:
            self.assertEqual(groups.sizes["group"], 4)
            for i in range(4):
                values = self.values(router=str(groups.router.values[i]), ttl=int(groups.ttl.values[i]))
                said = {name: float(groups.latency.sel(statistic=name)[i]) for name in ("count", "mean", "std")}
                self.assertEqual(said["count"], len(values))
                self.assertTrue(math.isclose(said["mean"], statistics.fmean(values), rel_tol=1e-12, abs_tol=1e-12))
                self.assertTrue(math.isclose(said["std"], statistics.stdev(values), rel_tol=1e-12))
        with xarray.open_dataset(self.folder / "study.h5", group="runs") as runs:
            self.assertEqual(runs.sizes["run"], 4)
            self.assertTrue(math.isclose(float(runs.latency[2]), statistics.fmean(self.values(run=2)), rel_tol=1e-12))

    def test_with_runs_as_unit_each_run_counts_once(self):
        said = self.reduce("run")
        self.assertNotIn("unit", said)
        with xarray.open_dataset(self.folder / "study.h5", group="reduce/router") as groups:
            means = [statistics.fmean(self.values(run=run, router="Epidemic")) for run in range(4)]
            said = groups.sel(group=list(groups.router.values).index("Epidemic"))
            self.assertEqual(float(said.latency.sel(statistic="count")), 4)
            self.assertTrue(math.isclose(float(said.latency.sel(statistic="std")), statistics.stdev(means), rel_tol=1e-9))
            self.assertEqual(groups.attrs["unit_of_replication"], "run")

    def test_the_size_of_pieces_changes_no_bit(self):
        self.reduce("run")
        whole = answer(self.folder / "study.h5")
        self.reduce("run", "--set", "resources.chunk=1MiB")
        self.assertEqual(whole, answer(self.folder / "study.h5"))

    def test_text_columns_are_left_out_and_named(self):
        self.assertIn("note", self.reduce("row"))

    def test_a_misspelt_column_gets_the_nearest_one(self):
        self.write("study.toml", STUDY.format(unit="row").replace('"router"]]', '"ruoter"]]'))
        said = self.run_winnow("run", "study.toml", ranks=2, status=2).stderr
        self.assertIn('unknown column "ruoter"', said)
        self.assertIn("router", said)

    def test_tables_of_the_simulator_are_read_as_they_are(self):
        for kind, columns in (("DeliveredMessages", {"deliveryTime", "hopcount"}), ("ContactTimes", {"column2"})):
            self.write("kind.toml", f'[reduce]\nfiles = "{SOURCE}/inputs/one-city/*_{kind}Report.txt"\n'
                                    'name = "{*}_{router}_seed{*}"\ngroup_by = [["router"]]\n')
            self.run_winnow("run", "kind.toml", "--overwrite")
            with h5py.File(self.folder / "kind.h5") as file:
                self.assertLessEqual(columns, set(file["reduce/router"]))
                self.assertEqual(file["rejected/path"].shape[0], 0)


if __name__ == "__main__":
    main()
