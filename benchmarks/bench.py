"""What all types of benchmark use: the folders of a run, and how things are started and timed in it."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
                   WINNOW_RESOURCES_LEARNED="none")
REPEATS = 3
REPORTS = int(os.environ.get("REPORTS", "200000"))
CSV_MEGABYTES = int(os.environ.get("CSV_MEGABYTES", "2000"))
SCALING_GIGABYTES = [float(size) for size in os.environ.get("SCALING_GIGABYTES", "0.1 1 2 10 20").split()]
RANKS = 2

STUDY = """title = "Benchmark"
[reduce]
files = "{folder}/*_MessageStatsReport.txt"
name = "{{scenario}}_{{router}}_seed{{seed:int}}_buf{{buffer:size}}_{{report}}.txt"
group_by = [["scenario", "router", "buffer"]]
runs = {runs}
"""


CSV_STUDY = """title = "Benchmark"
[reduce]
files = "{files}"
group_by = [["key"]]
metrics = ["latency", "overhead", "prob"]
statistics = [{statistics}]
runs = false
"""


class Bench:
    """The folders of a run, and how things are started in it."""

    def __init__(self, build, scratch):
        self.programs = build / "bin"
        self.data = build / "benchmark-data"
        self.scratch = scratch

    def reports(self, count=REPORTS):
        """The folder of `count` small reports, made if it is not there."""
        folder = self.data / f"reports-{count}"
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            run([HERE / "peers" / "make_reports.py", part, count])
            part.rename(folder)
        for path in os.scandir(folder):  # warm the page cache
            with open(path.path, "rb") as file:
                file.read()
        return folder

    def csv(self, files):
        """The folder of CSV_MEGABYTES in `files` files."""
        folder = self.data / f"csv-{CSV_MEGABYTES}-{files}"
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            run([self.programs / "make_csv", part, files, CSV_MEGABYTES / files])
            part.rename(folder)
        return folder

    def csv_of(self, gigabytes):
        """A folder of so much csv: the files of csv(40), each under as many names as it takes."""
        files = sorted(self.csv(40).iterdir())
        folder = self.scratch / f"csv-{gigabytes}"
        folder.mkdir(exist_ok=True)
        for i in range(round(gigabytes * 1000 / (CSV_MEGABYTES / len(files)))):
            link = folder / f"{i:05}.csv"
            link.unlink(missing_ok=True)
            link.symlink_to(files[i % len(files)])
        return folder

    def csv_study(self, folder, statistics='"count", "mean", "std", "min", "max"'):
        path = self.scratch / "csv.toml"
        path.write_text(CSV_STUDY.format(files=folder / "*.csv", statistics=statistics))
        return path

    def reduction(self, ranks, study):
        return self.on_ranks(ranks, "winnow", "run", study, "--overwrite", "--quiet", "-o", self.scratch / "result.h5")

    def node_modules(self):
        """The folder of the npm peers, installed; nothing if there is no npm."""
        modules = self.data / "peers"
        if not (modules / "node_modules").exists():
            if shutil.which("npm") is None:
                print("  DuckDB and polars are left out: there is no npm")
                return None
            modules.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / "peers" / "package.json", modules)
            run(["npm", "install", "--silent", "--prefix", modules])
        for script in (HERE / "peers").glob("*.js"):
            shutil.copy(script, modules)
        return modules

    def study(self, folder, runs):
        path = self.scratch / f"runs-{runs}.toml"
        path.write_text(STUDY.format(folder=folder, runs=str(runs).lower()))
        return path

    def on_ranks(self, ranks, program, *arguments, bound=True):
        """The command that starts one of our programs on ranks, each bound to a core or not; peaks go to a file."""
        peak = ["/usr/bin/time", "--append", "--format", "%M", "--output", self.scratch / "peaks"]
        places = ["--map-by", "core", "--bind-to", "core"]
        if not bound or ranks > os.cpu_count():
            places = ["--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1"]
        return ["mpirun", "--quiet", "-n", ranks, *places, *peak, self.programs / program, *arguments]

    def peaks(self):
        """The peak memory of each rank since the last call, in KiB."""
        path = self.scratch / "peaks"
        found = [int(line) for line in path.read_text().split() if line.isdigit()] if path.exists() else []
        path.unlink(missing_ok=True)
        return found


def run(command):
    done = subprocess.run([str(word) for word in command], env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def timed(command, repeats=REPEATS):
    """Seconds of each repeat, after one that is not counted."""
    run(command)
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run(command)
        seconds.append(time.perf_counter() - begin)
    return seconds


def spent_once(command):
    """Seconds, and seconds of processor time of all its processes."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run(command)
    end, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return end - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spent(*commands, repeats=REPEATS):
    """For each command what it spent in each repeat, after one that is not counted; in turns, so that each command meets
    the same machine. For a single command its repeats themselves."""
    kept = [[] for _ in commands]
    for repeat in range(repeats + 1):
        for command, taken in zip(commands, kept):
            one = spent_once(command)
            if repeat > 0:
                taken.append(one)
    return kept[0] if len(commands) == 1 else kept


def entry(name, unit, value, **more):
    print(f"  {name:<58} {value:>14,.4g} {unit}", flush=True)
    return {"name": name, "unit": unit, "value": value, **more}
