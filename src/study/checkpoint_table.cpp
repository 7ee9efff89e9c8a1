#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds day{86400};

}  // namespace

Section checkpoint_table() {
  return make_section(
      part_of(whole_study(), &Sections::checkpoint),
      {.name = "checkpoint",
       .doc = "What a run keeps on disk of its work, so that `winnow run --resume` goes on with it.",
       .applies = "all jobs"},
      {
          field(&Checkpoint::interval,
                {.name = "interval",
                 .doc = "time between checkpoints: a crash costs no more work than that",
                 .unit = "seconds",
                 .range = between(millisecond * 10, day)}),
          field(&Checkpoint::path,
                {.name = "path",
                 .doc = "folder to keep it in, one that all nodes see; auto: beside the result",
                 .example = R"("/scratch")"}),
      });
}

}  // namespace winnow::study
