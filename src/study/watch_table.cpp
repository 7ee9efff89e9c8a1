#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds day{86400};

}  // namespace

Section watch_table() {
  return make_section(
      part_of(whole_study(), &Sections::watch),
      {.name = "watch",
       .doc = "What a run measures of its ranks and nodes, and what it warns of.",
       .applies = "all jobs"},
      {
          field(&Watch::interval,
                {.name = "interval",
                 .doc = "time between samples of memory, processor time and files; none: only start and end",
                 .unit = "seconds",
                 .range = between(millisecond * 10, day)}),
          field(&Watch::samples, {.name = "samples",
                                  .doc = "samples that a rank keeps, thinned as they age",
                                  .range = between(16, 100'000)}),
          field(&Watch::growth,
                {.name = "growth",
                 .doc = "growth of a rank's memory in a minute from which on the summary tells of it",
                 .unit = "bytes per minute",
                 .range = at_least(base::Bytes{0})}),
      });
}

}  // namespace winnow::study
