#pragma once
// What a search has asked its optimizer for and not told it of yet.

#include <cassert>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "optimize/candidate_lists.hpp"
#include "optimize/task_codec.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::optimize {

/// Candidates that are ready to go, tasks that are to be tried again, and the number of those in flight.
class Outbox {
 public:
  struct Retry {
    EvaluateTask task;
    farm::Rank avoid = farm::no_rank;
  };

  /// Where candidates that are asked for go, behind those that are ready.
  [[nodiscard]] evolve::Candidates& refill() {
    if (has_ready()) return asked_;
    drop_ready();
    return asked_;
  }
  [[nodiscard]] bool has_ready() const { return next_ < asked_.size(); }
  /// Since it was last empty of ready ones.
  [[nodiscard]] std::size_t asked() const { return asked_.size(); }

  /// Leaves those ready for which `is_to_go(candidates, index)` holds. Not once some were taken.
  template <class Predicate>
  void keep_if(Predicate is_to_go);

  /// The next `count` that are ready, or as many as there are.
  [[nodiscard]] evolve::Candidates take(std::size_t count);
  void drop_ready();

  void try_again(Retry retry) { retries_.push_back(std::move(retry)); }
  /// The first that came back.
  [[nodiscard]] std::optional<Retry> next_retry();

  void sent() { ++in_flight_; }
  void came_back() { --in_flight_; }
  /// Tasks.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

  /// Nothing is on its way or to be tried again; there may be some ready.
  [[nodiscard]] bool is_quiet() const { return in_flight_ == 0 && retries_.empty(); }
  [[nodiscard]] std::size_t outstanding() const {
    return in_flight_ + retries_.size() + (asked_.size() - next_);
  }

 private:
  evolve::Candidates asked_;
  std::size_t next_ = 0;  ///< the first that is ready
  std::deque<Retry> retries_;
  std::size_t in_flight_ = 0;
};

template <class Predicate>
void Outbox::keep_if(Predicate is_to_go) {
  assert(next_ == 0);
  evolve::Candidates kept;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (is_to_go(std::as_const(asked_), i)) append(asked_, i, kept);
  }
  asked_ = std::move(kept);
}

}  // namespace winnow::optimize
