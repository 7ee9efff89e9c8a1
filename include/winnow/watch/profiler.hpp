#pragma once
// Keeps the figures of a rank's operations.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "winnow/base/profile.hpp"
#include "winnow/watch/operation_statistics.hpp"
#include "winnow/watch/tick_counter.hpp"
#include "winnow/watch/timeline.hpp"

namespace winnow::watch {

class ProfilerLane;

/// Calls, items, bytes and memory are counted; times are measured. Where an operation with others within it
/// lasts for microseconds, these are timed in one of sixteen, drawn by chance, which stands for the others:
/// their sums of time and the shares of durations are estimates then, without bias, and of the longest ones
/// some are not seen. A timeline has all.
///
/// Each thread writes a lane of its own; lanes are brought together when somebody asks. A lane takes about 6
/// KiB an operation. Threads that have ended stay in the figures. The profiler must outlive every thread that
/// measures with it.
class Profiler final : public base::Profile {
 public:
  /// `timeline_events`: what a thread's timeline holds at most; 0: there is none.
  explicit Profiler(std::size_t timeline_events = 0, const TickCounter& ticks = TickCounter());
  Profiler(const Profiler&) = delete;
  Profiler& operator=(const Profiler&) = delete;
  ~Profiler() override;

  base::ProfileLane& lane() override;
  void name_thread(std::string_view name) override;

  /// Of all threads together, one an operation, in no order. What goes on is not in it. Thread-safe.
  [[nodiscard]] std::vector<OperationStatistics> statistics() const;

  /// One a thread, in the order in which they came. Thread-safe.
  [[nodiscard]] std::vector<ThreadTimeline> timelines() const;

 private:
  [[nodiscard]] ProfilerLane& own_lane();
  [[nodiscard]] ProfilerLane& find_lane();

  const std::uint64_t number_;  ///< no other profiler of the process has it
  const TickCounter ticks_;
  const std::size_t timeline_events_;
  const std::uint64_t began_ticks_;
  const std::int64_t began_nanoseconds_;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, std::unique_ptr<ProfilerLane>>> lanes_;  ///< by the thread's number
};

}  // namespace winnow::watch
