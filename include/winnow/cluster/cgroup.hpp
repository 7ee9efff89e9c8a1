#pragma once
// Control groups, version 1 and 2: which folders rule this process, and what they say.
// Documentation/admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst of the Linux kernel.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::cluster {

/// One folder of a hierarchy.
struct Cgroup {
  enum class Version : std::uint8_t { v1, v2 };

  Version version = Version::v2;
  std::string name;              ///< below the mount: "/slurm/job_7"; "/" is the mount itself
  std::filesystem::path folder;  ///< where its files stand, the environment's root included
};

/// The groups that rule this process for `controller` ("memory", "cpu"): its own first, then every parent
/// that can be seen, in each version's hierarchy that exists. A group that is not below its mount (a
/// namespace, a container's bind mount) is taken as far as it can be walked. Empty where there are no control
/// groups.
[[nodiscard]] std::vector<Cgroup> find_cgroups(const std::filesystem::path& root,
                                               std::string_view controller);

/// What a memory group limits its members to. `file` is where it was read.
struct CgroupLimit {
  base::Bytes value;
  std::string file;
};

/// Every limit set on the group: memory.limit_in_bytes, or memory.max and memory.high. Nothing for
/// "unlimited".
[[nodiscard]] std::vector<CgroupLimit> memory_limits(const Cgroup& group);

/// Memory in use that cannot be reclaimed by dropping file pages; nothing if the group does not count memory.
[[nodiscard]] std::optional<base::Bytes> memory_in_use(const Cgroup& group);

/// The same from the texts of the group's usage_file() and its memory.stat, for those who keep them open.
[[nodiscard]] std::optional<base::Bytes> memory_in_use(Cgroup::Version version, std::string_view usage,
                                                       std::string_view stat);
[[nodiscard]] std::string_view usage_file(Cgroup::Version version);

/// Processor time per time that the group may use, in cores: 2.5; nothing if it has no quota.
[[nodiscard]] std::optional<double> cpu_quota(const Cgroup& group);

/// "v1", "v2", "hybrid" (both are mounted; memory is ruled by v1) or "none".
[[nodiscard]] std::string_view cgroup_layout(const std::filesystem::path& root);

}  // namespace winnow::cluster
