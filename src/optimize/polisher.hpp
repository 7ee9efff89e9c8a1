#pragma once
// The local search from the best of a global one, as a thing that asks and is told.

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "winnow/evolve/optimizer.hpp"
#include "winnow/evolve/polish.hpp"

namespace winnow::optimize {

/// evolve::polish() calls what it evaluates; here it does so on a thread of its own, which runs only while
/// this one waits for it. So its candidates are evaluated where and how all others are, one after the other,
/// and they are the same whenever the outcomes are.
class Polisher {
 public:
  /// Its candidates get the ids from `first_id` on, and all the same generation. `space` outlives it.
  Polisher(const evolve::Space& space, evolve::PolishMethod method, evolve::Best best, std::uint64_t first_id,
           std::uint64_t generation);
  Polisher(const Polisher&) = delete;
  Polisher& operator=(const Polisher&) = delete;
  /// Ends the search wherever it is.
  ~Polisher();

  /// Appends the next candidate; none while one is out, nor when the search is done. Throws what the search
  /// has thrown.
  void ask(evolve::Candidates& out);
  /// The outcome of the candidate that is out.
  void tell(const evolve::Outcome& outcome);

  [[nodiscard]] bool is_done() const { return is_done_; }
  /// Told so far.
  [[nodiscard]] std::uint64_t evaluations() const { return told_; }
  /// The best until now: what it began with, if nothing was better.
  [[nodiscard]] const evolve::Best& best() const { return best_; }

 private:
  void run(evolve::PolishMethod method, const evolve::Best& from);
  evolve::Outcome outcome_of(std::span<const double> values);

  const evolve::Space& space_;
  evolve::Best best_;
  std::uint64_t first_id_;
  std::uint64_t generation_;
  std::uint64_t told_ = 0;
  bool is_out_ = false;
  bool is_done_ = false;

  std::mutex mutex_;  ///< of what both threads use
  std::condition_variable changed_;
  std::optional<std::vector<double>> asked_;
  std::optional<evolve::Outcome> answer_;
  bool is_over_ = false;
  std::exception_ptr failure_;  ///< of the search, once it is over
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace winnow::optimize
