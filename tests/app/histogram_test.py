#!/usr/bin/python3
"""Histograms agree with numpy's, are the same bits on any number of ranks, and are shown and exported."""
import random

import numpy
import xarray

from winnow import Case, answer, main

STUDY = """[reduce]
files = "data/*.csv"
name = "{kind}_{seed:int}.csv"
group_by = [["kind"], []]
where = "delay >= 0"
statistics = ["count", "mean", "histogram"]
histogram_bins = 7
histogram_ranges = { "del*" = [0.1, 1.3] }
[farm]
batch = 1
"""


class Histogram(Case):
    def setUp(self):
        super().setUp()
        random.seed(5)
        self.values = {}
        for seed in range(4):
            for kind in ("a", "b"):
                rows = [(random.gauss(0.7, 0.5), random.randrange(10)) for _ in range(400)]
                self.write(f"data/{kind}_{seed}.csv", "delay,hops\n" + "".join(f"{d!r},{h}\n" for d, h in rows))
                self.values.setdefault(kind, []).extend(row for row in rows if row[0] >= 0)
        self.write("study.toml", STUDY)

    def test_agrees_with_numpy_on_any_number_of_ranks(self):
        for ranks in (1, 2, 3):
            self.run_winnow("run", "study.toml", "-o", f"{ranks}.h5", ranks=ranks)
        self.assertEqual(answer(self.folder / "1.h5"), answer(self.folder / "2.h5"))
        self.assertEqual(answer(self.folder / "1.h5"), answer(self.folder / "3.h5"))
        data = xarray.open_dataset(self.folder / "2.h5", group="reduce/kind").set_index(group="kind")
        for kind, rows in self.values.items():
            group = data.sel(group=kind)
            delays = numpy.array([delay for delay, _ in rows])
            counts, edges = numpy.histogram(delays, bins=7, range=(0.1, 1.3))
            self.assertEqual(list(group.delay_histogram.values), list(counts))
            self.assertEqual([*data.delay_bin_low.values, data.delay_bin_high.values[-1]], list(edges))
            self.assertEqual(int(group.delay_below), int((delays < 0.1).sum()))
            self.assertEqual(int(group.delay_above), int((delays > 1.3).sum()))
            hops = [hop for _, hop in rows]
            self.assertEqual(list(group.hops_histogram.values), list(numpy.histogram(hops, bins=7, range=(0, 9))[0]))
        self.assertEqual(data.delay_histogram.dims, ("group", "delay_bin"))
        self.assertTrue(numpy.allclose(data.delay_bin, (data.delay_bin_low + data.delay_bin_high) / 2))

    def test_is_shown_as_bars_and_exported_by_bin(self):
        self.run_winnow("run", "study.toml", "-o", "out.h5")
        shown = self.run_winnow("show", "out.h5", "reduce/kind").stdout
        self.assertRegex(shown, "(?m)^a .*[▁▂▃▄▅▆▇█]{7}")
        self.assertIn("scaled to their fullest bin", shown)
        self.assertIn("2 histograms", self.run_winnow("show", "out.h5").stdout)
        header, first, *_ = self.run_winnow("export", "out.h5", "reduce/kind").stdout.splitlines()
        cells = dict(zip(header.split(","), first.split(",")))
        bins = [int(cells[name]) for name in cells if name.startswith("delay_histogram_")]
        self.assertEqual(len(bins), 7)
        self.assertEqual(sum(bins) + int(cells["delay_below"]) + int(cells["delay_above"]), int(cells["delay_count"]))

    def test_a_range_for_a_metric_that_there_is_not_names_the_near_one(self):
        text = STUDY.replace('"del*"', "delya")
        self.write("study.toml", text)
        error = self.run_winnow("run", "study.toml", status=2).stderr
        self.assertRegex(error, r'study\.toml:8:\d+: unknown metric "delya" \(no file has it\): write delay')

    def test_goes_on_after_a_stop_with_the_counts_that_there_were(self):
        self.run_winnow("run", "study.toml", "-o", "whole.h5")
        bad = self.write("data/b_9.csv", "delay,hops\n1\n")
        stop = ("--set", "reduce.on_error=stop")
        self.run_winnow("run", "study.toml", "-o", "out.h5", *stop, ranks=2, status=2)
        bad.unlink()
        self.run_winnow("run", "study.toml", "-o", "out.h5", "--resume", *stop)
        self.assertEqual(answer(self.folder / "out.h5"), answer(self.folder / "whole.h5"))


if __name__ == "__main__":
    main()
