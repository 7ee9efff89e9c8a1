#!/usr/bin/python3
"""Whatever lies among the inputs: each byte is accounted for, each rejection has its place and reason, and the good
rows count."""
import csv
import gzip
import io
import os
import socket
import subprocess
import unittest

import h5py
import xarray

from winnow import MPIRUN, PROGRAM, Case, LongRun, answer, main

GOOD = b"a,b,k\n1,2,x\n3,4,y\n"
STUDY = """[reduce]
files = "data/**/*"
name = "{*}"
group_by = [["k"]]
max_rejected = "100%"
"""


class MessyInput(Case):
    def setUp(self):
        super().setUp()
        self.write("study.toml", STUDY)
        self.data = os.fsencode(self.folder / "data")
        os.mkdir(self.data)
        self.put(b"good.csv", GOOD)

    def put(self, name, content):
        path = os.path.join(self.data, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def reduce(self, *options, ranks=2, status=0):
        self.summary = self.run_winnow("run", "study.toml", "--overwrite", *options, ranks=ranks, status=status).stdout

    def rejected(self):
        """The rejections as (name, line, reason, text)."""
        table = self.run_winnow("export", "study.h5", "rejected").stdout
        return [(row["path"].removeprefix("data/"), int(row["line"]), row["reason"], row["text"])
                for row in csv.DictReader(io.StringIO(table, newline=""))]

    def expect_rejected(self, *expected, options=()):
        self.reduce(*options)
        self.assertEqual(self.rejected(), sorted(expected))
        for _, _, reason, _ in expected:
            self.assertIn(reason, self.summary)

    def count(self, metric, **group):
        with xarray.open_dataset(self.folder / "study.h5", group="reduce/k") as groups:
            (key, value), = group.items()
            rows = [i for i, one in enumerate(groups[key].values) if one == value]
            return int(groups[metric].sel(statistic="count")[rows[0]]) if rows else 0

    def account(self):
        with h5py.File(self.folder / "study.h5") as file:
            return dict(file["account"].attrs)

    def test_what_is_no_regular_file(self):
        os.mkfifo(os.path.join(self.data, b"fifo"))
        os.mkdir(os.path.join(self.data, b"folder.csv"))
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.join(self.data, b"socket"))
        expected = [("fifo", 0, "not a regular file", ""), ("socket", 0, "not a regular file", "")]
        if os.geteuid() == 0:
            os.mknod(os.path.join(self.data, b"zero"), 0o20600, os.makedev(1, 5))
            expected.append(("zero", 0, "not a regular file", ""))
        self.expect_rejected(*expected)

    def test_links_in_a_circle_and_into_nothing(self):
        for name, target in ((b"one", b"two"), (b"two", b"one"), (b"self", b"self"), (b"nowhere", b"gone")):
            os.symlink(target, os.path.join(self.data, name))
        os.mkdir(os.path.join(self.data, b"below"))
        os.symlink(b"..", os.path.join(self.data, b"below", b"up"))  # not followed for ever
        os.symlink(b"good.csv", os.path.join(self.data, b"other.csv"))
        circle = "cannot be read: Too many levels of symbolic links"
        self.expect_rejected(("one", 0, circle, ""), ("two", 0, circle, ""), ("self", 0, circle, ""),
                             ("nowhere", 0, "cannot be read: No such file or directory", ""))
        self.assertEqual(self.count("a", k="x"), 2)

    def test_empty_and_binary_files_and_other_encodings(self):
        self.put(b"empty.csv", b"")
        self.put(b"header.csv", b"a,b,k\n")
        self.put(b"random.csv", bytes(range(256)) * 20)
        self.put(b"wide.csv", GOOD.decode().encode("utf-16"))
        self.put(b"latin.csv", "a,b,k\n5,6,grün\n".encode("latin-1"))
        self.put(b"marked.csv", b"\xef\xbb\xbf" + GOOD)
        self.expect_rejected(("empty.csv", 0, "empty", ""), ("header.csv", 0, "no values", ""),
                             ("random.csv", 0, "binary", ""), ("wide.csv", 0, "binary", ""))
        self.assertEqual(self.count("a", k="x"), 2)
        self.assertIn("gr\\xfcn", self.run_winnow("show", "study.h5", "reduce/k").stdout)

    @unittest.skipUnless(os.geteuid() == 0, "needs another user to be")
    def test_what_may_not_be_read(self):
        os.chmod(self.put(b"secret.csv", GOOD), 0)
        for path in (self.folder, self.folder / "data"):
            os.chmod(path, 0o777)
        nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "mpirun", "--quiet"]
        self.run_winnow("run", "study.toml", ranks=1, launcher=nobody, environment={"TMPDIR": "/tmp", "HOME": "/tmp"})
        self.assertEqual(self.rejected(), [("secret.csv", 0, "cannot be read: Permission denied", "")])

    def test_compressed_files_that_are_torn_or_none(self):
        rows = b"a,b,k\n" + b"1,2,x\n" * 100_000
        packed = gzip.compress(rows)
        self.put(b"torn.csv.gz", packed[:len(packed) // 2])
        self.put(b"more.csv.gz", packed + b"more")
        self.put(b"plain.csv.gz", GOOD)
        self.put(b"whole.csv.gz", packed)
        self.reduce()
        found = {name: (line, reason) for name, line, reason, _ in self.rejected()}
        self.assertEqual(set(found), {"torn.csv.gz", "more.csv.gz"})
        line, reason = found["torn.csv.gz"]
        self.assertEqual(reason, "truncated gzip data")
        self.assertEqual(found["more.csv.gz"], (100_002, "damaged gzip data"))
        self.assertGreater(line, 2)
        self.assertEqual(self.count("a", k="x"), 2 + 2 * 100_000 + line - 2, "what stands before the tear counts")

    def test_one_broken_record_costs_itself(self):
        self.put(b"mixed.csv", b'a,b,k\n1,2,x\n1,2,x,9\n1\n\n1,\0\0,x\n"1,2,x\n7,8,x\n1e400,2,x\n0x10,2,x\n"1,5",2,x\n'
                               b'12abc,2,x\n9,9,x')
        self.expect_rejected(("mixed.csv", 3, "wrong number of fields", "1,2,x,9"),
                             ("mixed.csv", 4, "wrong number of fields", "1"),
                             ("mixed.csv", 6, "NUL byte", "1,\\x00\\x00,x"),
                             ("mixed.csv", 7, "text after a quote", '"1,2,x'),
                             ("mixed.csv", 9, "not a number", "a: 1e400"),
                             ("mixed.csv", 10, "not a number", "a: 0x10"),
                             ("mixed.csv", 11, "not a number", "a: 1,5"),
                             ("mixed.csv", 12, "not a number", "a: 12abc"))
        self.assertEqual(self.count("a", k="x"), 1 + 3)

    def test_numbers_that_are_none_in_the_very_first_row(self):
        for bad in ("1e400", "0x10", '"1,5"'):
            self.put(b"bad.csv", f"a,b,k\n{bad},2,x\n".encode())
            self.expect_rejected(("bad.csv", 0, "no values", ""),
                                 ("bad.csv", 2, "not a number", f"a: {bad}".replace('"', "")))

    def test_a_line_of_a_gigabyte(self):
        with open(self.put(b"long.csv", GOOD), "ab") as file:
            for _ in range(1000):
                file.write(b"9" * 1_000_000)
            file.write(b"\n5,6,x\n")
        self.reduce()
        (name, line, reason, text), = self.rejected()
        self.assertEqual((name, line, reason, text[:9]), ("long.csv", 4, "line too long", "9" * 9))
        self.assertEqual(self.count("a", k="x"), 3)
        with h5py.File(self.folder / "study.h5") as file:
            self.assertLess(file["run/plan/measured_peak"][()].max(), 500 << 20)

    def test_a_name_of_255_bytes_with_newlines(self):
        name = (b"a\nb\r\"\xff" + b"n" * 255)[:251] + b".csv"
        self.put(name, GOOD)
        self.put(b"\n" + b"m" * 250 + b".csv", b"")
        self.reduce()
        (bad, _, reason, _), = self.rejected()
        self.assertTrue(bad.startswith("\\x0ammm"), bad)
        self.assertEqual(reason, "empty")
        self.assertEqual(self.count("a", k="x"), 2)
        self.assertIn('a\\x0ab\\x0d""\\xffnn', self.run_winnow("export", "study.h5", "runs").stdout)

    def test_a_key_that_some_files_lack(self):
        self.put(b"keyless.csv", b"a,b\n1,2\n")
        self.put(b"keyless.txt", b"title\na: 1\nb: 2\n")
        self.put(b"keyless_in_pieces.csv", b"a,b\n" + b"1,2\n" * 1_000_000)
        self.expect_rejected(("keyless.csv", 0, 'no column "k"', ""), ("keyless.txt", 0, 'no column "k"', ""),
                             ("keyless_in_pieces.csv", 0, 'no column "k"', ""), options=["--set", "resources.chunk=1MiB"])

    def test_a_metric_that_is_text_in_some_files(self):
        self.put(b"words.csv", b"a,b,k\nred,2,x\nblue,4,y\n")
        self.expect_rejected()
        self.assertIn("text: a in 1 of the files, first in data/words.csv", self.summary)
        self.assertIn("data/words.csv", self.account()["left_out_as_text"])
        self.assertEqual((self.count("a", k="x"), self.count("b", k="x")), (1, 2))
        self.run_winnow("run", "study.toml", "--overwrite", "--set", 'reduce.metrics=["a"]', ranks=2)
        self.assertEqual(self.rejected(), [("words.csv", 0, "no values", ""),
                                           ("words.csv", 2, "not a number", "a: red"),
                                           ("words.csv", 3, "not a number", "a: blue")])

    def test_accepted_rejected_and_ignored_make_the_total(self):
        self.put(b"mixed.csv", b"a,b,k\n1,2,x\n\n# no comment in csv\n1,2\n3,4,y")
        self.put(b"binary", b"\0\1\2")
        self.put(b"keyless.csv", b"a,b\n1,2\n3,4")
        self.put(b"repeated.csv.gz", gzip.compress(b"a,a,k\n1,2,x\n"))
        self.put(b"wide.txt", b"a: 1\nb: 2\n")
        self.put(b"empty", b"")
        self.put(b"table.txt", b"# a b k\n1 2 x\n\n# comment\n1 2\n")
        self.put(b"report.txt", b"title\na: 1\nk: x\nb: two\n\n")
        self.put(b"packed.csv.gz", gzip.compress(GOOD))
        for ranks in (1, 3):
            self.reduce(ranks=ranks)
            account = self.account()
            self.assertEqual(account["files_accepted"] + account["files_rejected"], 10)
            total = {"bytes": 0, "lines": 0}
            for name in os.listdir(self.data):
                with open(os.path.join(self.data, name), "rb") as file:
                    content = file.read()
                if name.endswith(b".gz"):
                    content = gzip.decompress(content)
                total["bytes"] += len(content)
                if name != b"binary":  # it has no lines
                    total["lines"] += len(content.split(b"\n")) - (content[-1:] in b"\n")
            for unit, expected in total.items():
                self.assertEqual(sum(account[f"{unit}_{what}"] for what in ("accepted", "rejected", "ignored")), expected)

    def test_a_damaged_result_is_not_taken_for_one(self):
        self.reduce()
        whole = (self.folder / "study.h5").read_bytes()
        good = answer(self.folder / "study.h5")
        for damaged in (whole[:len(whole) // 2], whole[:600] + bytes(len(whole) - 600)):
            (self.folder / "study.h5").write_bytes(damaged)
            for option, problem in (([], "study.h5 exists"), (["--overwrite"], "study.h5 is no intact result file")):
                done = self.run_winnow("run", "study.toml", *option, ranks=2, status=2)
                self.assertIn(problem, done.stderr)
                self.assertIn("name another file with --output", done.stderr)
                self.assertEqual((self.folder / "study.h5").read_bytes(), damaged)
        (self.folder / "study.h5").unlink()
        self.reduce()
        self.assertEqual(answer(self.folder / "study.h5"), good)


class ChangingInput(LongRun):
    """Files that change, grow or vanish while the run is on."""

    def test_files_that_vanish_and_grow_midway(self):
        command = [*MPIRUN, "-n", "2", PROGRAM, "run", "study.toml", "--json", "--set", "reduce.max_rejected=100%"]
        with self.midway(command) as job:
            names = sorted(path.name for path in (self.folder / "data").iterdir())
            for i, name in enumerate(names):
                if i % 2:
                    (self.folder / "data" / name).unlink(missing_ok=True)
                elif i % 4 == 0:
                    with open(self.folder / "data" / name, "a") as file:
                        file.write("grown: 1\n")
            out, _ = job.communicate(timeout=200)
        self.assertEqual(job.returncode, 0, out)
        with h5py.File(self.folder / "study.h5") as file:
            accepted, rejected = (int(file["account"].attrs[f"files_{what}"]) for what in ("accepted", "rejected"))
            self.assertGreater(rejected, 0)
            self.assertGreaterEqual(accepted, len(list((self.folder / "data").iterdir())))
            self.assertEqual(accepted, file["runs/path"].shape[0])
            self.assertEqual(rejected, file["rejected/path"].shape[0])
            self.assertEqual(set(file["rejected/reason"][()].view(f"S{file['rejected/reason'].shape[1]}").ravel()),
                             {b"cannot be read: No such file or directory"})


if __name__ == "__main__":
    main()
