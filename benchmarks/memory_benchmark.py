"""The types `limit` and `pressure`: runs in a memory cgroup, alone and beside somebody who wants memory, too. See README.md."""
import os
import subprocess
import sys
import time

from bench import ENVIRONMENT, HERE, RANKS, SCALING_GIGABYTES, entry, run

sys.path.append(str(HERE.parent / "tests" / "support"))

from memory_limit import MemoryLimit  # noqa: E402: the path to it comes first

LIMIT_MEGABYTES = 256
PRESSURE_MEGABYTES = 512
PRESSURE_GIGABYTES = float(os.environ.get("PRESSURE_GIGABYTES", "10"))
PRESSURE_RANKS = 4
PROGRAM_MEGABYTES = 110
TENANT_MEGABYTES = 140
TENANT_PERIOD = 8
HUNGRY = HERE.parent / "tests" / "support" / "hungry.py"

PRESSURE_STUDY = """title = "Pressure"
[reduce]
files = "{files}"
group_by = [["key"]]
metrics = ["latency", "overhead", "prob"]
runs = false
[optimize]
evaluations = {evaluations}
[[optimize.parameter]]
name = "x"
low = 0
high = 1
[optimize.objective]
program = ["{hungry}", "evaluate", "{megabytes}", "1", "{{x}}"]
[resources]
workers = {ranks}
safety = {safety}
"""


def forget_cached(folder):
    """What is in the page cache already would count elsewhere."""
    for path in folder.iterdir():
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def limit_of(megabytes):
    """The limit; nothing where none can be made."""
    try:
        return MemoryLimit(megabytes)
    except OSError as error:
        print(f"  left out: {error}")
        return None


def bench_limit(bench):
    """20 GB of csv in a memory cgroup of 256 MB; all of MPI and the page cache count in it."""
    study = bench.csv_study(bench.csv_of(max(SCALING_GIGABYTES)))
    limit = limit_of(LIMIT_MEGABYTES)
    if limit is None:
        return []
    with limit:
        forget_cached(bench.csv(40))
        begin = time.perf_counter()
        run(limit.inside(bench.reduction(RANKS, study)))
        seconds = time.perf_counter() - begin
        memory = max(bench.peaks()) / 1024
        name = f"winnow, {RANKS} ranks, {max(SCALING_GIGABYTES):g} GB in {LIMIT_MEGABYTES} MB"
        return [entry(name, "s", seconds), entry(f"{name}, memory of a rank", "MiB", memory),
                entry(f"{name}, processes killed for memory", "", limit.kills())]


def pressed(bench, limit, safety):
    """A reduction and a search with hungry programs, beside a tenant, in what is left of the limit."""
    study = bench.scratch / "pressure.toml"
    study.write_text(PRESSURE_STUDY.format(
        files=bench.csv_of(PRESSURE_GIGABYTES) / "*.csv", evaluations=60, hungry=HUNGRY, megabytes=PROGRAM_MEGABYTES,
        ranks=PRESSURE_RANKS, safety=str(safety).lower()))
    forget_cached(bench.csv(40))
    command = limit.inside(bench.reduction(PRESSURE_RANKS, study))
    with limit.beside([HUNGRY, "waves", TENANT_MEGABYTES, TENANT_PERIOD]):
        begin = time.perf_counter()
        done = subprocess.run([str(word) for word in command], env=ENVIRONMENT, capture_output=True, text=True)
        seconds = time.perf_counter() - begin
    bench.peaks()
    name = f"winnow, {PRESSURE_RANKS} ranks, {'with' if safety else 'without'} permits"
    return [entry(f"{name}", "s", seconds, output=done.stdout + done.stderr),
            entry(f"{name}, exit status", "", done.returncode),
            entry(f"{name}, processes killed for memory", "", limit.kills())]


def bench_pressure(bench):
    """10 GB of csv, and then programs of 110 MB, in a memory cgroup of 512 MB in which somebody else takes up to 140 MB in waves."""
    results = []
    for safety in (True, False):
        limit = limit_of(PRESSURE_MEGABYTES)
        if limit is None:
            return []
        with limit:
            results += pressed(bench, limit, safety)
    return results
