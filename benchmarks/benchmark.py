#!/usr/bin/python3
"""Measures Winnow beside its peers; see README.md. Called by run.sh.

usage: benchmark.py run BUILD_FOLDER KEEP_FILE [TYPE…]
       benchmark.py compare OLD.json NEW.json
"""
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

from bench import CSV_MEGABYTES, HERE, RANKS, REPEATS, REPORTS, SCALING_GIGABYTES, Bench, entry, run, timed
from memory_benchmark import bench_limit, bench_pressure
from message_benchmark import bench_messages
from optimize_benchmark import bench_optimize
from prediction_benchmark import bench_prediction
from quality_benchmark import bench_de, bench_quality
from top_benchmark import bench_top
from worker_benchmark import bench_workers



def per_second(name, count, seconds, offset=0.0):
    """Files per second by the median of `seconds`, with `offset` taken off."""
    median = statistics.median(seconds) - offset
    return entry(name, "files/s", count / median, seconds=seconds, offset=offset)


def bench_reports(bench):
    """Small reports → statistics of groups, beside plain Python and DuckDB."""
    folder = bench.reports()
    results = []
    empty = {ranks: statistics.median(timed(bench.on_ranks(ranks, "empty_mpi"), 7)) for ranks in (1, RANKS)}
    bench.peaks()
    for ranks in (1, RANKS):
        results.append(entry(f"empty MPI program, {ranks} rank(s)", "s", empty[ranks]))
    for runs in (False, True):
        table = "with the table of runs" if runs else "groups only"
        study = bench.study(folder, runs)
        for ranks in (RANKS, 1):
            seconds = timed(bench.reduction(ranks, study))
            results.append(per_second(f"winnow, {ranks} rank(s), {table}, end to end", REPORTS, seconds))
            results.append(per_second(f"winnow, {ranks} rank(s), {table}, empty MPI off", REPORTS, seconds, empty[ranks]))
            if ranks == RANKS:
                both = statistics.median(seconds) - empty[ranks]
        ratio = (statistics.median(seconds) - empty[1]) / both
        results.append(entry(f"winnow, {RANKS} ranks against one, {table}", "×", ratio))
    python = timed([HERE / "peers" / "python_reports.py", folder])
    results.append(per_second("plain Python", REPORTS, python))
    return results + bench_duckdb(bench, folder)


def megabytes_per_second(name, command):
    seconds = timed(command)
    return entry(name, "MB/s", CSV_MEGABYTES / statistics.median(seconds), seconds=seconds)


def bench_csv(bench):
    """Large csv → statistics of groups by a column, beside a bare loop, DuckDB and polars."""
    folder = bench.csv(40)
    files = sorted(folder.iterdir())
    results = []
    bench.peaks()
    run(bench.on_ranks(RANKS, "empty_mpi"))
    empty = max(bench.peaks())
    for processes in (1, RANKS):
        bare = [bench.programs / "bare_csv", processes, *files]
        results.append(megabytes_per_second(f"bare loop, {processes} process(es)", bare))
        results.append(megabytes_per_second(f"winnow, {processes} rank(s), end to end",
                                            bench.reduction(processes, bench.csv_study(folder))))
    results.append(entry("winnow, a rank's memory above an empty MPI program's", "MiB", (max(bench.peaks()) - empty) / 1024))
    results.append(megabytes_per_second(f"winnow, {RANKS} ranks, one file of all",
                                        bench.reduction(RANKS, bench.csv_study(bench.csv(1)))))
    bench.peaks()
    results.append(megabytes_per_second(f"winnow, {RANKS} ranks, median and p95",
                                        bench.reduction(RANKS, bench.csv_study(folder, '"median", "p95"'))))
    results.append(entry("winnow, median and p95, a rank's memory above it", "MiB", (max(bench.peaks()) - empty) / 1024))
    if subprocess.run(["/usr/bin/python3", "-c", "import pandas"], capture_output=True).returncode == 0:
        results.append(megabytes_per_second("pandas, 1 core", [HERE / "peers" / "pandas_csv.py", folder]))
    else:
        print("  pandas is left out: python3-pandas is not installed")
    modules = bench.node_modules()
    if modules is not None:
        results.append(megabytes_per_second(f"DuckDB, {RANKS} threads", ["node", modules / "duckdb_csv.js", folder, RANKS]))
        polars = ["env", f"POLARS_MAX_THREADS={RANKS}", "node", modules / "polars_csv.js", folder]
        results.append(megabytes_per_second(f"polars, {RANKS} threads", polars))
    return results


