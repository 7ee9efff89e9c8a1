#pragma once
// One thread's side of a Profiler.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/profile.hpp"
#include "winnow/watch/operation_statistics.hpp"
#include "winnow/watch/tick_counter.hpp"
#include "winnow/watch/timeline.hpp"

namespace winnow::watch {

/// Where ticks stand in the calendar.
struct Epoch {
  std::uint64_t ticks = 0;
  std::int64_t nanoseconds = 0;  ///< since 1970-01-01 UTC
};

/// Written by its own thread alone, and read by any at any time: each number is an atomic that only one
/// thread changes, so that changing it is a plain load and store. Numbers that are read together may be of
/// neighbouring moments.
class ProfilerLane final : public base::ProfileLane {
 public:
  /// `ticks` must outlive it. No `timeline_events`: no timeline.
  ProfilerLane(const TickCounter& ticks, const Epoch& epoch, std::size_t timeline_events, std::string name);

  ~ProfilerLane() override;

  void begin(base::Span& span) noexcept override;
  void end(base::Span& span) noexcept override;

  /// On any thread.
  void rename(std::string_view name);
  [[nodiscard]] std::vector<OperationStatistics> statistics() const;
  [[nodiscard]] ThreadTimeline timeline() const;

 private:
  /// Different kinds of operations that a program may have.
  static constexpr unsigned table_bits = 6;

  struct Record;

  [[nodiscard]] std::uint64_t draw_weight(const base::OperationKind& kind);
  [[nodiscard]] bool is_timed(const base::Span& span) const;
  void time(Record& record, const base::Span& span);
  [[nodiscard]] Record& record_of(const base::OperationKind& kind);
  void follow_rate(Record& record, const base::Span& span, std::uint64_t now, std::uint64_t lasted);
  void follow_telling_rate(Record& record, std::uint64_t bytes, std::uint64_t lasted);
  void keep(const base::Span& span, std::uint64_t lasted);
  [[nodiscard]] OperationStatistics statistics_of(const Record& record) const;
  [[nodiscard]] double seconds(std::uint64_t ticks) const {
    return static_cast<double>(ticks_.nanoseconds(ticks)) * 1e-9;
  }

  const TickCounter& ticks_;
  const Epoch epoch_;
  const std::uint64_t window_;  ///< ticks of a window of rates
  const std::int64_t short_;    ///< ticks up to which an operation's parts are timed in some calls only
  base::Span* innermost_ = nullptr;
  std::uint64_t weight_ = 1;  ///< of what is timed within the outermost operation; 0: nothing is
  std::uint64_t drawn_ = 0;
  std::vector<std::unique_ptr<Record>> records_;                ///< of the own thread
  std::array<std::atomic<Record*>, 1U << table_bits> table_{};  ///< by hash of the kind's address
  mutable std::mutex mutex_;                                    ///< of what follows
  std::optional<TimelineKeeper> keeper_;
  std::string name_;
};

}  // namespace winnow::watch
