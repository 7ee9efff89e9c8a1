#pragma once
// How fast work is done of late, where its tasks take milliseconds and where they take hours.

#include <cstdint>
#include <deque>

#include "winnow/base/units.hpp"

namespace winnow::report {

/// The rate of completions over the last ten seconds, or over as long a time as at least five of them took,
/// and as many as there are workers, for these may end their tasks at once; over all since the beginning
/// where there are fewer. It ends at the last completion: time that has passed since tells nothing until it
/// is long for all workers. Of bounded size. One thread.
class RecentRate {
 public:
  /// Work begins at `since`.
  explicit RecentRate(base::Seconds since = {}) : marks_{{since, 0}}, now_(since) {}

  /// `done` since work began, by so many workers. A moment that is no newer than the last changes nothing.
  /// Less than before: it is other work, whose beginning was not seen.
  void add(base::Seconds now, std::uint64_t done, std::uint64_t workers);

  /// A second, at the moment of the last add(). 0: nothing is done yet.
  [[nodiscard]] double rate() const;

 private:
  struct Mark {
    base::Seconds at;
    std::uint64_t done = 0;
  };

  [[nodiscard]] bool is_enough(const Mark& begin, base::Seconds end) const;
  [[nodiscard]] const Mark& begin_of(base::Seconds end) const;
  void put(const Mark& mark);
  void thin_out();

  std::deque<Mark> marks_;  ///< the beginning, and then moments with something done; the oldest first
  base::Seconds now_;
  std::uint64_t workers_ = 1;
};

}  // namespace winnow::report
