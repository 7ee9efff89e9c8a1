#include "study/objective_check.hpp"
#include "study/problem_access.hpp"
#include "study/problem_types.hpp"
#include "study/section_tables.hpp"

namespace winnow::study {
namespace {

std::vector<Field<Objective>> fields_of_all_kinds() {
  return {
      field(&Objective::function, {.name = "function",
                                   .doc = "one of Winnow's own test functions",
                                   .example = R"("sphere")",
                                   .starts_as_example = true,
                                   .scope = Scope::study}),
      field(&Objective::instance, {.name = "instance",
                                   .doc = "of the function: seeds its shift and its rotations",
                                   .range = between(1, 1'000'000),
                                   .scope = Scope::study}),
      field(&Objective::expression,
            {.name = "expression",
             .doc = "over the parameters by their names, with the constants _e and _pi; a "
                    "choice is the number chosen or, if not all of its choices are "
                    "numbers, its place among them, from 0. Functions: abs, acos, asin, "
                    "atan, atan2, ceil, cos, cosh, exp, floor, hypot, log, log10, "
                    "log2, max, min, round, sign, sin, sinh, sqrt, tan, tanh",
             .example = R"("(x - 1)^2 + (y - 2)^2")",
             .scope = Scope::study}),
      field(&Objective::outputs,
            {.name = "outputs",
             .doc = "names of what a plugin or a program gives beside the value, for "
                    "constraints and for the record: an evaluation that gives one that is "
                    "not a finite number has failed, as it has with such a value",
             .example = R"(["g1", "g2"])",
             .scope = Scope::study}),
      field(&Objective::noisy, {.name = "noisy",
                                .doc = "true: the same parameters may give another value, so that nothing is "
                                       "taken from the cache",
                                .scope = Scope::study}),
  };
}

std::vector<Field<Objective>> plugin_fields() {
  return {
      field(&Objective::plugin, {.name = "plugin",
                                 .doc = "a shared library, relative to the study file",
                                 .example = R"("./libcity.so")",
                                 .scope = Scope::study}),
      field(&Objective::options,
            {.name = "options", .doc = "text that the plugin is given", .scope = Scope::study}),
      field(&Objective::isolate, {.name = "isolate",
                                  .doc = "true: the plugin runs in a process of its own, so that a crash "
                                         "costs one evaluation"}),
      field(&Objective::recycle,
            {.name = "recycle",
             .doc = "evaluations after which such a process is replaced, give or take 5 %",
             .range = between(1, 1'000'000'000),
             .bearing = Bearing::conduct}),
  };
}

std::vector<Field<Objective>> program_fields() {
  return {
      field(&Objective::program,
            {.name = "program",
             .doc = "program and arguments, never through a shell; {name} is a parameter's value, {{name}} "
                    "is {name}. "
                    "A program with a slash is relative to the study file, others are looked for in PATH",
             .example = R"(["./simulate", "--latency={latency}"])",
             .scope = Scope::study}),
      field(&Objective::templates,
            {.name = "templates",
             .doc = "files, relative to the study file, that are copied to the working directory with their "
                    "{name} replaced; of NAME.in to NAME",
             .example = R"(["settings.txt.in"])",
             .scope = Scope::study}),
      field(&Objective::environment, {.name = "environment",
                                      .doc = "variables that the program gets beside Winnow's own",
                                      .example = R"({ OMP_NUM_THREADS = "1" })"}),
      field(&Objective::standard_input, {.name = "stdin",
                                         .doc = "what the program reads there: the parameters as JSON, in "
                                                "which a choice that is a number is one, or nothing"}),
      field(&Objective::directory,
            {.name = "directory",
             .doc = "folder, on each node, in which each evaluation has a working directory; auto: TMPDIR",
             .example = R"("/scratch")",
             .bearing = Bearing::conduct}),
      field(&Objective::keep,
            {.name = "keep",
             .doc = "of which evaluations the working directory stays, as evaluation-ID-… by their id in the "
                    "result; of those that failed, the first ten on each rank",
             .bearing = Bearing::conduct}),
      field(&Objective::memory, {.name = "memory",
                                 .doc = "limit of the program's address space",
                                 .unit = "bytes",
                                 .range = at_least(base::mebibytes(1)),
                                 .example = R"("2GiB")"}),
      field(&Objective::cpu, {.name = "cpu",
                              .doc = "limit of the program's processor time",
                              .unit = "seconds",
                              .range = between(1, 365 * 86400.0),
                              .example = R"("10min")"}),
      field(&Objective::concurrent_starts,
            {.name = "concurrent_starts",
             .doc = "programs, and processes of isolated plugins, of a node that may be starting "
                    "at a time: a program for its first second or until it ends; "
                    "auto: any number",
             .range = between(1, 10'000),
             .example = "4",
             .bearing = Bearing::conduct}),
  };
}

}  // namespace

Section optimize_objective_table() {
  auto fields = fields_of_all_kinds();
  for (auto& field : plugin_fields()) fields.push_back(std::move(field));
  for (auto& field : program_fields()) fields.push_back(std::move(field));
  return make_section(
      objectives(),
      {.name = "optimize.objective",
       .doc = "What judges a candidate: exactly one of function, expression, plugin and program.",
       .applies = "[optimize]"},
      std::move(fields), SectionCheck<Objective>(check_objective));
}

Section optimize_objective_read_table() {
  return make_section(
      part_of(objectives(), &Objective::read),
      {.name = "optimize.objective.read",
       .doc = "Where a program's value and its further outputs are.",
       .applies = "objectives that are programs"},
      {
          field(
              &Reading::from,
              {.name = "from",
               .doc = "stdout: the numbers in its last line; numbers: those in a file's; json: fields; "
                      "report: metrics of a file that [reduce] reads, too; auto: report if there is a file, "
                      "else stdout",
               .scope = Scope::study}),
          field(&Reading::file,
                {.name = "file",
                 .doc = "a glob, in the working directory; json without one is read from stdout",
                 .example = R"("*_MessageStatsReport.txt")",
                 .scope = Scope::study}),
          field(&Reading::value, {.name = "value",
                                  .doc = "the field or the metric; nested fields are joined by dots",
                                  .example = R"("delivery_prob")",
                                  .scope = Scope::study}),
          field(&Reading::format, {.name = "format",
                                   .doc = "of a report",
                                   .choices = {"auto", "key-value", "table", "csv"},
                                   .scope = Scope::study}),
      },
      SectionCheck<Reading>(check_reading));
}

}  // namespace winnow::study
