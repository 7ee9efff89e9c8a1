#!/usr/bin/python3
"""Checks that modules, and rooms of one, include only what their row in src/README.md allows, and what that may use.

usage: layering.py ROOT

ROOT holds src/README.md with the table of modules (| `module` | purpose | may use |), src/<module>/ and
include/winnow/<module>/. Rows of another table, of the same form, name rooms: folders src/<module>/<room>/. Every wrong arrow is printed as file:line, and the exit status is 1 if there is one.
"""
import pathlib
import re
import sys

ROW = re.compile(r"^\| `(?P<module>[\w/]+)` \|.*\| (?P<uses>[^|]*) \|$")
INCLUDE = re.compile(r'^\s*#\s*include\s*["<](?:winnow/)?(?P<module>\w+)/(?P<header>[\w./]+)[">]')
USES = re.compile(r"winnow_module\(.*?\bUSES\s+(?P<uses>[\w\s]*?)(?:PUBLIC|PRIVATE|SOURCES|MPI|\))", re.S)
SUFFIXES = {".hpp", ".cpp", ".h", ".c"}


def allowed_arrows(readme):
    """Module → the modules it may include: its row of the table, closed over what those may use."""
    direct = {}
    for line in readme.read_text().splitlines():
        row = ROW.match(line)
        if row:
            named = re.findall(r"[\w/]+", row["uses"].replace("–", ""))
            direct[row["module"]] = set(direct) if named == ["all"] else set(named)
    if not direct:
        sys.exit(f"{readme}: no table of modules found")
    closed = {}
    for module, uses in direct.items():  # rows stand lowest first, so what a row names is closed already
        later = uses - closed.keys()
        if later:
            sys.exit(f"{readme}: {module} may use {sorted(later)}, which stand below it in the table")
        closed[module] = uses.union(*(closed[used] for used in uses))
    return closed


def sources(root, module):
    for folder in (root / "src" / module, root / "include" / "winnow" / module):
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES)


def target_of(include, arrows):
    """The module that a header is of; its room, if that has a row."""
    room = f"{include['module']}/{include['header'].split('/')[0]}"
    return room if room in arrows else include["module"]


def wrong_includes(root, arrows):
    for module, allowed in arrows.items():
        is_room = "/" in module
        for path in sources(root, module):
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                include = INCLUDE.match(line)
                if not include:
                    continue
                target = target_of(include, arrows) if is_room else include["module"]
                if is_room and "/" not in target:  # between modules the modules' own rows say
                    continue
                if target in arrows and target not in allowed | {module}:
                    yield f"{path}:{number}: {module} may not include {target} ({line.strip()})"


def wrong_links(root, arrows):
    for module, allowed in arrows.items():
        build = root / "src" / module / "CMakeLists.txt"
        declared = USES.search(build.read_text()) if build.exists() else None
        for used in sorted(set(declared["uses"].split()) - allowed if declared else ()):
            yield f"{build}: {module} may not use {used}"


def unknown_modules(root, arrows):
    present = {path.parent.name for path in (root / "src").glob("*/CMakeLists.txt")}
    present |= {path.name for path in (root / "include" / "winnow").glob("*") if path.is_dir()}
    for module in sorted(present - arrows.keys()):
        yield f"{root}/src/README.md: module {module} has no row in the table"
    for module in sorted({name.split("/")[0] for name in arrows if "/" in name}):
        rooms = {f"{module}/{path.name}" for path in (root / "src" / module).glob("*") if path.is_dir()}
        for room in sorted(rooms - arrows.keys()):
            yield f"{root}/src/README.md: {room} has no row in the table of rooms"


def main():
    root = pathlib.Path(sys.argv[1])
    arrows = allowed_arrows(root / "src" / "README.md")
    problems = [*wrong_includes(root, arrows), *wrong_links(root, arrows), *unknown_modules(root, arrows)]
    print("\n".join(problems) if problems else f"{len(arrows)} modules and rooms, no arrow points upward")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
