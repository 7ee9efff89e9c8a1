#!/usr/bin/python3
"""The shipped campaign's result is right, and opens in the tools that people have."""
import csv
import io
import json
import math
import re
import statistics
import unittest

import h5py
import numpy
import xarray

from winnow import Case, SOURCE, main

NAME = re.compile(r"city_(?P<router>\w+)_seed(?P<seed>\d+)_buf(?P<buffer>\d+)M_MessageStatsReport\.txt")
T_975_WITH_4_DEGREES = 2.7764451051977987  # quantile of Student's t, R: qt(0.975, 4)


def reports(metric):
    """The values of a metric by (router, buffer), read the plain way."""
    values = {}
    for path in sorted((SOURCE / "inputs" / "one-city").glob("*_MessageStatsReport.txt")):
        name = NAME.match(path.name)
        for line in path.read_text().splitlines():
            key, _, text = line.partition(": ")
            if key == metric:
                group = (name["router"], int(name["buffer"]) * 1_000_000)
                values.setdefault(group, []).append(float(text))
    return values


class Result(Case):
    def setUp(self):
        super().setUp()
        study = self.campaign()
        study.write_text(re.sub(r"(?m)^metrics .*\n", "", study.read_text()))  # all of them
        self.done = self.run_winnow("run", study, ranks=2)
        self.path = self.folder / "city.h5"

    def test_statistics_are_those_of_the_reports(self):
        for engine in ("netcdf4", "h5netcdf"):
            with xarray.open_dataset(self.path, group="reduce/router_buffer", engine=engine) as groups:
                rows = {(str(router), int(buffer)): i for i, (router, buffer)
                        in enumerate(zip(groups.router.values, groups.buffer.values))}
                for metric in ("delivery_prob", "latency_avg", "created"):
                    expected = reports(metric)
                    self.assertEqual(rows.keys(), expected.keys())
                    for group, values in expected.items():
                        row = groups[metric].isel(group=rows[group])
                        said = {str(name): float(row.sel(statistic=name)) for name in groups.statistic.values}
                        deviation = statistics.stdev(values)
                        self.assertEqual(said["count"], len(values))
                        self.assertEqual(said["missing"], 0)
                        self.assertAlmostEqual(said["mean"], statistics.fmean(values), delta=1e-12 * abs(said["mean"]))
                        self.assertAlmostEqual(said["std"], deviation, delta=1e-9 * deviation)
                        self.assertAlmostEqual(said["sem"], deviation / math.sqrt(5), delta=1e-9 * deviation)
                        self.assertAlmostEqual(said["ci95"], T_975_WITH_4_DEGREES * deviation / math.sqrt(5),
                                               delta=1e-9 * deviation)
                        self.assertEqual((said["min"], said["max"]), (min(values), max(values)))

    def test_quantiles_are_those_of_numpy(self):
        statistics_asked = 'reduce.statistics=["sum", "median", "p5", "p99.9", "first", "last"]'
        self.run_winnow("run", "city.toml", "--set", statistics_asked, "-o", "quantiles.h5", ranks=2)
        with xarray.open_dataset(self.folder / "quantiles.h5", group="reduce/router_buffer") as groups:
            self.assertEqual(groups.attrs["quantiles_relative_error"], 0)
            for metric in ("delivery_prob", "latency_avg"):
                for group, values in reports(metric).items():
                    row = groups[metric].isel(group=(groups.router == group[0]) & (groups.buffer == group[1]))
                    said = dict(zip(groups.statistic.values, row.values[0]))
                    self.assertEqual(said["sum"], math.fsum(values))
                    self.assertEqual(said["median"], numpy.median(values))
                    for name, share in (("p5", 5), ("p99.9", 99.9)):
                        numpy.testing.assert_allclose(said[name], numpy.percentile(values, share), rtol=1e-15)
                    self.assertEqual((said["first"], said["last"]), (values[0], values[-1]))

    def test_nan_is_counted_as_missing(self):
        with xarray.open_dataset(self.path, group="reduce/router") as groups:
            self.assertTrue((groups.rtt_avg.sel(statistic="missing") == 20).all())
            self.assertTrue((groups.rtt_avg.sel(statistic="count") == 0).all())
            self.assertTrue(groups.rtt_avg.sel(statistic="mean").isnull().all())

    def test_groups_are_coordinates_with_units(self):
        with xarray.open_dataset(self.path, group="reduce/router_buffer") as groups:
            self.assertEqual(dict(groups.sizes), {"group": 12, "statistic": 8})
            self.assertLessEqual({"router", "buffer", "statistic"}, set(groups.coords))
            self.assertEqual(groups.buffer.attrs["units"], "B")
            self.assertEqual(groups.latency_avg.attrs["units"], "s")
            self.assertIn("long_name", groups.latency_avg.attrs)
            self.assertEqual(list(groups.router.values), sorted(groups.router.values))

    def test_a_run_is_a_row_by_path(self):
        with xarray.open_dataset(self.path, group="runs") as runs:
            self.assertEqual(runs.sizes["run"], 60)
            paths = [str(path) for path in runs.path.values]
            self.assertEqual(paths, sorted(paths))
            row = runs.isel(run=paths.index("one-city/city_ProphetRouter_seed1_buf10M_MessageStatsReport.txt"))
            self.assertEqual(float(row.latency_avg), 2012.2097)
            self.assertEqual(int(row.seed), 1)

    def test_the_file_says_how_it_was_made(self):
        with h5py.File(self.path) as file:
            self.assertIn("group_by", file["study"].attrs["toml"])
            self.assertEqual(file["run/provenance"].attrs["ranks"], 2)
            self.assertIn("winnow run", file["run/provenance"].attrs["command"])
            self.assertGreater(file["run/plan/measured_peak"][0], 1 << 20)
            self.assertGreater(file["run/plan/predicted_peak"][0], file["run/plan/measured_peak"][0])
            self.assertEqual(file["run/workers/tasks"][()].sum(), 60)

    def test_the_summary_names_the_result(self):
        self.assertIn("city.h5", self.done.stdout)
        self.assertIn("60", self.done.stdout)

    def test_show_prints_what_is_there(self):
        overview = self.run_winnow("show", "city.h5").stdout
        self.assertIn("reduce/router_buffer", overview)
        table = self.run_winnow("show", "city.h5", "reduce/router").stdout
        for router in ("EpidemicRouter", "ProphetRouter", "SprayAndWaitRouter"):
            self.assertIn(router, table)

    def test_export_writes_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.run_winnow("export", "city.h5", "reduce/router").stdout)))
        self.assertEqual([row["router"] for row in rows], ["EpidemicRouter", "ProphetRouter", "SprayAndWaitRouter"])
        self.assertEqual(float(rows[0]["created_count"]), 20)

    def test_export_writes_a_text_file_per_group(self):
        self.run_winnow("export", "city.h5", "--text", "{report}_{router}_{buffer}.txt", "--metrics", "delivery_*")
        path = self.folder / "MessageStatsReport_ProphetRouter_2000000.txt"
        self.assertRegex(path.read_text(), r"\Adelivery_prob: 0\.\d{4}\n\Z")

    def test_the_result_stands_until_the_inputs_change(self):
        written = self.path.stat().st_mtime_ns
        self.assertIn("stands", self.run_winnow("run", "city.toml", ranks=2).stdout)
        self.assertEqual(self.path.stat().st_mtime_ns, written)
        (self.folder / "one-city" / "city_ProphetRouter_seed1_buf10M_MessageStatsReport.txt").touch()
        refused = self.run_winnow("run", "city.toml", ranks=2, status=2)
        self.assertIn("--overwrite", refused.stderr)
        self.run_winnow("run", "city.toml", "--overwrite", ranks=2)
        self.assertGreater(self.path.stat().st_mtime_ns, written)

    def test_json_lines_are_for_machines(self):
        out = self.run_winnow("run", "city.toml", "--overwrite", "--json", ranks=2).stdout
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([line["event"] for line in lines[-2:]], ["progress", "summary"])
        self.assertEqual(lines[-1]["files_accepted"], 60)
        for line in lines[-2:]:
            self.assertEqual(line["queues"]["reduce"], {"waiting": 0, "sent": 0, "running": 0, "done": 60,
                                                        "retried": 0, "quarantined": 0})


if __name__ == "__main__":
    unittest.main()
