#!/usr/bin/python3
"""Prometheus finds a running job's metrics, in the format that it reads."""
import contextlib
import json
import re
import shutil
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import h5py

from winnow import SOURCE, Case, LongRun, launched, main

PATIENCE = 60  # seconds, on a busy machine

ENDLESS_STUDY = """[optimize]
evaluations = 1_000_000_000
[[optimize.parameter]]
name = "x"
low = -5
high = 5
[[optimize.parameter]]
name = "y"
low = -5
high = 5
[optimize.objective]
function = "rosenbrock"
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def until(condition, what):
    """What `condition` gives once that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, OSError):
            if found := condition():
                return found
        time.sleep(0.05)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def parsed(text):
    """The values by series; checks that each has its HELP and TYPE before it."""
    described, values = {}, {}
    for line in text.splitlines():
        if line.startswith("#"):
            _, word, name, rest = line.split(" ", 3)
            described.setdefault(name, {})[word] = rest
            continue
        series, value = re.fullmatch(r"(\w+(?:\{(?:\w+=\"(?:[^\"\\]|\\.)*\",?)*\})?) (\S+)", line).groups()
        name = series.partition("{")[0]
        family = name if name in described else re.sub(r"_(sum|count|bucket)$", "", name)
        assert {"HELP", "TYPE"} <= described[family].keys(), line
        assert series not in values, f"twice: {series}"
        values[series] = float(value)
    return values


class Prometheus(LongRun):
    def configure(self, port):
        self.write("study.toml", (self.folder / "study.toml").read_text() + f'[watch]\nprometheus = ":{port}"\n')

    @contextlib.contextmanager
    def prometheus(self, target):
        """Debian's own, that scrapes the target; gives its address."""
        port = free_port()
        self.write("prometheus.yml", f"""global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs: [{{job_name: winnow, static_configs: [{{targets: ["127.0.0.1:{target}"]}}]}}]
""")
        with open(self.folder / "prometheus.log", "w") as log:
            server = subprocess.Popen(
                ["prometheus", "--config.file=prometheus.yml", f"--web.listen-address=127.0.0.1:{port}",
                 "--storage.tsdb.path=tsdb", "--log.level=warn"], cwd=self.folder, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: json.loads(get(url + "/api/v1/targets"))["data"]["activeTargets"], "Prometheus has a target")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)

    def asked(self, url, query):
        answer = json.loads(get(f"{url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"))
        return [float(one["value"][1]) for one in answer["data"]["result"]]

    @unittest.skipUnless(shutil.which("prometheus"), "there is no prometheus here")
    def test_prometheus_scrapes_a_job_under_load(self):
        port = free_port()
        self.write("endless.toml", ENDLESS_STUDY + f'[watch]\nprometheus = ":{port}"\n')
        with self.prometheus(port) as url, self.started(launched(2, "run", "endless.toml", "--quiet")):
            # Over time, for on a busy machine one scrape may fail and another not.
            for series in ('winnow_tasks_total{job="winnow",study="endless",queue="optimize",status="done"}',
                           'winnow_evaluations_total{status="ok"}', "winnow_workers", "winnow_node_memory_bytes",
                           'winnow_task_duration_seconds_bucket{le="+Inf"}', 'winnow_rank_resident_memory_bytes{rank="1"}'):
                query = f"max_over_time({series}[5m])"
                until(lambda: [n for n in self.asked(url, query) if n > 0], query)
            self.assertEqual(self.asked(url, "max_over_time(winnow_run_active[5m])"), [1])

    def test_what_is_served_has_help_and_type_and_parses(self):
        port = free_port()
        self.configure(port)
        with self.midway(launched(2, "run", "study.toml", "--json")) as job:
            values = parsed(get(f"http://127.0.0.1:{port}/metrics"))
            self.assertGreater(values['winnow_tasks_total{study="study",queue="reduce",status="done"}'], 0)
            self.assertTrue(any(name.startswith("winnow_build_info{") for name in values))
            job.communicate(timeout=200)
        with self.assertRaises(OSError):
            get(f"http://127.0.0.1:{port}/metrics")


class Places(Case):
    """Where metrics go, rightly and wrongly."""

    def setUp(self):
        super().setUp()
        self.campaign()

    def refused(self, setting):
        done = self.run_winnow("run", "city.toml", "--set", setting, ranks=2, status=2)
        errors = [line for line in done.stderr.splitlines() if line.startswith("winnow: error: ")]
        self.assertEqual(len(errors), 1, done.stderr)
        self.assertFalse((self.folder / "city.h5").exists())
        return errors[0]

    def test_a_port_that_is_taken(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            error = self.refused(f'watch.prometheus=":{port}"')
        self.assertIn(f"cannot serve metrics at 127.0.0.1:{port} (Address already in use): "
                      "name another address and port in watch.prometheus", error)

    def test_an_address_that_the_server_does_not_know(self):
        self.assertIn('watch.prometheus = "[::1]:9464" cannot be served (the server knows IPv4 alone): write an IPv4 address',
                      self.refused('watch.prometheus="[::1]:9464"'))

    def test_a_textfile_that_cannot_be_written(self):
        error = self.refused('watch.textfile="none/city.prom"')
        self.assertRegex(error, r"cannot write .*none/city.prom \(No such file or directory\): "
                                "name a file in watch.textfile that can be written")

    def test_a_textfile_holds_the_end_of_the_run(self):
        self.run_winnow("run", "city.toml", "--set", 'watch.textfile="city.prom"', ranks=2)
        values = parsed((self.folder / "city.prom").read_text())
        self.assertEqual(values['winnow_tasks_total{study="city",queue="reduce",status="done"}'], 60)
        self.assertEqual(values['winnow_queue_length{study="city",queue="reduce"}'], 0)
        self.assertEqual(values['winnow_run_active{study="city"}'], 0)
        self.assertEqual(list(self.folder.glob(".city.prom*")), [])
        node = f'{{study="city",node="{socket.gethostname()}"}}'
        self.assertEqual((values["winnow_workers" + node], values["winnow_permits" + node]), (2, 2))
        self.assertGreater(values["winnow_node_memory_bytes" + node], 0)
        for rank in (0, 1):
            self.assertGreater(values["winnow_rank_resident_memory_bytes"
                                      f'{{study="city",rank="{rank}",node="{socket.gethostname()}"}}'], 0)
        with h5py.File(self.folder / "city.h5") as file:
            self.assertEqual(values["winnow_node_memory_peak_bytes" + node], file["run/plan/measured_peak"][0])

    def test_a_textfile_tells_of_a_search(self):
        study = (SOURCE / "inputs" / "optimize-sphere.toml").read_text()
        self.write("sphere.toml", study + '[watch]\ntextfile = "sphere.prom"\n')
        self.run_winnow("run", "sphere.toml", ranks=1)
        values = parsed((self.folder / "sphere.prom").read_text())
        self.assertGreater(values['winnow_evaluations_total{study="sphere",problem="",status="ok"}'], 0)
        self.assertEqual(values['winnow_evaluations_budget{study="sphere",problem=""}'], 10_000)
        self.assertLess(values['winnow_best_objective{study="sphere",problem=""}'], 1e-8)


if __name__ == "__main__":
    main()
