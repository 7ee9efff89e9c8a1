"""The type `workers`: more of them, as processes and as threads of one. See README.md."""
import os
import statistics

from bench import CSV_MEGABYTES, REPEATS, entry, timed

SEARCH = """title = "Workers"
[optimize]
evaluations = {evaluations}
population = 200
{parameters}
[optimize.objective]
plugin = "{plugin}"
options = "{manner}"
"""
PARAMETER = """[[optimize.parameter]]
name = "x{}"
low = -5
high = 5
"""
MANNERS = {"100 µs of processor time": ("compute 1e-4", 20_000), "10 ms of sleep": ("sleep 1e-2", 400)}


def counts():
    """One worker, two, four, and as many as there are cores."""
    return sorted({1, 2, 4, os.cpu_count()})


def commands(bench, study, workers):
    """The same study by so many ranks, and by one rank with so many threads; by the names of these ways."""
    run = ["winnow", "run", study, "--overwrite", "--quiet", "-o", bench.scratch / "workers.h5",
           "--set", f"resources.workers={workers}"]
    return {"processes": bench.on_ranks(workers, *run, bound=False),
            "threads": bench.on_ranks(1, *run, "--set", "resources.worker_type=thread", bound=False)}


def measured(bench, name, study, repeats):
    results = []
    for workers in counts():
        for way, command in commands(bench, study, workers).items():
            bench.peaks()
            seconds = timed(command, repeats)
            peaks = bench.peaks()
            ranks = workers if way == "processes" else 1
            label = f"{name}, {workers} {way}"
            results.append(entry(label, "s", statistics.median(seconds), seconds=seconds))
            results.append(entry(f"{label}, peaks of all ranks together", "MiB", sum(peaks[-ranks:]) / 1024))
    return results


def bench_workers(bench):
    """1, 2, 4 and all workers, as processes and as threads of one: csv, and searches whose evaluations compute or wait."""
    results = measured(bench, f"csv of {CSV_MEGABYTES} MB", bench.csv_study(bench.csv(40)), REPEATS)
    for manner, (options, evaluations) in MANNERS.items():
        study = bench.scratch / "workers.toml"
        study.write_text(SEARCH.format(evaluations=evaluations, parameters="".join(PARAMETER.format(i) for i in range(10)),
                                       plugin=bench.programs / "timed_sphere.so", manner=options))
        results += measured(bench, f"{evaluations:,} evaluations, {manner}", study, REPEATS)
    return results
