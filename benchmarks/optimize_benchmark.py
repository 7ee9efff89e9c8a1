"""The type `optimize`: searches beside SciPy, pagmo, xargs and a bare loop. See README.md."""
import json
import statistics
import subprocess

from bench import HERE, RANKS, REPEATS, entry, run, spent, spent_once

STUDY = """title = "Benchmark"
[optimize]
algorithm = "{algorithm}"
evaluations = {evaluations}
{parameters}
[optimize.objective]
{objective}
[optimize.cache]
path = "{cache}"
"""
PARAMETER = """[[optimize.parameter]]
name = "x{}"
low = -5
high = 5
"""
# Enough evaluations that each run takes seconds.
SPHERE_EVALUATIONS = 10_000_000
SCIPY_EVALUATIONS = 200_000
MICROSECOND_EVALUATIONS = 3_000_000
PAGMO_STRATEGIES = {"best/1/bin": 6, "rand/1/exp, its default": 2}
MANNERS = {"100 µs of processor time": ("compute 1e-4", 30_000), "10 ms of sleep": ("sleep 1e-2", 600)}


class Searches:
    """Studies of spheres, and how they are started."""

    def __init__(self, bench):
        self.bench = bench
        self.number = 0

    def command(self, ranks, objective, evaluations, algorithm="de", dimension=10, cache="none"):
        self.number += 1
        path = self.bench.scratch / f"search-{self.number}.toml"
        parameters = "".join(PARAMETER.format(i) for i in range(dimension))
        path.write_text(STUDY.format(algorithm=algorithm, evaluations=evaluations, parameters=parameters,
                                     objective=objective, cache=cache))
        return self.bench.on_ranks(ranks, "winnow", "run", path, "--overwrite", "--quiet", "-o",
                                   self.bench.scratch / "search.h5")

    def plugin(self, manner):
        return f'plugin = "{self.bench.programs / "timed_sphere.so"}"\noptions = "{manner}"'


def less(repeats, start):
    """What was spent, with the medians of what a start spends taken off."""
    off = medians(start)
    return [(seconds - off[0], processor - off[1]) for seconds, processor in repeats]


def medians(repeats):
    """The median of each column."""
    return [statistics.median(column) for column in zip(*repeats)]


def rates(name, evaluations, repeats, start=(0, 0)):
    """Evaluations per second, and per second of processor time, with what the start takes taken off."""
    for label, off, column in zip(("", ", by processor time"), start, zip(*repeats)):
        speeds = [evaluations / (seconds - off) for seconds in column]
        yield entry(name + label, "evaluations/s", statistics.median(speeds), speeds=speeds)


def bench_spheres(bench, searches):
    """A trivial function on one rank, end to end but for the start of MPI, beside the bare loop and the peers."""
    results = []
    empty = medians(spent(bench.on_ranks(1, "empty_mpi")))
    count = SPHERE_EVALUATIONS
    for dimension in (10, 30):
        for algorithm in ("de", "jso"):
            name = f"sphere, D = {dimension}, {algorithm}"
            farmed = spent(searches.command(1, 'function = "plain_sphere"', count, algorithm, dimension))
            results += rates(f"{name}, winnow, 1 rank", count, farmed, empty)
            results += rates(f"{name}, bare loop", count, spent([bench.programs / "evolve_loop", algorithm, dimension, count]))
        results += bench_peers(bench, dimension)
    return results


def bench_peers(bench, dimension):
    results = []
    name = f"sphere, D = {dimension}"
    pagmo = bench.programs / "pagmo_sphere"
    if pagmo.exists():
        for strategy, number in PAGMO_STRATEGIES.items():
            taken = spent([pagmo, dimension, SPHERE_EVALUATIONS, number])
            results += rates(f"{name}, pagmo, {strategy}", SPHERE_EVALUATIONS, taken)
    else:
        print("  pagmo is left out: libpagmo-dev was not there when the benchmarks were built")
    if subprocess.run(["/usr/bin/python3", "-c", "import scipy.optimize"], capture_output=True).returncode == 0:
        scipy = [HERE / "peers" / "scipy_sphere.py", dimension, SCIPY_EVALUATIONS]
        found = [json.loads(run(scipy)) for _ in range(REPEATS)]  # it measures itself: its modules load for long
        speeds = [one["evaluations"] / one["seconds"] for one in found]
        results.append(entry(f"{name}, SciPy, 2 processes", "evaluations/s", statistics.median(speeds), speeds=speeds))
    else:
        print("  SciPy is left out: python3-scipy is not installed")
    return results


