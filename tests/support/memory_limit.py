"""A memory cgroup for a command and all that it starts."""
import contextlib
import os
import pathlib
import subprocess


class MemoryLimit:
    """A cgroup of its own with a memory limit, of either version; only root can make one."""

    def __init__(self, megabytes):
        is_second = pathlib.Path("/sys/fs/cgroup/cgroup.controllers").exists()
        self.folder = pathlib.Path("/sys/fs/cgroup" if is_second else "/sys/fs/cgroup/memory") / f"winnow-{os.getpid()}"
        self.folder.mkdir()
        limit, self.peak, self.events = (("memory.max", "memory.peak", "memory.events") if is_second else
                                         ("memory.limit_in_bytes", "memory.max_usage_in_bytes", "memory.oom_control"))
        (self.folder / limit).write_text(str(megabytes * 1_000_000))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.rmdir()

    def inside(self, command):
        return ["bash", "-c", f"echo $$ > {self.folder}/cgroup.procs; exec \"$@\"", "bash", *command]

    def kills(self):
        lines = (self.folder / self.events).read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    @contextlib.contextmanager
    def beside(self, command):
        """What `command` starts runs in it, too; it is started anew whenever it was killed."""
        again = ["bash", "-c", 'trap "kill %% ; wait; exit" TERM; while :; do "$@" & wait; done', "bash", *command]
        tenant = subprocess.Popen([str(word) for word in self.inside(again)], stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            tenant.terminate()
            tenant.wait()
