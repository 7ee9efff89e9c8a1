"""The type `top`: how soon a job under full load answers those who look at it. See README.md."""
import contextlib
import os
import socket
import subprocess
import time

from bench import ENVIRONMENT, RANKS, entry

SEARCH = """title = "Benchmark"
[optimize]
algorithm = "de"
population = 100
evaluations = 1_000_000_000_000
[[optimize.parameter]]
name = "x"
low = -5
high = 5
[optimize.objective]
expression = "{objective}"
"""
# Evaluations that are cheaper than a message about them, and some that go one by one.
OBJECTIVES = {"a square": "x ^ 2", "500 fractions": " + ".join(["x ^ 2 / (1 + x ^ 2)"] * 500)}
QUESTIONS = 2000
PAUSE = 0.01  # seconds between two questions
PATIENCE = 60


@contextlib.contextmanager
def running(bench, number, command):
    """The socket of the job that the command starts; ended with the block."""
    folder = bench.scratch / f"runtime-{number}"
    folder.mkdir(mode=0o700, exist_ok=True)
    environment = {**ENVIRONMENT, "XDG_RUNTIME_DIR": str(folder), "XDG_STATE_HOME": str(folder)}
    job = subprocess.Popen([str(word) for word in command], env=environment, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE
        while not (sockets := list((folder / "winnow").glob("*.sock"))):
            if job.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command} does not answer")
            time.sleep(0.1)
        time.sleep(2)  # until all workers are busy
        yield sockets[0]
    finally:
        job.terminate()
        job.wait(timeout=PATIENCE)


def asked(path):
    """Seconds from the question to the end of the answer."""
    begin = time.perf_counter()
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(path))
        caller.sendall(b"snapshot\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += caller.recv(65536)
    return time.perf_counter() - begin


def bench_top(bench):
    """What `winnow top` waits for: connecting to the job's socket, asking it, and its answer."""
    results = []
    for number, (name, objective) in enumerate(OBJECTIVES.items()):
        study = bench.scratch / f"top-{number}.toml"
        study.write_text(SEARCH.format(objective=objective))
        command = bench.on_ranks(RANKS, "winnow", "run", study, "--overwrite", "--quiet", "-o",
                                 bench.scratch / f"top-{number}.h5")
        with running(bench, number, command) as path:
            seconds = []
            for _ in range(QUESTIONS):
                seconds.append(asked(path))
                time.sleep(PAUSE)
        seconds.sort()
        for share in (0.5, 0.99, 1):
            label = f"p{100 * share:g}" if share < 1 else "the longest"
            value = seconds[min(int(share * QUESTIONS), QUESTIONS - 1)]
            results.append(entry(f"{name}, {RANKS} ranks on {os.cpu_count()} cores, {label}", "ms", 1000 * value))
    return results
