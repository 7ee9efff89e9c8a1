#!/usr/bin/python3
"""The same study gives the same bits, however the work was cut up."""
import random

from winnow import Case, answer, main

STUDY = """title = "One answer"
[reduce]
files = {files}
name = "run_{{kind}}_{{size:size}}_seed{{seed:int}}.txt"
group_by = [["kind", "size"], ["kind"], ["seed"]]
where = "seed != 3 && delivered > -1e9"
derive = {{ ratio = "latency_avg / overhead_ratio", more = "ratio + [delivered]" }}
statistics = ["count", "missing", "sum", "mean", "std", "sem", "ci95", "min", "max", "median", "p2.5", "first", "last"]
max_rejected = "100%"
"""


class OneAnswer(Case):
    def setUp(self):
        super().setUp()
        numbers = random.Random(20240607)
        self.names = []
        for seed in range(40):
            for kind in ("wide", "narrow", "mixed"):
                name = f"data/run_{kind}_{numbers.choice((2, 5, 10))}M_seed{seed}.txt"
                self.write(name, self.report(numbers, kind, seed))
                self.names.append(name)
        self.write("names.txt", "".join(f"{name}\n" for name in self.names))
        self.write("study.toml", STUDY.format(files='"data/*.txt"'))
        self.write("listed.toml", STUDY.format(files='"@names.txt"'))

    @staticmethod
    def report(numbers, kind, seed):
        """A report whose sums depend on the order of additions, unless they are exact; some lines are bad."""
        scale = {"wide": 200, "narrow": 0, "mixed": 12}[kind]
        lines = [f"Message stats for scenario {kind}"]
        for metric in ("latency_avg", "delivered", "overhead_ratio"):
            value = numbers.uniform(-1, 1) * 10.0 ** numbers.randint(-scale, scale)
            lines.append(f"{metric}: {value:.17g}")
        lines.append("rtt_avg: NaN" if seed % 3 else "rtt_avg: twelve")
        return "\n".join(lines) + "\n"

    def reduced(self, ranks, *options, study="study.toml"):
        self.run_winnow("run", study, "--overwrite", "--quiet", "-o", "result.h5", *options, ranks=ranks)
        return answer(self.folder / "result.h5")

    def test_at_any_number_of_ranks(self):
        expected = self.reduced(1)
        self.assertGreater(len(expected), 20)
        for ranks in (2, 3, 5):
            self.assertEqual(self.reduced(ranks), expected, f"{ranks} ranks")

    def test_at_any_number_of_threads(self):
        expected = self.reduced(1)
        for threads in (1, 4):
            options = ("--set", "resources.worker_type=thread", "--set", f"resources.workers={threads}")
            self.assertEqual(self.reduced(1, *options), expected, f"{threads} threads")
            self.assertEqual(self.reduced(2, *options), expected, f"{threads} threads, a rank without kernels")

    def test_at_any_batch_size(self):
        expected = self.reduced(1)
        for batch in (1, 7, 1000):
            self.assertEqual(self.reduced(2, "--set", f"farm.batch={batch}"), expected, f"batches of {batch}")

    def test_in_any_order_of_files(self):
        expected = self.reduced(2, study="listed.toml")
        for seed in (1, 2):
            random.Random(seed).shuffle(self.names)
            self.write("names.txt", "".join(f"{name}\n" for name in self.names))
            self.assertEqual(self.reduced(2, study="listed.toml"), expected, f"shuffle {seed}")


if __name__ == "__main__":
    main()
