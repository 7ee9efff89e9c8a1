#pragma once
// A problem to be optimised, and all that says how.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "winnow/base/units.hpp"
#include "winnow/evolve/options.hpp"
#include "winnow/evolve/polish.hpp"
#include "winnow/evolve/space.hpp"
#include "winnow/optimize/judge.hpp"
#include "winnow/optimize/objective.hpp"

namespace winnow::optimize {

/// Which evaluations are written down, one by one.
enum class Recording : std::uint8_t {
  automatic,  ///< all, if the first population took longer to evaluate than to write down
  all,
  best  ///< none: the best of each generation is in the table of generations
};

struct Problem {
  std::string name;  ///< of several in a study; empty: it is the only one
  evolve::Space space;
  evolve::Options options;
  Judge judge;
  std::shared_ptr<const ObjectiveMaker> objective;
  std::string identity = {};          ///< tells the objective from all others whose values differ; on rank 0
  std::string evaluate_command = {};  ///< for a shell: with a candidate's name=value words behind it, it
                                      ///< evaluates that; empty: there is none
  std::optional<evolve::PolishMethod> polish = {};  ///< a local search from the best, when all else is done
  Recording recording = Recording::automatic;
  std::array<std::uint32_t, status_count> retries{};  ///< further tries of an evaluation, by how it failed
  base::Seconds timeout = base::Seconds::never();  ///< of an evaluation; counts where it cannot time itself
  base::Seconds grace{0.2};                        ///< for what is in flight when the time is over
  std::optional<base::Seconds>
      time{};                 ///< budget of wall-clock time of this run
  bool is_noisy = false;      ///< the same values may give another outcome
  double max_crash_rate = 1;  ///< of a generation's evaluations; above it the search is given up
};

}  // namespace winnow::optimize
