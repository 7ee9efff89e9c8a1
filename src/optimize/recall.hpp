#pragma once
// What a search knows of candidates before they are evaluated: from other runs, and from itself, where values
// repeat.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "winnow/optimize/evaluation.hpp"
#include "winnow/optimize/evaluation_store.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

/// A candidate that has the values of one that is being evaluated.
struct Twin {
  std::uint64_t id = 0;
  std::uint64_t generation = 0;
  std::uint32_t island = 0;
};

/// Where parameters are discrete the same values come again and again: they are evaluated once, whatever
/// became of it; a failure that is of the moment is what retries are for. A store has no failures: in another
/// run it may succeed.
class Recall {
 public:
  /// `problem` and `store`, which may be null, outlive it.
  Recall(const Problem& problem, EvaluationStore* store);

  /// False where it never knows anything, so that nobody need ask.
  [[nodiscard]] bool is_of_use() const { return store_ != nullptr || repeats_; }

  /// Of the store; none where there is none.
  [[nodiscard]] std::optional<CacheUse> cache_use() const {
    return store_ != nullptr ? std::optional(cache_use_) : std::nullopt;
  }

  /// What is known of a candidate, as `cached`.
  [[nodiscard]] std::optional<Evaluation> find(std::span<const double> values);

  /// If a candidate with these values is in flight, has the twin wait for it: true.
  bool wait(std::span<const double> values, const Twin& twin);

  /// It goes out now.
  void expect(std::span<const double> values);

  /// What an earlier run has evaluated.
  void remember(std::span<const double> values, const Evaluation& evaluation);

  /// It has come back: takes note of it, and gives the twins that have waited.
  std::vector<Twin> settle(std::span<const double> values, const Evaluation& evaluation);

 private:
  struct Entry {
    std::optional<Evaluation> known;
    std::vector<Twin> waiting;
  };

  std::string identity_;
  EvaluationStore* store_;
  CacheUse cache_use_;
  std::unordered_set<std::size_t> own_;             ///< hashes of values that were put into the store
  bool repeats_;                                    ///< values of this problem may
  std::unordered_map<std::string, Entry> entries_;  ///< by the bytes of the values
};

}  // namespace winnow::optimize
