#pragma once
// Where time goes. A room says where its operations begin and end and how much they were of; a Profile, which
// is passed in, keeps the figures. Without one an Operation costs a branch.

#include <cstdint>
#include <string_view>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// What an operation waits for, or uses up, while it lasts.
enum class Resource : std::uint8_t {
  processor,
  storage,   ///< files: its throughput is followed over time
  messages,  ///< between ranks
  others     ///< somebody else's work: that of the master, of a program
};

/// One for each operation there is, a constant that lives as long as the program: operations are told apart
/// by its address while they are measured, and by its name afterwards.
struct OperationKind {
  std::string_view name;  ///< "parse"
  Resource resource = Resource::processor;
  std::string_view long_name{};  ///< in a few words, for people
};

/// An operation that goes on, as its lane sees it.
struct Span {
  const OperationKind* kind = nullptr;
  bool measures_memory = false;
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
  std::string_view subject{};  ///< what it is about, for a timeline: a path; must last until the end

  // The lane's own.
  Span* outer = nullptr;         ///< the one around it on its thread
  std::uint64_t began = 0;       ///< in the lane's ticks
  std::uint64_t inner = 0;       ///< ticks spent in those within it
  std::int64_t held_before = 0;  ///< bytes of memory, where that is measured
};

/// A thread's side of a profile. Used by its thread only.
class ProfileLane {
 public:
  virtual ~ProfileLane() = default;

  /// Spans of a lane end in the reverse order of their beginnings.
  virtual void begin(Span& span) noexcept = 0;
  virtual void end(Span& span) noexcept = 0;
};

class Profile {
 public:
  virtual ~Profile() = default;

  /// The calling thread's, which lives as long as the profile. Thread-safe, without a lock but the first
  /// time.
  virtual ProfileLane& lane() = 0;

  /// Says what the calling thread is, for a timeline: "kernel 3". Thread-safe.
  virtual void name_thread(std::string_view name) = 0;
};

/// Whether an operation's change in memory is measured, by the thread's own allocations.
enum class MeasureMemory : bool { no, yes };

/// Measures the scope it stands in, on its thread. Operations within one another count in each one's total
/// time, and in the own time of the innermost alone.
class Operation {
 public:
  /// `kind` is a constant (see OperationKind). `profile` may be null: then nothing is measured.
  Operation(Profile* profile, const OperationKind& kind, MeasureMemory memory = MeasureMemory::no)
      : lane_(profile == nullptr ? nullptr : &profile->lane()) {
    if (lane_ == nullptr) return;
    span_.kind = &kind;
    span_.measures_memory = memory == MeasureMemory::yes;
    lane_->begin(span_);
  }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  ~Operation() {
    if (lane_ != nullptr) lane_->end(span_);
  }

  /// What it was of: files, rows, messages. Adds up.
  void items(std::uint64_t count) { span_.items += count; }
  void bytes(Bytes amount) { span_.bytes += amount.count; }

  /// What it is about, for a timeline; the text must last until the operation's end.
  void about(std::string_view subject) { span_.subject = subject; }

 private:
  ProfileLane* lane_;
  Span span_;
};

}  // namespace winnow::base
