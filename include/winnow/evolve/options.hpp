#pragma once
// How to search: the algorithm, its settings and when to end.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::evolve {

/// Differential evolution with fixed settings, and the line of those that adapt them:
///   de      Storn and Price, J. Global Optim. 11 (1997), with the settings and defaults of SciPy
///   jde     Brest et al., IEEE Trans. Evol. Comput. 10 (2006)
///   jade    Zhang and Sanderson, IEEE Trans. Evol. Comput. 13 (2009)
///   shade   Tanabe and Fukunaga, IEEE CEC 2013
///   lshade  Tanabe and Fukunaga, IEEE CEC 2014
///   jso     Brest, Maučec and Bošković, IEEE CEC 2017
enum class Algorithm { de, jde, jade, shade, lshade, jso };

/// Mutation and crossover of `de`, by SciPy's names.
enum class Strategy {
  best1bin,
  best1exp,
  rand1bin,
  rand1exp,
  randtobest1bin,
  randtobest1exp,
  currenttobest1bin,
  currenttobest1exp,
  best2bin,
  best2exp,
  rand2bin,
  rand2exp,
};

enum class Init {
  automatic,  ///< latinhypercube for `de`, random for the others, as their authors do
  latinhypercube,
  sobol,   ///< scrambled; for `de` with a population of its own size, that is rounded up to a power of two
  halton,  ///< scrambled
  random,
  given,  ///< Options::points
};

enum class Update {
  generation,  ///< a generation is evaluated as a whole; the history does not depend on the order of results
  steady,      ///< no barrier: each result makes room for one trial; the order of results makes the history
};

/// Drawn anew for each generation, uniformly; ends that are equal: constant.
struct MutationRange {
  double low = 0.5;
  double high = 1;
};

/// When to end: whatever comes first. What is not set does not end a search.
struct Budget {
  std::optional<std::uint64_t> evaluations = {};
  std::optional<std::uint64_t> generations = {};  ///< the first population counts as one
  std::optional<double> target = {};              ///< a feasible objective at or below ends the search
  /// SciPy's rule: the search has converged when std(f) ≤ absolute + relative·|mean(f)| over the population.
  std::optional<double> relative_tolerance = {};
  double absolute_tolerance = 0;  ///< counts where the relative tolerance is set
};

/// The epsilon level of Takahama and Sakai (CEC 2006, equations 8 to 10): ε(0) is the violation of the
/// individual at the quantile `theta` of the first population, ε(t) = ε(0)·(1 − t/Tc)^power up to Tc, then 0.
/// It needs a budget of evaluations or generations, which t is a part of.
struct EpsilonSchedule {
  bool on = false;
  double theta = 0.2;
  double power = 5;
  double until = 0.2;  ///< Tc as a part of the budget
};

/// Populations of their own that send their best to the next one in a ring.
struct Islands {
  std::size_t count = 1;
  std::uint64_t every = 50;  ///< generations between two migrations
};

struct Options {
  Algorithm algorithm = Algorithm::jso;
  Strategy strategy = Strategy::best1bin;  ///< of `de` alone, as the next two
  MutationRange mutation = {};
  double recombination = 0.7;
  Init init = Init::automatic;
  std::vector<double> points = {};  ///< for Init::given: values, row-major, one row an individual
  std::size_t population = 0;       ///< individuals (of each island); 0: the algorithm's own number
  Update update = Update::generation;
  /// For Update::steady: how many trials are on their way at once, those that workers have in stock included.
  std::size_t in_flight = 1;
  Budget budget = {};
  std::uint64_t seed = 1;
  EpsilonSchedule epsilon = {};
  Islands islands = {};
};

/// The names that users write, in the order of the enumerators.
[[nodiscard]] std::span<const std::string> algorithm_names();
[[nodiscard]] std::span<const std::string> strategy_names();
[[nodiscard]] std::span<const std::string> init_names();

/// The enumerator of a name; none for an unknown one.
[[nodiscard]] std::optional<Algorithm> find_algorithm(std::string_view name);
[[nodiscard]] std::optional<Strategy> find_strategy(std::string_view name);
[[nodiscard]] std::optional<Init> find_init(std::string_view name);

/// The algorithm's own number of individuals for a problem of `dimension` parameters.
[[nodiscard]] std::size_t own_population(Algorithm algorithm, std::size_t dimension);

}  // namespace winnow::evolve
