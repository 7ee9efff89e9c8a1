"""Starts the program under test and looks at what it leaves. The build folder comes in WINNOW_BUILD."""
import atexit
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import h5py
import numpy

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ["WINNOW_BUILD"]) / "bin" / "winnow"
MPIRUN = ["mpirun", "--quiet", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1"]
STATE = tempfile.mkdtemp(prefix="winnow-state-")
atexit.register(shutil.rmtree, STATE, ignore_errors=True)
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("WINNOW_")},
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "XDG_CONFIG_HOME": "/nonexistent",
    "XDG_STATE_HOME": STATE,
    "TMPDIR": STATE,  # where folders of evaluations that fail are kept
    "WINNOW_RESOURCES_LEARNED": "none",
}


class Case(unittest.TestCase):
    """A test with a scratch folder of its own, in which the program is started."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="winnow-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def campaign(self):
        """A copy of the shipped study and its reports, to be spoilt at will."""
        shutil.copy(SOURCE / "inputs" / "city.toml", self.folder)
        shutil.copytree(SOURCE / "inputs" / "one-city", self.folder / "one-city")
        return self.folder / "city.toml"

    def run_winnow(self, *arguments, ranks=None, status=0, environment=None, launcher=MPIRUN, timeout=120):
        """Runs the program, under mpirun if `ranks` is given, and checks its exit status."""
        command = [str(PROGRAM), *map(str, arguments)]
        if ranks is not None:
            command = [*launcher, "-n", str(ranks), *command]
        return self.run_command(command, status, environment, timeout)

    def run_command(self, command, status=0, environment=None, timeout=120):
        """Runs any command in the test's folder, and checks its exit status."""
        done = subprocess.run(command, cwd=self.folder, env={**ENVIRONMENT, **(environment or {})},
                              text=True, capture_output=True, timeout=timeout)
        self.assertEqual(done.returncode, status, f"{command}\n{done.stdout}{done.stderr}")
        return done

    def compile(self, text, name, *options):
        """A program of one C file."""
        source = self.write("source.c", text)
        self.run_command(["cc", "-O2", f"-I{SOURCE / 'include'}", *options, "-o", name, source, "-lm"])

    def compile_plugin(self, text, name):
        self.compile(text, name, "-shared", "-fPIC")

    @contextlib.contextmanager
    def started(self, command, environment=ENVIRONMENT):
        """The run that `command` starts, with its output as text; ended with the test."""
        job = subprocess.Popen(command, cwd=self.folder, env=environment, start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            yield job
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(job.pid, signal.SIGTERM)
            job.stdout.close()
            job.wait(timeout=20)


def launched(ranks, *arguments, options=MPIRUN[1:]):
    """The command that starts the program as the scripts in jobs/ do; `options` go to mpirun."""
    return ["bash", "-c", 'source "$0"; launch "$@"', str(SOURCE / "jobs" / "launch.sh"), str(ranks),
            *options, "--", str(PROGRAM), *map(str, arguments)]


def pid_of_rank(rank, launcher):
    """The process of a rank that descends from the process `launcher`."""
    def fields(pid):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

    for environment in pathlib.Path("/proc").glob("[0-9]*/environ"):
        pid = int(environment.parent.name)
        try:
            is_rank = f"OMPI_COMM_WORLD_RANK={rank}".encode() in environment.read_bytes().split(b"\0")
            if not is_rank or os.readlink(f"/proc/{pid}/exe") != str(PROGRAM):
                continue
            ancestor = pid
            while ancestor > 1 and ancestor != launcher:
                ancestor = int(fields(ancestor)[1])
            if ancestor == launcher:
                return pid
        except OSError:
            continue  # it is over, or another user's
    raise AssertionError(f"rank {rank} is not running")


def processes_below(pid):
    """The process and all that descend from it."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def kill_all(job):
    """Kills the launcher and all its ranks at once: nobody can end in good order."""
    for pid in processes_below(job.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


LONG_STUDY = """[reduce]
files = "data/*.txt"
name = "run_{kind}_seed{seed:int}.txt"
group_by = [["kind"]]
[farm]
batch = 1
heartbeat = "100ms"
"""


def write_reports(folder, count=40_000, first=0):
    """Small reports, one for each seed from `first` to before `count`."""
    folder.mkdir(exist_ok=True)
    for seed in range(first, count):
        report = folder / f"run_{seed % 7}_seed{seed}.txt"
        report.write_text(f"title\ncreated: {seed}\nlatency_avg: {1 / (seed + 1):.17g}\n")


class LongRun(Case):
    """A study of many small files and messages, long enough to be disturbed midway."""

    files = 40_000

    def setUp(self):
        super().setUp()
        self.write("study.toml", LONG_STUDY)
        self.provide_data()

    def provide_data(self):
        write_reports(self.folder / "data", self.files)

    def read_until_midway(self, job):
        """Reads progress until some files are done; gives what it read, and whether most files are not done yet."""
        lines = []
        for line in job.stdout:
            lines.append(line)
            progress = json.loads(line) if line.startswith("{") else {}
            if progress.get("done", 0) > 0:
                return "".join(lines), progress["done"] < 0.9 * self.files
        self.fail("the run ended before it began: " + "".join(lines))

    def wait_until_midway(self, job):
        """Reads progress until some files are done, and most are not; gives all that it read."""
        before, midway = self.read_until_midway(job)
        self.assertTrue(midway, "the run was over too soon")
        return before

    @contextlib.contextmanager
    def midway(self, command, environment=ENVIRONMENT):
        """The run that `command` starts, once some of its files are done and most are not.

        Where it is over too soon for that, it is started anew with twice as many files.
        """
        while True:
            with self.started(command, environment) as job:
                if self.read_until_midway(job)[1]:
                    yield job
                    return
                job.communicate(timeout=200)
            self.assertLess(self.files, 1_000_000, "the run is over too soon, however many files it has")
            write_reports(self.folder / "data", 2 * self.files, first=self.files)
            self.files *= 2
            for result in self.folder.glob("*.h5"):
                result.unlink()

    def wait_until_all_write(self, job, output, ranks):
        """Waits for the files, one of each rank, by which those that write the result `output` know of each other."""
        while len(list(self.folder.glob(f".{output}.ranks*/*"))) < ranks:
            self.assertIsNone(job.poll(), "the run was over before it wrote")
            time.sleep(0.002)


def answer(path):
    """Every data set outside `run/`, by name, as bytes with its type and shape."""
    found = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset) and not name.startswith("run/"):
            values = item[()]
            found[name] = (str(item.dtype), item.shape,
                           values.tobytes() if isinstance(values, numpy.ndarray) and values.dtype != object
                           else repr(values))

    with h5py.File(path) as file:
        file.visititems(keep)
    return found


def main():
    unittest.main()
