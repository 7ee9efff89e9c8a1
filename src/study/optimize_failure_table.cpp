#include "study/problem_access.hpp"
#include "study/problem_types.hpp"
#include "study/section_tables.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds hour{3600};
constexpr base::Seconds year{365 * 86400.0};

}  // namespace

Section optimize_failure_table() {
  return make_section(
      part_of(problems(), &Optimize::failure),
      {.name = "optimize.failure", .doc = "What becomes of evaluations that fail.", .applies = "[optimize]"},
      {
          field(&FailureHandling::timeout, {.name = "timeout",
                                            .doc = "time that an evaluation may take",
                                            .unit = "seconds",
                                            .range = between(millisecond, year),
                                            .example = R"("30s")"}),
          field(&FailureHandling::grace, {.name = "grace",
                                          .doc = "time after that in which a result still counts",
                                          .unit = "seconds",
                                          .range = between(0, hour)}),
          field(&FailureHandling::kill, {.name = "kill",
                                         .doc = "time from SIGTERM to SIGKILL",
                                         .unit = "seconds",
                                         .range = between(0, hour)}),
          field(&FailureHandling::max_retries,
                {.name = "max_retries",
                 .doc = "further tries of an evaluation that failed; a table gives them by kind of failure",
                 .range = between(0, 1000),
                 .example = "{ timeout = 0, other = 3 }"}),
          field(&FailureHandling::penalty,
                {.name = "penalty",
                 .doc = "what an evaluation counts as that failed for good: as bad as the worst, or a value, "
                        "or worse than any that breaks constraints; it is never the best"}),
          field(&FailureHandling::max_crash_rate, {.name = "max_crash_rate",
                                                   .doc = "share of all evaluations so far that may fail; "
                                                          "above it the problem ends, and whatever it "
                                                          "is, where all of the first population fail",
                                                   .range = between(0, 1),
                                                   .bearing = Bearing::budget}),
      });
}

}  // namespace winnow::study
