#include "study/problem_access.hpp"
#include "study/section_tables.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds second{1};
constexpr base::Seconds year{365 * 86400.0};

/// Enough of decimal digits for any double (IEEE 754 binary64).
constexpr double most_digits = 17;

std::vector<Finding> check_backup(const Backup& backup) {
  if (backup.every.is_word() || backup.to.has_value()) return {};
  return {{"to",
           {"optimize.backup.to is missing",
            "backups are wanted every so often",
            R"(name the folder that they go to, or write every = "none")",
            {}}}};
}

}  // namespace

Section optimize_cache_table() {
  return make_section(
      part_of(problems(), &Optimize::cache),
      {.name = "optimize.cache",
       .doc = "Evaluations of earlier runs that need not be done again: those of the same objective, as the "
              "content of its "
              "program, plugin and templates, and of files that arguments name, tells.",
       .applies = "[optimize]"},
      {
          field(&Cache::path, {.name = "path",
                               .doc = "its folder; none: no cache; auto: beside the result",
                               .example = R"("/scratch/cache")",
                               .bearing = Bearing::conduct}),
          field(&Cache::size, {.name = "size",
                               .doc = "beyond it the evaluations used longest ago go",
                               .unit = "bytes",
                               .range = at_least(base::mebibytes(1)),
                               .bearing = Bearing::conduct}),
          field(&Cache::ttl, {.name = "ttl",
                              .doc = "age at which an evaluation goes",
                              .unit = "seconds",
                              .range = between(second, year * 100),
                              .example = R"("12h")",
                              .bearing = Bearing::conduct}),
          field(&Cache::digits, {.name = "digits",
                                 .doc = "significant ones to which candidates are rounded before they are "
                                        "evaluated, where there is a cache",
                                 .range = between(1, most_digits)}),
      });
}

Section optimize_backup_table() {
  return make_section(
      part_of(problems(), &Optimize::backup),
      {.name = "optimize.backup", .doc = "Copies of the journal and of the result.", .applies = "[optimize]"},
      {
          field(&Backup::every, {.name = "every",
                                 .doc = "time between copies",
                                 .unit = "seconds",
                                 .range = between(second, year),
                                 .example = R"("6h")",
                                 .bearing = Bearing::conduct}),
          field(&Backup::keep, {.name = "keep",
                                .doc = "copies; older ones are removed",
                                .range = between(1, 1000),
                                .bearing = Bearing::conduct}),
          field(&Backup::to, {.name = "to",
                              .doc = "folder for them",
                              .example = R"("/archive/city")",
                              .bearing = Bearing::conduct}),
      },
      SectionCheck<Backup>(check_backup));
}

}  // namespace winnow::study