def bench_blocks(bench):
    """Sizes of the blocks in which files are read, and reading beside mapping."""
    files = sorted(bench.csv(40).iterdir())
    speeds = {(way, block): [] for block in (32, 64, 128, 256, 512, 1024, 2048, 8192) for way in ("read", "map")}
    for repeat in range(REPEATS + 1):  # in turns, so that each meets the same machine; the first one warms
        for (way, block), kept in speeds.items():
            speed = float(run([bench.programs / "block_benchmark", way, block, *files]))
            kept += [speed] if repeat > 0 else []
    return [entry(f"blocks of {block} KiB, {way}", "GB/s", statistics.median(kept), speeds=kept)
            for (way, block), kept in speeds.items()]


def bench_duckdb(bench, folder):
    modules = bench.node_modules()
    if modules is None:
        return []
    seconds = timed(["node", modules / "duckdb_reports.js", folder, RANKS])
    return [per_second(f"DuckDB, {RANKS} threads", REPORTS, seconds)]


def bench_memory(bench):
    """Peak memory of a rank above that of an empty MPI program, for few and for many files."""
    bench.peaks()
    run(bench.on_ranks(RANKS, "empty_mpi"))
    empty = max(bench.peaks())
    results = [entry("empty MPI program, a rank", "MiB", empty / 1024)]
    for count in sorted({20_000, 200_000, REPORTS}):
        for runs in (False, True):
            study = bench.study(bench.reports(count), runs)
            run(bench.reduction(RANKS, study))
            peaks = bench.peaks()
            table = "with the table of runs" if runs else "groups only"
            results.append(entry(f"winnow, {count:,} files, {table}, above it", "MiB", (max(peaks) - empty) / 1024,
                                 ranks=[peak / 1024 for peak in peaks]))
    return results


def bench_scaling(bench):
    """Time and memory of a rank for 1 to 4 ranks and for 0.1 to 20 GB of csv (files under several names)."""
    results = []
    run(bench.on_ranks(RANKS, "empty_mpi"))
    empty = max(bench.peaks())
    for gigabytes in SCALING_GIGABYTES:
        study = bench.csv_study(bench.csv_of(gigabytes))
        for ranks in range(1, 5):
            seconds = statistics.median(timed(bench.reduction(ranks, study), REPEATS if gigabytes <= 2 else 1))
            memory = (max(bench.peaks()) - empty) / 1024
            results.append(entry(f"winnow, {gigabytes:g} GB, {ranks} rank(s)", "s", seconds))
            results.append(entry(f"winnow, {gigabytes:g} GB, {ranks} rank(s), a rank's memory above an empty one", "MiB", memory))
    return results


def bench_generations(bench):
    """Generations of tasks, each begun when all of the one before were told: what a barrier costs, and how two ranks
    share a generation."""
    results = []
    for label, tasks, seconds, size in (("the barrier alone", 2_000, 0, RANKS), ("150 of 0.1 ms", 15_000, 1e-4, 150),
                                        ("150 of 10 ms", 450, 1e-2, 150)):
        for ranks in (1, RANKS):
            costs = [json.loads(run(bench.on_ranks(ranks, "farm_benchmark", tasks, 0, seconds, size)))["us_per_task"] * size
                     for _ in range(REPEATS)]
            results.append(entry(f"generations, {label}, {ranks} rank(s)", "µs/generation", statistics.median(costs),
                                 costs=costs))
    return results


