#pragma once
// A steady search by many workers whose evaluations take unequal times, in virtual time.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "winnow/base/random.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::benchmarks {

/// How long evaluations take: lognormal with a coefficient of variation of 1 throughout; and perhaps so that
/// of values among the latest the best takes three times as long as one in the middle and the worst a third,
/// or the other way round.
enum class RunTime { independent, longer_if_better, shorter_if_better };

/// The times of a search's evaluations, in the order of asking.
class RunTimes {
 public:
  RunTimes(RunTime kind, std::size_t memory, std::uint64_t seed)
      : kind_(kind), memory_(memory), random_(seed, 0) {}

  [[nodiscard]] double next(double value);

 private:
  [[nodiscard]] double share_of_better(double value) const;

  RunTime kind_;
  std::size_t memory_;
  base::RandomSequence random_;
  std::deque<double> latest_;  ///< values
};

/// Searches to the end. As the farm has it, each worker runs one evaluation and keeps one in stock, so the
/// optimizer must be made for twice as many in flight.
void search_unevenly(evolve::Optimizer& optimizer, const evolve::Evaluate& evaluate, std::size_t workers,
                     RunTimes times);

}  // namespace winnow::benchmarks
