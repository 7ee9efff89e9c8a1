#pragma once
// What happened when: the longest operations of each thread of each rank, for people to look at.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/codec.hpp"

namespace winnow::watch {

struct TimelineEvent {
  std::string name;      ///< of the operation
  std::string subject;   ///< what it was about: a path; may be empty
  std::int64_t began;    ///< nanoseconds since 1970-01-01 UTC
  std::uint64_t lasted;  ///< nanoseconds
  std::uint64_t items;
  std::uint64_t bytes;
};

/// Keeps events in bounded memory: when there are too many the shorter half goes, and from then on whatever
/// is as short. So stalls stay, whenever they were, and a thread that did much is told of by what it did
/// longest.
class TimelineKeeper {
 public:
  /// `capacity` events at most, at least 2.
  explicit TimelineKeeper(std::size_t capacity) : capacity_(capacity) {}

  /// Whether an event of that length would be kept.
  [[nodiscard]] bool takes(std::uint64_t lasted) const { return lasted >= shortest_; }

  /// Keeps it, or counts it as dropped.
  void add(TimelineEvent&& event);
  void drop() { ++dropped_; }

  [[nodiscard]] const std::vector<TimelineEvent>& events() const { return events_; }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t capacity_;
  std::uint64_t shortest_ = 0;  ///< that is kept
  std::uint64_t dropped_ = 0;
  std::vector<TimelineEvent> events_;
};

/// Of one thread.
struct ThreadTimeline {
  std::string thread;  ///< "kernel 0"
  std::vector<TimelineEvent> events;
  std::uint64_t dropped = 0;
};

/// Of one rank.
struct RankTimeline {
  int rank = 0;
  std::string host;
  std::vector<ThreadTimeline> threads;
};

void encode(const RankTimeline& timeline, base::Encoder& out);

/// Nothing if `in` holds anything else than encode() wrote.
[[nodiscard]] std::optional<RankTimeline> decode_timeline(base::Decoder& in);

/// As JSON in Chrome's Trace Event Format, which Perfetto and chrome://tracing open: a process a rank, a
/// thread a thread, complete events ("X") in microseconds since the first one; `otherData` says how many were
/// dropped.
[[nodiscard]] std::string trace_json(const std::vector<RankTimeline>& ranks);

}  // namespace winnow::watch
