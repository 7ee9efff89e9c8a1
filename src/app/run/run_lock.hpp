#pragma once
// Of two runs that would write the same files the second is refused.

#include <filesystem>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/units.hpp"

namespace winnow::app {

/// Held by rank 0 while a run works with a checkpoint folder, its journals and its result. It goes with the
/// process, however that ends, and holds nobody off where the file system has no locks.
class RunLock {
 public:
  /// Throws base::Failure if another run has it for longer than `patience`: one that was killed may be
  /// ending. Says so while it waits.
  RunLock(const std::filesystem::path& checkpoint, base::Log& log, base::Seconds patience = base::Seconds{5});
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  ~RunLock();

 private:
  std::filesystem::path path_;
  base::Descriptor file_;
};

}  // namespace winnow::app
