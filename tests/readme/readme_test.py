#!/usr/bin/python3
"""Runs every code block of the README files, as a reader would.

usage: readme_test.py SOURCE_FOLDER BUILD_FOLDER README...

Blocks of one README run in order, in one scratch folder that looks like the source folder (and may be written
to), with `winnow` on the PATH: `sh` blocks by bash, stopping at the first failing command; `python` blocks by
Debian's Python; `toml` blocks are studies (or parts of one) that `winnow check` must accept; `cpp` and `cmake`
blocks must stand, line by line, in a file of the source tree that is built; `text` blocks are output and are not
run. A block of any other language is an error: it would go unchecked.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
PYTHON = "/usr/bin/python3"

# Running the suite from inside the suite would never end: here it only builds and lists its tests.
REPLACED = {"tests/run.sh": "tests/run.sh -N"}


def scratch_folder(source, folder):
    """The source tree as links, so that commands find their files and write their results elsewhere."""
    for entry in source.iterdir():
        (folder / entry.name).symlink_to(entry)
    inputs = folder / "inputs"
    inputs.unlink()
    shutil.copytree(source / "inputs", inputs)


def run(command, folder, environment, text=None):
    done = subprocess.run(command, cwd=folder, env=environment, input=text, text=True, capture_output=True)
    return "" if done.returncode == 0 else f"exit status {done.returncode}\n{done.stdout}{done.stderr}"


def run_shell(body, folder, environment, _source):
    for command, replacement in REPLACED.items():
        body = re.sub(rf"^{re.escape(command)}$", replacement, body, flags=re.M)
    return run(["bash", "-euo", "pipefail"], folder, environment, body)


def run_python(body, folder, environment, _source):
    return run([PYTHON, "-"], folder, environment, body)


def run_study(body, folder, environment, _source):
    study = folder / "inputs" / "readme-block.toml"
    if "[reduce]" not in body:  # a part: what is left out is nothing to do with it
        body += '\n[reduce]\nfiles = "one-city/*_MessageStatsReport.txt"\n'
    study.write_text(body)
    return run(["winnow", "check", str(study)], folder, environment)


def find_in_sources(body, _folder, _environment, source):
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for path in [*source.glob("src/**/*"), *source.glob("tests/**/*"), *source.glob("include/**/*")]:
        if path.is_file() and path.suffix in {".cpp", ".hpp", ".txt", ".cmake", ".h"}:
            present = {line.strip() for line in path.read_text(errors="replace").splitlines()}
            if all(line in present for line in lines):
                return ""
    return "no file of the source tree holds all of its lines"


RUNNERS = {
    "sh": run_shell,
    "python": run_python,
    "toml": run_study,
    "cpp": find_in_sources,
    "cmake": find_in_sources,
    "text": lambda *_: "",
}


def check(readme, source, environment):
    """The problems of one README, and how many blocks it has."""
    problems = []
    text = readme.read_text()
    blocks = list(BLOCK.finditer(text))
    with tempfile.TemporaryDirectory(prefix="winnow-readme-") as name:
        folder = pathlib.Path(name)
        scratch_folder(source, folder)
        for block in blocks:
            place = f"{readme}:{text.count(chr(10), 0, block.start()) + 1}"
            runner = RUNNERS.get(block["language"])
            problem = runner(block["body"], folder, environment, source) if runner else "a block of no known language"
            if problem:
                problems.append(f"{place}: {problem}")
    return problems, len(blocks)


def main():
    source, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    environment = dict(os.environ, PATH=f"{build / 'bin'}:{os.environ['PATH']}", WINNOW_RESOURCES_LEARNED="none")
    problems, blocks = [], 0
    for readme in sys.argv[3:]:
        found, count = check(source / readme, source, environment)
        problems += found
        blocks += count
    print("\n".join(problems) if problems else f"{blocks} blocks work")
    sys.exit(1 if problems or blocks == 0 else 0)


if __name__ == "__main__":
    main()
