"""The type `prediction`: what a second run is expected to take of memory, beside what it takes. See README.md."""
import h5py

from bench import HERE, entry, run

RANKS = (1, 2, 4)

REDUCE = """title = "Prediction"
[reduce]
files = "{files}"
{more}
"""
SEARCH = """title = "Prediction"
[optimize]
evaluations = {evaluations}
population = 50
[[optimize.parameter]]
name = "x"
low = -1
high = 1
[[optimize.parameter]]
name = "y"
low = -1
high = 1
[optimize.objective]
{objective}
"""
HUNGRY = HERE.parent / "tests" / "support" / "hungry.py"
ROWS = 200_000


def table(bench):
    """A whitespace table of ROWS rows."""
    path = bench.scratch / "rows.txt"
    if not path.exists():
        with open(path, "w") as file:
            file.write("# key a b c\n")
            for i in range(ROWS):
                file.write(f"k{i % 20} {i / 7:.17g} {i / 11:.17g} {1 / (i + 1):.17g}\n")
    return path


def wide(bench, tables=5, columns=4_000, rows=100):
    """A folder of csv whose columns are all different: a single table has at most 4,096."""
    folder = bench.scratch / "wide"
    folder.mkdir(exist_ok=True)
    for number in range(tables):
        names = ["key", *(f"m{number}_{i}" for i in range(columns))]
        with open(folder / f"{number}.csv", "w") as file:
            file.write(",".join(names) + "\n")
            for row in range(rows):
                file.write(",".join([f"k{row % 5}", *(f"{(row + i) / 7:.6g}" for i in range(columns))]) + "\n")
    return folder


def cases(bench):
    """The studies, by what they are of."""
    reports = ('name = "{scenario}_{router}_seed{seed:int}_buf{buffer:size}_{report}.txt"\n'
               'group_by = [["scenario", "router", "buffer"]]')
    by_key = 'group_by = [["key"]]\nruns = false'
    return {
        "reduce, reports": REDUCE.format(files=bench.reports(20_000) / "*.txt", more=reports),
        "reduce, csv": REDUCE.format(files=bench.csv_of(0.5) / "*.csv", more=by_key),
        "reduce, csv, median and p95": REDUCE.format(files=bench.csv_of(0.5) / "*.csv",
                                                     more=by_key + '\nstatistics = ["median", "p95"]'),
        "reduce, whitespace table": REDUCE.format(files=table(bench), more=by_key),
        "reduce, csv of 20,000 metrics": REDUCE.format(files=wide(bench) / "*.csv", more=by_key + '\nformat = "csv"'),
        "optimize, function": SEARCH.format(evaluations=200_000, objective='function = "plain_sphere"'),
        "optimize, plugin": SEARCH.format(
            evaluations=5_000, objective=f'plugin = "{bench.programs / "timed_sphere.so"}"\noptions = "compute 1e-4"'),
        "optimize, program": SEARCH.format(
            evaluations=24, objective=f'program = ["{HUNGRY}", "evaluate", "60", "0.2", "{{x}}"]'),
    }


def peaks_of(path):
    with h5py.File(path) as file:
        plan = file["run/plan"]
        return float(plan["predicted_peak"][:].sum()), float(plan["measured_peak"][:].sum())


def bench_prediction(bench):
    """Predicted peak by measured peak, of the second of two runs of each job and reader."""
    results = []
    for name, text in cases(bench).items():
        study = bench.scratch / "prediction.toml"
        study.write_text(text)
        for ranks in RANKS:
            learned = bench.scratch / "learned.toml"
            learned.unlink(missing_ok=True)
            command = [*bench.reduction(ranks, study), "--set", f"resources.learned={learned}"]
            for _ in range(2):
                run(command)
            predicted, peak = peaks_of(bench.scratch / "result.h5")
            results.append(entry(f"{name}, {ranks} rank(s)", "×", predicted / peak, predicted=predicted, measured=peak))
    return results