def bench_microsecond(bench, searches):
    """A plugin of one microsecond on one rank, against the bare loop with the same microsecond in it."""
    count = MICROSECOND_EVALUATIONS
    objective = searches.plugin("spin 1e-6")
    bare, farmed, start = spent([bench.programs / "evolve_loop", "de", 10, count, "spin 1e-6"],
                                searches.command(1, objective, count), searches.command(1, objective, 1))
    bare, farmed = medians(bare), medians(less(farmed, start))
    results = []
    for label, alone, handed in zip(("", ", by processor time"), bare, farmed):
        results.append(entry(f"1 µs, bare loop{label}", "evaluations/s", count / alone))
        results.append(entry(f"1 µs, winnow, 1 rank{label}", "evaluations/s", count / handed))
        results.append(entry(f"1 µs, winnow by the bare loop{label}", "%", 100 * alone / handed))
    return results


def bench_ranks(bench, searches):
    """Two ranks against one, and the processor time that an evaluation costs beyond the bare loop's."""
    results = []
    for label, (manner, count) in MANNERS.items():
        objective = searches.plugin(manner)
        bare, *farmed = spent([bench.programs / "evolve_loop", "de", 10, count, manner],
                              *(searches.command(ranks, objective, many) for ranks in (1, RANKS) for many in (count, 1)))
        took = {}
        for ranks, repeats, start in ((1, *farmed[:2]), (RANKS, *farmed[2:])):
            repeats = less(repeats, start)
            took[ranks], processor = medians(repeats)
            results.append(entry(f"{label}, {ranks} rank(s)", "evaluations/s", count / took[ranks], spent=repeats))
            results.append(entry(f"{label}, {ranks} rank(s), the farm's part", "µs/evaluation",
                                 1e6 * (processor - medians(bare)[1]) / count))
        results.append(entry(f"{label}, {RANKS} ranks against one", "×", took[1] / took[RANKS]))
    return results


def bench_programs(bench, searches):
    """Sub-processes, against xargs that starts as many at a time."""
    results = []
    shell = ["/bin/sh", "-c", "sleep 0.01; echo 1"]
    for label, words, count in (("a tiny program", [str(bench.programs / "answer")], 3000), ("sleep of 10 ms", shell, 600)):
        peer = ["sh", "-c", 'seq "$1" | { shift; xargs -P "$@" > /dev/null; }', "sh", count, RANKS, "-n", 1, *words]
        objective = f"program = {json.dumps(words)}"
        alone, handed, start = spent(peer, *(searches.command(RANKS, objective, many) for many in (count, 1)))
        handed = less(handed, start)
        for name, kept in ((f"xargs -P {RANKS}", alone), (f"winnow, {RANKS} ranks", handed)):
            took, processor = medians(kept)
            results.append(entry(f"{label}, {name}", "evaluations/s", count / took, spent=kept))
            results.append(entry(f"{label}, {name}, processor time", "µs/evaluation", 1e6 * processor / count))
        results.append(entry(f"{label}, winnow by xargs", "%", 100 * medians(alone)[0] / medians(handed)[0]))
    return results


def bench_cache(bench, searches):
    """A study of 10 ms evaluations, and the same again from the cache."""
    shares = []
    for repeat in range(REPEATS):
        command = searches.command(RANKS, searches.plugin("sleep 1e-2"), 2000, cache=bench.scratch / f"cache-{repeat}")
        first, second = (spent_once(command)[0] for _ in range(2))
        shares.append(100 * second / first)
    return [entry(f"10 ms, {RANKS} ranks, again from the cache, end to end", "% of the first time", statistics.median(shares),
                  shares=shares)]


def bench_optimize(bench):
    """Searches: what they cost beside the objective, beside SciPy, pagmo, xargs and a bare loop."""
    searches = Searches(bench)
    results = []
    for part in (bench_spheres, bench_microsecond, bench_ranks, bench_programs, bench_cache):
        print(f" {part.__doc__}", flush=True)
        results += part(bench, searches)
    bench.peaks()
    return results
