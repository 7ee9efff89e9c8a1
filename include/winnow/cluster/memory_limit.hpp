#pragma once
// How much memory a job may use on a node, and how much of it is free now.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cgroup.hpp"
#include "winnow/cluster/scheduler.hpp"

namespace winnow::cluster {

/// The least of all bounds that were found.
struct MemoryLimit {
  base::Bytes value = base::Bytes::unlimited();  ///< unlimited: none was found
  std::string source;                            ///< who set it; where none was found, the cause
  std::vector<MemoryCandidate> candidates;       ///< all bounds found, the least first

  [[nodiscard]] bool known() const { return !value.is_unlimited(); }
  bool operator==(const MemoryLimit&) const = default;
};

/// The state at one moment.
struct MemoryState {
  base::Bytes available;  ///< could be taken now without swapping and inside every control group
  base::Bytes physical;   ///< zero: not known
  bool operator==(const MemoryState&) const = default;
};

/// From the memory control groups, the scheduler and /proc/meminfo below `root`.
[[nodiscard]] MemoryLimit find_memory_limit(const std::filesystem::path& root,
                                            const std::vector<Cgroup>& groups,
                                            const SchedulerFacts& scheduler);

/// The least of MemAvailable and of what each group leaves below its limit; unlimited where nothing is known.
[[nodiscard]] MemoryState find_memory_state(const std::filesystem::path& root,
                                            const std::vector<Cgroup>& groups);

/// The limit with one more bound: another limit if the bound is lower.
[[nodiscard]] MemoryLimit with_candidate(MemoryLimit limit, MemoryCandidate candidate);

void encode(const MemoryLimit& limit, base::Encoder& out);
[[nodiscard]] MemoryLimit decode_memory_limit(base::Decoder& in);

}  // namespace winnow::cluster
