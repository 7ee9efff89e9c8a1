#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr std::uint32_t most_workers = 100'000;
const Range worker_range = between(1, most_workers);

/// Counts of one kind only can be compared before the cores are known.
std::vector<Finding> check(const Resources& resources) {
  const auto least = resources.min_workers;
  const auto most = resources.max_workers;
  if (least.is_of_cores() != most.is_of_cores()) return {};
  const bool crossed = least.is_of_cores() ? least.number() < most.number() : least.number() > most.number();
  if (!crossed) return {};
  return {{"min_workers",
           {fmt::format("min_workers = {} is more than max_workers = {}", spell(least), spell(most)),
            "no number of workers is both",
            "lower resources.min_workers or raise resources.max_workers",
            {}},
           "max_workers"}};
}

}  // namespace

Section resources_table() {
  return make_section(
      part_of(whole_study(), &Sections::resources),
      {.name = "resources", .doc = "What may be used of each node.", .applies = "all jobs"},
      {
          field(&Resources::eta,
                {.name = "eta", .doc = "share of the memory limit that may be used", .range = above(0, 1)}),
          field(&Resources::memory, {.name = "memory",
                                     .doc = "memory limit per node, never above the real one",
                                     .unit = "bytes",
                                     .range = at_least(base::mebibytes(1)),
                                     .example = R"("8GiB")"}),
          field(&Resources::gamma,
                {.name = "gamma",
                 .doc = "memory per byte of a piece in flight, until it is learned; a streaming "
                        "reader declares its own",
                 .unit = "bytes per byte",
                 .range = between(0, 1000)}),
          field(&Resources::overhead,
                {.name = "overhead",
                 .doc =
                     "memory per worker beside its piece, its program's included: what the study itself says "
                     "holds, anything else until it is learned; to be said where programs take "
                     "theirs late, which a first run cannot foresee",
                 .unit = "bytes",
                 .range = at_least(base::Bytes{0})}),
          field(&Resources::workers,
                {.name = "workers",
                 .doc = "workers per node, kept as given; auto plans them from memory and cores",
                 .range = worker_range,
                 .example = "4"}),
          field(
              &Resources::min_workers,
              {.name = "min_workers", .doc = "floor of the planned workers per node", .range = worker_range}),
          field(&Resources::max_workers,
                {.name = "max_workers",
                 .doc = "ceiling of the planned workers per node; cores are those that "
                        "this job may use",
                 .range = worker_range}),
          field(&Resources::fallback_workers, {.name = "fallback_workers",
                                               .doc = "workers per node where no memory limit can be read",
                                               .range = worker_range}),
          field(
              &Resources::worker_type,
              {.name = "worker_type", .doc = "a kernel per rank, or kernels as threads of one rank a node"}),
          field(&Resources::cpu_limit, {.name = "cpu_limit",
                                        .doc = "share of the allowed cores that may be used",
                                        .range = above(0, 1)}),
          field(&Resources::chunk, {.name = "chunk",
                                    .doc = "upper bound of a piece of input",
                                    .unit = "bytes",
                                    .range = at_least(base::kibibytes(4)),
                                    .example = R"("512MiB")"}),
          field(&Resources::learned,
                {.name = "learned",
                 .doc = "file of what earlier runs have shown of memory, which plans go by and each run that "
                        "does its work itself adds to; auto: the user's own, `winnow/learned.toml` in "
                        "XDG_STATE_HOME or ~/.local/state",
                 .example = R"("memory.toml")"}),
          field(&Resources::reclaim,
                {.name = "reclaim",
                 .doc = "memory in use on a node, a share of its limit or a size, from which on caches are "
                        "emptied and free memory goes back to the system; looked at with each sample of "
                        "[watch]",
                 .range = above(0),
                 .example = R"("6GiB")"}),
          field(&Resources::safety,
                {.name = "safety",
                 .doc = "false uses all allowed cores without a cap on memory, with a warning"}),
      },
      SectionCheck<Resources>(check));
}

}  // namespace winnow::study
