#pragma once
// The memory model of work that has run before, fitted to what it took. Pure.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "winnow/base/units.hpp"
#include "winnow/plan/memory_model.hpp"

namespace winnow::plan {

/// The work that a model is of.
struct Subject {
  std::string job;  ///< "reduce"
  std::string of;   ///< the reader or the objective: "csv", "program /home/a/simulate {latency}"

  bool operator==(const Subject&) const = default;
};

/// What a run has shown of a node.
struct Observation {
  std::uint32_t ranks = 1;
  std::uint32_t workers = 1;
  base::Bytes pieces;   ///< Σ size_i, in flight together
  base::Bytes idle;     ///< of all ranks together, before any work
  base::Bytes shared;   ///< what the leader's rank has grown by beyond the least of the others that worked
  base::Bytes peak;     ///< of all ranks together, and of the processes that they have started
  base::Bytes spare{};  ///< of the ranks without a worker, where there were more than workers, at their peaks

  /// How many these are: workers are spread evenly.
  [[nodiscard]] std::uint32_t spare_ranks() const { return ranks > workers ? ranks - workers : 0; }

  [[nodiscard]] bool is_like(const Observation& other) const {
    return ranks == other.ranks && workers == other.workers && pieces == other.pieces;
  }

  bool operator==(const Observation&) const = default;
};

struct LearnedModel {
  MemoryModel model;
  std::uint64_t runs = 0;          ///< that it is learned from
  std::uint32_t most_ranks = ~0U;  ///< of a node; what more of them take is not known
  bool is_of_study = true;  ///< they were of the same study; else of others with the same reader or objective
};

/// The upper quantile that a model stands for: so much of what was seen is to be below it.
inline constexpr double learned_quantile = 0.95;

/// Runs of equal work differ in what they take, and the next one is not to exceed what is predicted for it.
/// The least of 12 runs over 20,000 reports took 7 % less than the most: so much is added where one run of
/// the kind was seen, and less where several were, of which the most counts. `alike`: runs with as many ranks
/// and workers and the same pieces; at least 1.
[[nodiscard]] constexpr double learned_margin(std::size_t alike) {
  if (alike == 1) return 1.075;
  return alike == 2 ? 1.06 : 1.05;
}

/// The model of which `seen`, each with the margin, is the upper quantile: a regression of quantiles (Koenker
/// and Bassett, Regression Quantiles, Econometrica 46, 1978, eq. 3.1) with relative residuals, its
/// coefficients (base, overhead, gamma) not negative. M_rank is such a quantile of what a rank takes that has
/// no work: one to which none fell, at its peak, as MPI and the writing of the result take memory of it, too;
/// and what ranks took before any work where that is more, or nothing else was seen.
///
/// Where what was seen leaves a choice, as that of a single run always does, gamma stays that of `prior`,
/// base becomes what was seen to be shared, and overhead takes the rest: more workers than were ever seen are
/// then rather given too much than too little. `seen` may not be empty.
[[nodiscard]] MemoryModel fit(std::span<const Observation> seen, const MemoryModel& prior);

}  // namespace winnow::plan
