#pragma once
// What this process takes of the machine, cheaply enough to ask every second on every rank.

#include <filesystem>
#include <memory>
#include <optional>

#include "winnow/base/units.hpp"
#include "winnow/watch/sample.hpp"

namespace winnow::watch {

/// Reads /proc/self below `root`, whose files it opens once, and getrusage(2). One thread at a time.
class ProcessSampler {
 public:
  explicit ProcessSampler(const std::filesystem::path& root = "/");
  ~ProcessSampler();
  ProcessSampler(ProcessSampler&&) noexcept;
  ProcessSampler& operator=(ProcessSampler&&) noexcept;

  /// Sets the quantities of the process, but for those that follow.
  void take(Sample& sample);

  /// Sets `proportional`, by a walk over all pages, which takes milliseconds (smaps_rollup, Linux 4.14), and
  /// `allocated` and `allocator_held`, for which malloc stops all threads that allocate.
  void take_thoroughly(Sample& sample);

 private:
  struct Files;
  std::unique_ptr<Files> files_;
};

/// Lets `peak_resident` of this process begin anew with what it has now (clear_refs, proc(5)). Where the
/// kernel does not know of that, it stays what it was.
void forget_peak();

}  // namespace winnow::watch
