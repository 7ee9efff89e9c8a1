#pragma once
// Open MPI's MPI-IO overruns a buffer of 256 bytes where a path is longer: 4.1's sharedfp/lockedfile puts the
// path, a job's and a process' number and ".lock" into it, whether or not a lock is wanted.

#include <filesystem>
#include <string>

#include "winnow/base/descriptor.hpp"

namespace winnow::store {

/// A path to a file that MPI-IO takes, good in this process while the object lives.
class ShortPath {
 public:
  /// `path` itself where it is short enough, or its folder cannot be opened.
  explicit ShortPath(const std::filesystem::path& path);

  [[nodiscard]] const char* c_str() const { return path_.c_str(); }

 private:
  base::Descriptor folder_;
  std::string path_;
};

}  // namespace winnow::store
