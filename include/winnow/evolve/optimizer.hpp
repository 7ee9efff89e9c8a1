#pragma once
// A search as a dialogue: ask for candidates, evaluate them wherever and however, tell what came out. An
// optimizer does no input or output, starts no thread and reads no clock; one thread uses it at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/evolve/options.hpp"
#include "winnow/evolve/outcome.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::evolve {

/// Points to be evaluated, one after the other in each array.
struct Candidates {
  std::vector<std::uint64_t> ids;          ///< 0, 1, 2 … in the order of asking
  std::vector<std::uint64_t> generations;  ///< from 0, the first population
  std::vector<std::uint32_t> islands;      ///< from 0
  std::vector<std::uint32_t> individuals;  ///< within the island's generation, from 0
  std::vector<double> values;              ///< row-major, the parameters of one candidate a row

  [[nodiscard]] std::size_t size() const { return ids.size(); }
  [[nodiscard]] std::span<const double> values_of(std::size_t candidate) const;
  void clear();
};

struct Told {
  std::uint64_t id;
  Outcome outcome;
};

/// The best outcome told, by the feasibility rules without epsilon; of equal ones that with the lowest id.
struct Best {
  std::uint64_t id = 0;
  std::uint64_t generation = 0;
  std::uint32_t island = 0;
  Outcome outcome;
  std::vector<double> values;
};

/// The population after a generation (in a steady search: after as many results as it has individuals).
struct GenerationRecord {
  std::uint64_t number = 0;
  std::uint32_t island = 0;
  std::uint64_t evaluations = 0;  ///< of the island so far
  std::uint64_t population = 0;   ///< individuals
  std::uint64_t feasible = 0;     ///< individuals without a violation
  Outcome best;
  double mean = 0;       ///< of the objectives that are finite; +inf where there is none
  double spread = 0;     ///< their deviation, as n and not n − 1 divides; NaN of fewer than two
  double mutation = 0;   ///< the mean F of the generation's trials; 0 for the first population
  double crossover = 0;  ///< their mean CR
  std::vector<double> mutation_memory;   ///< M_F, where the algorithm has such a memory
  std::vector<double> crossover_memory;  ///< M_CR; below 0: the terminal value
};

enum class End { none, evaluations, generations, target, tolerance };

class Optimizer {
 public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// Appends up to `n` candidates to `out` and says how many: 0 where results must be told first, or at the
  /// end.
  virtual std::size_t ask(std::size_t n, Candidates& out) = 0;

  /// Takes results of candidates asked for. In generation mode neither their order nor their slicing changes
  /// the history; in steady mode their order, from the first told to the last, is the history. A result told
  /// again, or of an id never asked for, is passed over.
  virtual void tell(std::span<const Told> results) = 0;

  /// Why the search has ended; End::none while it goes on. In generation mode it ends between generations
  /// only.
  [[nodiscard]] virtual End end() const = 0;
  [[nodiscard]] bool finished() const { return end() != End::none; }

  /// None before the first result.
  [[nodiscard]] virtual std::optional<Best> best() const = 0;

  /// How many results were told.
  [[nodiscard]] virtual std::uint64_t evaluations() const = 0;

  /// The records of the generations finished since the last call, in the order of finishing.
  [[nodiscard]] virtual std::vector<GenerationRecord> take_generations() = 0;

  /// Appends the exact state. The search restored from it asks first, under their old ids, for the candidates
  /// that were asked for and not told, and then goes on to the bit as this one does.
  virtual void save(base::Encoder& out) const = 0;

 protected:
  Optimizer() = default;
};

/// Fails on options that contradict each other or the space.
[[nodiscard]] base::Result<std::unique_ptr<Optimizer>> make_optimizer(const Space& space,
                                                                      const Options& options);

/// The optimizer that `save` has written, of the same space and options; only the budget, and in a steady
/// search the number in flight, may have changed. Fails on a state that is damaged or of another space or
/// algorithm.
[[nodiscard]] base::Result<std::unique_ptr<Optimizer>> restore_optimizer(const Space& space,
                                                                         const Options& options,
                                                                         base::Decoder& in);

using Evaluate = std::function<Outcome(std::span<const double> values)>;

/// The bare loop: asks, evaluates in this thread and tells until the end, until `limit` results more are
/// told, or until `goes_on` says no, which is asked, if it is set, at every end of a generation and now and
/// then between. Returns how many were told.
std::uint64_t advance(Optimizer& optimizer, const Evaluate& evaluate, std::uint64_t limit = ~std::uint64_t{0},
                      const std::function<bool()>& goes_on = {});

}  // namespace winnow::evolve
