"""Searches that tests of the program have in common."""
import stat

from winnow import Case

PARAMETERS = """
[[optimize.parameter]]
name = "x"
low = -5
high = 5
[[optimize.parameter]]
name = "k"
type = "integer"
low = 1
high = 9
[[optimize.parameter]]
name = "router"
type = "choice"
choices = ["epidemic", "maxprop"]
"""

SIMULATOR = """#!/bin/sh
# x, k, router: a bowl with its least value at x = 1, k = 4, maxprop; it crashes beyond x = 4.
{pause}
awk -v x="$1" -v k="$2" -v router="$3" 'BEGIN {{
  if (x > 4) {{ print "out of memory at x = " x > "/dev/stderr"; exit 3 }}
  print (x - 1)^2 + (k - 4)^2 + (router == "maxprop" ? 0 : 1), x + k }}'
"""

STUDY = """
[optimize]
algorithm = "de"
population = 12
evaluations = {evaluations}
""" + PARAMETERS + """
[optimize.objective]
program = ["./simulator.sh", "{{x}}", "{{k}}", "{{router}}"]
outputs = ["sum"]
[optimize.failure]
max_retries = 0
"""


class OptimizeCase(Case):
    def simulator(self, pause=""):
        path = self.write("simulator.sh", SIMULATOR.format(pause=pause))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def study(self, evaluations=120, more="", name="bowl.toml"):
        self.write(name, STUDY.format(evaluations=evaluations) + more)

    def expression(self, more="", keys="evaluations = 500", parameters=PARAMETERS,
                   objective='expression = "(x - 1)^2 + (k - 4)^2 + (router == 1 ? 0 : 1)"'):
        self.write("study.toml", f"[optimize]\n{keys}\n{parameters}\n[optimize.objective]\n{objective}\n{more}")

    def script(self, name, text):
        """A program beside the study."""
        path = self.write(name, text)
        path.chmod(0o755)

    def refused(self, *arguments, status=2, ranks=1):
        """The one error of a run that comes to nothing."""
        done = self.run_winnow(*(arguments or ("run", "study.toml")), ranks=ranks, status=status)
        errors = [line for line in done.stderr.splitlines() if line.startswith("winnow: error: ")]
        self.assertEqual(len(errors), 1, done.stderr)
        self.assertFalse((self.folder / "study.h5").exists())
        return errors[0]

    def leftovers(self):
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))
