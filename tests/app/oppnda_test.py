#!/usr/bin/python3
"""Text exports of a campaign reduced elsewhere agree with that tool's own averages, byte for byte."""
import unittest

from winnow import SOURCE, Case, main

DATA = SOURCE.parent / "shared" / "data" / "oppnda"

STUDY = """[reduce]
files = "{folder}/*_MessageStatsReport.txt"
name = "{{scenario}}_{{router}}_{{seed:int}}_{{ttl:int}}_{{buffer:int}}M_{{report}}.txt"
group_by = [["router", "ttl"], ["router", "buffer"]]
metrics = ["!sim_time"]
"""


@unittest.skipUnless(DATA.is_dir(), f"{DATA} is not here")
class OppNda(Case):
    def test_all_averages_are_reproduced(self):
        self.write("oppnda.toml", STUDY.format(folder=DATA / "reports"))
        self.run_winnow("run", "oppnda.toml", "--quiet", ranks=2)
        (self.folder / "averages").mkdir()
        for field in ("ttl", "buffer"):
            template = f"{{report}}_{{router}}_{{{field}}}_{field}_average.txt"
            self.run_winnow("export", "oppnda.h5", "--text", template, "-o", "averages")
        expected = {path.name: path.read_bytes() for path in (DATA / "averages").iterdir()}
        exported = {path.name: path.read_bytes() for path in (self.folder / "averages").iterdir()}
        self.assertEqual(len(expected), 72)
        self.assertEqual(exported, expected)


if __name__ == "__main__":
    main()
