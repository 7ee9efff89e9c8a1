"""The types `de` and `quality`: what searches find, without farm and MPI. See README.md."""
import concurrent.futures
import itertools
import json
import os
import statistics

from bench import HERE, entry, run, spent

# Brest, Maučec and Bošković, "Single objective real-parameter optimization: algorithm jSO", IEEE CEC 2017: means of 51 runs
# with 10,000·D evaluations on the suite's instances.
PUBLISHED = {("cec5", 10): 1.756, ("cec7", 10): 11.79, ("cec10", 10): 35.90,
             ("cec5", 30): 8.557, ("cec7", 30): 38.93, ("cec10", 30): 1528}
QUALITY_DIMENSIONS = [int(word) for word in os.environ.get("QUALITY_DIMENSIONS", "10 30").split()]
QUALITY_SEEDS = int(os.environ.get("QUALITY_SEEDS", "25"))
INSTANCES = 3
ALGORITHMS = ("de", "jde", "jade", "shade", "lshade", "jso")
STEADY_FUNCTIONS = ("cec5", "cec7", "cec10", "rosenbrock", "rastrigin")
STEADY_WORKERS = 64
# A steady search has as many individuals as trials are on their way, and four more as donors: more than these have themselves.
STEADY_POPULATION = 2 * STEADY_WORKERS + 4
SMALLER_ALGORITHMS = ("jde", "jade", "shade")
RUN_TIMES = {"independent": "run times of any value alike", "longer": "longer if better", "shorter": "shorter if better"}


def rank_sum(ours, theirs):
    """How many standard deviations the rank sum of `ours` lies from what it would be, were both of one distribution
    (Mann and Whitney 1947, without ties): below 0 where ours are the smaller."""
    n, m = len(ours), len(theirs)
    wins = sum((a > b) + 0.5 * (a == b) for a in ours for b in theirs)
    return (wins - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5


def bench_de(bench):
    """Differential evolution without farm: the bare loop's evaluations per second of processor time; `de` beside SciPy's."""
    results = []
    count = 3_000_000
    for algorithm, dimension in itertools.product(("de", "jso"), (10, 30)):
        taken = spent([bench.programs / "evolve_loop", algorithm, dimension, count])
        speeds = [count / processor for _, processor in taken]
        results.append(entry(f"{algorithm}, bare loop on a sphere, D = {dimension}", "evaluations/s",
                             statistics.median(speeds), speeds=speeds))
    seeds, evaluations = 30, 30_000
    for function, target in (("sphere", 1e-8), ("rosenbrock", 1e-8), ("rastrigin", 1e-8), ("ackley", 1e-6)):
        arguments = [f"plain_{function}", 5, seeds, target, evaluations]
        ours = json.loads(run([bench.programs / "quality_benchmark", "seeds", *arguments]))
        theirs = json.loads(run([HERE / "peers" / "scipy_de.py", *arguments]))
        for name, got in (("winnow", ours), ("scipy", theirs)):
            reached = [count for count in got["to_target"] if count > 0]
            results.append(entry(f"{function}, D = 5, {name}: reached {target:g}", f"of {seeds}", len(reached)))
            results.append(entry(f"{function}, D = 5, {name}: evaluations to it", "median",
                                 statistics.median(reached or [evaluations]), all=got["to_target"], least=got["least"]))
        unreached = [[count or 10 * evaluations for count in got["to_target"]] for got in (ours, theirs)]
        results.append(entry(f"{function}, D = 5: rank sum of ours", "standard deviations", rank_sum(*unreached)))
    return results


def mean_and_error(values):
    return statistics.mean(values), statistics.stdev(values) / len(values) ** 0.5


def standard_errors(mean, error, other_mean, other_error):
    """How many of their difference the first lies above the other."""
    both = (error**2 + other_error**2) ** 0.5
    return (mean - other_mean) / both if both > 0 else 0


def least_values(bench, searches):
    """The least value of each seed, of each of `searches`; on all cores, as nothing is timed."""
    def of_one(words):
        algorithm, function, dimension, instance, *steady = words
        return json.loads(run(["nice", bench.programs / "quality_benchmark", "least", algorithm, function, dimension, instance,
                               QUALITY_SEEDS, 10_000 * dimension, *steady]))["least"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(of_one, searches))


def bench_published(bench):
    """jso by generations, on instances of our own: mean of the least values, beside the means published for the suite's."""
    results = []
    for (function, dimension), published in PUBLISHED.items():
        if dimension not in QUALITY_DIMENSIONS:
            continue
        found = least_values(bench, [("jso", function, dimension, instance) for instance in range(1, INSTANCES + 1)])
        name = f"jso, {function}, D = {dimension}"
        for instance, least in enumerate(found, 1):
            mean, error = mean_and_error(least)
            results.append(entry(f"{name}, instance {instance}", f"± {error:.2g}", mean, least=least))
        results.append(entry(f"{name}, published", "", published))
    return results


def bench_steady(bench):
    """Steady searches by 64 workers with uneven run times, beside searches by generations, of the algorithm's own number of
    individuals and of as many as the steady ones have: the mean of the least values, D = 10, and how many standard errors of
    their difference the steady ones lie above."""
    results = []
    for algorithm, function in itertools.product(ALGORITHMS, STEADY_FUNCTIONS):
        by_generations = {"by generations": ()}
        if algorithm in SMALLER_ALGORITHMS:
            by_generations["by generations of as many"] = (STEADY_POPULATION,)
        manners = [*by_generations.values(), *((STEADY_WORKERS, times) for times in RUN_TIMES)]
        found = least_values(bench, [(algorithm, function, 10, 1, *manner) for manner in manners])
        base = {}
        for label, least in zip(by_generations, found):
            base[label] = mean, error = mean_and_error(least)
            results.append(entry(f"{algorithm}, {function}, {label}", f"± {error:.2g}", mean, least=least))
        for label, least in zip(RUN_TIMES.values(), found[len(base):]):
            mean, error = mean_and_error(least)
            above = {other: standard_errors(mean, error, *one) for other, one in base.items()}
            told = " and ".join(f"{errors:+.1f}" for errors in above.values())
            results.append(entry(f"{algorithm}, {function}, {label}", f"± {error:.2g}, {told} standard errors", mean, least=least,
                                 standard_errors=above))
    return results


def bench_quality(bench):
    """What searches find: jso beside its published figures, and steady searches beside those by generations."""
    results = []
    for part in (bench_published, bench_steady):
        print(f" {part.__doc__}", flush=True)
        results += part(bench)
    return results