def bench_farm(bench):
    """What handing out, running and folding a task costs that does nothing."""
    results = []
    for ranks in (1, RANKS):
        for batch in (0, 1):
            tasks = 2_000_000 if batch == 0 else 50_000
            costs = [json.loads(run(bench.on_ranks(ranks, "farm_benchmark", tasks, batch)))["us_per_task"]
                     for _ in range(REPEATS)]
            how = "batches as measured" if batch == 0 else "one task a message"
            results.append(entry(f"farm, {ranks} rank(s), {how}", "µs/task", statistics.median(costs), costs=costs))
    results += bench_generations(bench)
    tasks, seconds = 2 * RANKS, 5
    shares = [json.loads(run(bench.on_ranks(RANKS, "farm_benchmark", tasks, 1, seconds)))["main_thread_share"]
              for _ in range(REPEATS)]
    results.append(entry(f"farm, {RANKS} ranks, the main thread while kernels sleep", "% of a core",
                         100 * statistics.median(shares), shares=shares))
    bench.peaks()
    return results


def bench_sums(bench):
    """Exact sums: nanoseconds by Google Benchmark."""
    out = json.loads(run([bench.programs / "exact_sum_benchmark", "--benchmark_format=json"]))
    return [entry(f"exact sums, {item['name']}", "ns", 1e9 / item["items_per_second"]) for item in out["benchmarks"]]


def bench_profile(bench):
    """Measuring an operation: nanoseconds of processor time by Google Benchmark."""
    out = json.loads(run([bench.programs / "profile_benchmark", "--benchmark_format=json"]))
    return [entry(f"profile, {item['name']}", "ns", item["cpu_time"]) for item in out["benchmarks"]]


def bench_sampling(bench):
    """Measuring a rank: microseconds of processor time a sample by Google Benchmark, and the share of a core that the
    samplers of 64 ranks of a node take together at one sample a second, one of them with the node's."""
    out = json.loads(run([bench.programs / "sampler_benchmark", "--benchmark_format=json"]))
    costs = {item["name"].partition("/iterations")[0]: item["cpu_time"] / 1e3 for item in out["benchmarks"]}
    del costs["node_of_64"]
    together = next(item["real_time"] for item in out["benchmarks"] if item["name"].startswith("node_of_64")) / 1e3
    entries = [entry(f"sampling, {name}", "us", cost) for name, cost in costs.items()]
    return [*entries, entry("sampling, 64 ranks at 1 s", "% of a core", together / 1e6 * 100)]


TYPES = {"reports": bench_reports, "csv": bench_csv, "blocks": bench_blocks, "memory": bench_memory, "scaling": bench_scaling,
         "limit": bench_limit, "pressure": bench_pressure, "workers": bench_workers, "prediction": bench_prediction,
         "farm": bench_farm, "messages": bench_messages, "sums": bench_sums, "profile": bench_profile,
         "sampling": bench_sampling, "de": bench_de, "quality": bench_quality, "optimize": bench_optimize,
         "top": bench_top}


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    revision = subprocess.run(["git", "-C", HERE, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return {
        "processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "revision": revision.stdout.strip(),
    }


def measure(build, keep, types):
    unknown = [name for name in types if name not in TYPES]
    if unknown:
        sys.exit(f"unknown type {', '.join(unknown)}: there are {', '.join(TYPES)}")
    kept = {"machine": machine(), "results": []}
    with tempfile.TemporaryDirectory(prefix="winnow-benchmark-") as scratch:
        bench = Bench(build, pathlib.Path(scratch))
        for name in types or TYPES:
            print(f"{name}: {TYPES[name].__doc__}", flush=True)
            kept["results"] += TYPES[name](bench)
    keep.parent.mkdir(parents=True, exist_ok=True)
    keep.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"kept in {keep}")


def compare(old, new):
    old, new = (json.loads(pathlib.Path(path).read_text()) for path in (old, new))
    for label, kept in (("old", old), ("new", new)):
        print(f"{label}: {kept['machine']['date']}, {kept['machine']['revision']}, {kept['machine']['processor']}")
    before = {result["name"]: result for result in old["results"]}
    for result in new["results"]:
        known = before.get(result["name"])
        change = f"{known['value']:>12,.4g} → " if known else " " * 15
        ratio = f"  × {result['value'] / known['value']:.3f}" if known and known["value"] else ""
        print(f"{result['name']:<58} {change}{result['value']:>12,.4g} {result['unit']}{ratio}")


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "compare":
        compare(*sys.argv[2:])
    elif len(sys.argv) >= 4 and sys.argv[1] == "run":
        measure(pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]), sys.argv[4:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
