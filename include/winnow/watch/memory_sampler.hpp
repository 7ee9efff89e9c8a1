#pragma once
// How much memory is in use, cheaply enough to ask many times a second.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/cluster/cgroup.hpp"

namespace winnow::watch {

/// Of one process.
struct ProcessMemory {
  base::Bytes resident;       ///< now
  base::Bytes peak_resident;  ///< since the process began
};

/// Reads /proc and the control groups below `root`; finds the groups once, when it is made. One thread at a
/// time.
class MemorySampler {
 public:
  explicit MemorySampler(std::filesystem::path root = "/");

  /// Of this process, or of another by its number; nothing if it is gone or cannot be read.
  [[nodiscard]] std::optional<ProcessMemory> process() const { return process_in("self"); }
  [[nodiscard]] std::optional<ProcessMemory> process(int pid) const {
    return process_in(std::to_string(pid));
  }

  /// In use of what the limit is set on, without reclaimable file pages: by the control group with the lowest
  /// limit, or, where none has one, by the whole node (MemTotal less MemAvailable). Nothing if it cannot be
  /// read.
  [[nodiscard]] std::optional<base::Bytes> node() const;

 private:
  [[nodiscard]] std::optional<ProcessMemory> process_in(const std::string& folder) const;

  std::filesystem::path root_;
  std::vector<cluster::Cgroup> groups_;
};

}  // namespace winnow::watch
