#pragma once
// What the programs take that a rank has started through its helper process.

#include <sys/types.h>

#include <filesystem>
#include <memory>

#include "winnow/watch/sample.hpp"

namespace winnow::watch {

/// Walks all descendants of a helper process in /proc below `root`: a few reads for each. Needs a kernel with
/// CONFIG_PROC_CHILDREN, which distributions have. One thread at a time.
class ChildrenSampler {
 public:
  /// `helper` has one thread, waits for all descendants that have lost their parents, and is itself not
  /// counted.
  explicit ChildrenSampler(pid_t helper, std::filesystem::path root = "/");
  ~ChildrenSampler();
  ChildrenSampler(ChildrenSampler&&) noexcept;
  ChildrenSampler& operator=(ChildrenSampler&&) noexcept;

  /// Sets the quantities of the children. The memory is that of the moment, what processes share counted once
  /// as well as that is known: what lives shorter than the interval between samples is mostly not seen. The
  /// processor time is that of all, those that have ended included; a program whose parent did not wait for
  /// it takes its own along.
  void take(Sample& sample);

 private:
  struct Helper;
  std::unique_ptr<Helper> helper_;
};

}  // namespace winnow::watch
