#!/usr/bin/python3
"""Studies of searches that cannot be carried out end at once, with one error that says what is wrong, why and where."""
import unittest

from searches import OptimizeCase
from winnow import SOURCE, main

X = '[[optimize.parameter]]\nname = "x"\n'
PLUGIN = """#include "winnow/plugin/objective.h"
static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {{ return 0; }}
static long outputs(const void* handle) {{ return {outputs}; }}
static const winnow_objective plugin = {{{version}, WINNOW_OBJECTIVE_CONCURRENT, "plugin", "1", 0, outputs, evaluate, 0}};
const winnow_objective* {symbol}(void) {{ return &plugin; }}
"""


class BadInput(OptimizeCase):
    def expect(self, message, **keys):
        self.expression(**keys)
        self.assertIn(message, self.refused())

    def test_a_misspelt_parameter_of_a_candidate(self):
        self.expression()
        done = self.run_winnow("evaluate", "study.toml", "x=1", "k=2", "ruoter=maxprop", status=2)
        self.assertIn("there is no parameter ruoter (there are x, k and router)", done.stderr)

    def test_candidates_that_no_search_would_try(self):
        self.expression()
        for word, message in [("k=2.5", 'k cannot be "2.5" (it is an integer): give a value that the search may try'),
                              ("k=10", "k = 10 is outside 1 … 9 (the search does not leave its bounds)"),
                              ("k=many", 'k cannot be "many" (it is an integer)')]:
            done = self.run_winnow("evaluate", "study.toml", "x=1", word, "router=maxprop", status=2)
            self.assertIn(message, done.stderr)

    def test_an_evaluation_that_gives_no_number(self):
        self.expression(objective='expression = "sqrt(x)"')
        done = self.run_winnow("evaluate", "study.toml", "x=-0.5", "k=2", "router=maxprop", status=2)
        self.assertIn("the evaluation failed: not_a_number (value is ", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_an_unknown_name_in_an_expression(self):
        self.expect('the objective uses "z" (no parameter has that name)', objective='expression = "x + z"')

    def test_an_unknown_function_names_the_near_ones(self):
        self.expect("sphere", objective='function = "sphree"')

    def test_an_unknown_algorithm_names_the_near_one(self):
        self.expect('study.toml:3:13: optimize.algorithm = "lshde" is unknown (it is one of "de", "jde", "jade", "shade", '
                    '"lshade" and "jso"): write "lshade"', keys='evaluations = 500\nalgorithm = "lshde"')

    def test_bounds_that_hold_nothing(self):
        self.expect('study.toml:5:1: the parameter "x" has low = 2 and high = 1 (low must be below high): exchange them',
                    parameters=X + "low = 2\nhigh = 1\n")
        self.expect('study.toml:5:1: the parameter "x" has low = 2 and high = 2', parameters=X + "low = 2\nhigh = 2\n")

    def test_bounds_that_are_none(self):
        self.expect("study.toml:5:7: optimize.parameter.low = nan is out of range (it takes",
                    parameters=X + "low = nan\nhigh = 1\n")

    def test_a_logarithmic_scale_through_zero(self):
        self.expect('study.toml:5:1: the parameter "x" has low = -1 on a logarithmic scale (only numbers above zero have '
                    'a logarithm): raise low', parameters=X + 'low = -1\nhigh = 1\nscale = "log"\n')

    def test_a_program_that_is_not_there(self):
        self.expect("study.toml:19:1: there is no file none.sh (optimize.objective.program names it as a program): paths "
                    "are relative to the study file", objective='program = ["./none.sh", "{x}"]')
        self.expect("study.toml:19:1: there is no program none-such (not in any folder of PATH): give its path",
                    objective='program = ["none-such", "{x}"]')

    def test_a_program_that_cannot_be_executed(self):
        self.write("plain.sh", "#!/bin/sh\n")
        self.expect("plain.sh cannot be executed (Permission denied): chmod +x it, or name its interpreter first",
                    objective='program = ["./plain.sh"]')

    def test_a_program_whose_interpreter_is_not_there(self):
        self.script("lost.sh", "#!/no/such/shell\n")
        self.expect("evaluations cannot be begun (cannot execute it (there is no interpreter as its first line names it: "
                    "#!/no/such/shell)",
                    objective='program = ["./lost.sh"]')

    def test_a_script_for_an_interpreter_that_is_not_there(self):
        self.expression(objective='program = ["awk", "-f", "./typo.awk"]')
        done = self.run_winnow("run", "study.toml", ranks=1, status=2)
        self.assertIn("warning: study.toml:19:1: there is no ./typo.awk beside the study (the program is given it as an "
                      "argument): mend it", done.stderr)
        self.assertRegex(done.stderr, r"every one of \d+ evaluations failed \(exit status 2: .*typo.awk")
        self.assertIn("there is no ./typo.awk", self.run_winnow("check", "study.toml").stderr)
        self.assertEqual(self.leftovers(), [], "the next run shall not take up failures")

    def test_a_placeholder_without_parameter(self):
        self.expect('study.toml:19:1: {z} in "{z}" is no parameter (the parameters are x, k and router): write',
                    objective='program = ["/bin/echo", "{z}"]')

    def test_a_placeholder_of_a_template_without_parameter(self):
        self.write("settings.in", "a = {x}\nb = {zz}\n")
        self.expect("settings.in:2:5: unknown placeholder {zz} (there is no parameter of that name): write {{zz}} for the "
                    "braces themselves", objective='program = ["/bin/cat"]\ntemplates = ["settings.in"]')

    def test_a_constraint_on_what_the_objective_does_not_give(self):
        self.expect("total", keys='evaluations = 500\nconstraints = ["total <= 0"]')

    def test_a_plugin_that_is_none(self):
        self.expect("there is no file libnone.so (optimize.objective.plugin names it as a plugin)",
                    objective='plugin = "./libnone.so"')
        self.write("libnone.so", "no library")
        self.expect("libnone.so", objective='plugin = "libnone.so"')

    def plugin(self, name, **words):
        self.compile_plugin(PLUGIN.format(**{"outputs": 1, **words}), name)

    def test_a_plugin_without_the_symbol(self):
        self.plugin("libother.so", version="WINNOW_OBJECTIVE_VERSION", symbol="other")
        self.expect("libother.so: undefined symbol: winnow_objective_plugin): export winnow_objective_plugin",
                    objective='plugin = "libother.so"')

    def test_a_plugin_of_endless_outputs_isolated_or_not(self):
        self.plugin("libmany.so", version="WINNOW_OBJECTIVE_VERSION", symbol="winnow_objective_plugin",
                    outputs=2_000_000_000)
        message = "the plugin has 2,000,000,000 outputs (a result has at most 10,000 of an evaluation)"
        self.expect(message, objective='plugin = "libmany.so"')
        self.expect(message, objective='plugin = "libmany.so"\nisolate = true')

    def test_a_plugin_of_another_version_isolated_or_not(self):
        self.plugin("libold.so", version="99", symbol="winnow_objective_plugin")
        message = "libold.so is made for version 99 of the plugin interface (this is version "
        self.expect(message, objective='plugin = "libold.so"')
        self.expect(message, objective='plugin = "libold.so"\nisolate = true')
        self.assertIn(message, self.run_winnow("check", "study.toml", status=2).stderr)
        self.assertIn("study.toml:19:1: ", self.refused(), "with its place")

    def test_output_that_is_no_number(self):
        self.script("words.sh", "#!/bin/sh\necho many words\n")
        self.expect("evaluations failed (the last line of standard output is not numbers: many words): try the objective "
                    "by hand, with winnow evaluate", objective='program = ["./words.sh"]')

    def test_a_program_that_says_nothing_and_one_that_says_nan(self):
        self.expect("evaluations failed (standard output is empty)", objective='program = ["true"]')
        self.expect("evaluations failed (value is nan)", objective='program = ["echo", "nan"]')


class MissingFiles(OptimizeCase):
    def test_a_plan_warns_of_them_and_is_made(self):
        self.expression(objective='program = ["./no-such.sh", "{x}"]')
        done = self.run_winnow("plan", "study.toml")
        self.assertRegex(done.stderr, r"^winnow: warning: study.toml:\d+.*no-such.sh")
        self.assertIn("workers", done.stdout)


if __name__ == "__main__":
    main()
