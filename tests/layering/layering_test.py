#!/usr/bin/python3
"""The layering check finds what it is there to find."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("layering.py")
TABLE = "| `base` | ground | – |\n| `read` | readers | base |\n| `farm` | tasks | read |\n| `app` | wiring | all |\n"


class Layering(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("src/README.md", TABLE)
        self.write("include/winnow/base/error.hpp", "#pragma once\n#include <string>\n")
        self.write("src/farm/farm.cpp", '#include "winnow/farm/farm.hpp"\n#include "winnow/base/error.hpp"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def check(self):
        return subprocess.run([sys.executable, SCRIPT, self.root], capture_output=True, text=True)

    def test_downward_arrows_pass_also_through_another_module(self):
        self.assertEqual(self.check().returncode, 0)

    def test_an_upward_include_is_named_with_its_place(self):
        self.write("src/base/error.cpp", '#include "winnow/base/error.hpp"\n#include "winnow/farm/farm.hpp"\n')
        result = self.check()
        self.assertEqual(result.returncode, 1)
        self.assertIn("src/base/error.cpp:2: base may not include farm", result.stdout)

    def test_a_private_header_of_a_higher_module_is_found_too(self):
        self.write("src/read/reader.cpp", '#include "farm/detail.hpp"\n')
        self.assertEqual(self.check().returncode, 1)

    def test_an_upward_link_is_found(self):
        self.write("src/base/CMakeLists.txt", "winnow_module(base\n  SOURCES error.cpp\n  USES read)\n")
        self.assertIn("base may not use read", self.check().stdout)

    def test_a_module_without_a_row_is_found(self):
        self.write("src/extra/CMakeLists.txt", "")
        self.assertIn("module extra has no row", self.check().stdout)

    def test_rooms_of_a_module_have_an_order_too(self):
        self.write("src/README.md", TABLE + "\n| `app/job` | what all need | – |\n| `app/run` | a run | app/job |\n")
        self.write("src/app/run/run.cpp", '#include "app/job/job.hpp"\n#include "app/common.hpp"\n#include "winnow/farm/farm.hpp"\n')
        self.assertEqual(self.check().returncode, 0, self.check().stdout)
        self.write("src/app/job/job.cpp", '#include "app/run/run.hpp"\n')
        self.assertIn("src/app/job/job.cpp:1: app/job may not include app/run", self.check().stdout)
        self.write("src/app/hall/hall.cpp", "")
        self.assertIn("app/hall has no row", self.check().stdout)

    def test_a_row_that_uses_a_later_one_is_refused(self):
        self.write("src/README.md", "| `base` | ground | read |\n| `read` | readers | – |\n")
        self.assertNotEqual(self.check().returncode, 0)


if __name__ == "__main__":
    unittest.main()
