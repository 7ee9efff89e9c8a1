#pragma once
// How an algorithm chooses F and CR for each trial, and what it learns from the trials that were better than
// their parents.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "evolve/random_words.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/evolve/options.hpp"

namespace winnow::evolve {

/// The settings of one trial.
struct Control {
  double mutation = 0.5;  ///< F, the factor of the differences
  double pull = 0.5;  ///< the factor of the difference to a better individual: F where nothing else is said
  double crossover = 0.9;  ///< CR
};

/// What the first individuals pass on: jDE's F = 0.5 and CR = 0.9 (Brest et al. 2006, section V).
constexpr Control first_control;

/// A trial that was better than its parent.
struct Success {
  double mutation;
  double crossover;
  double improvement;  ///< above 0, perhaps +inf
};

class Adaptation {
 public:
  virtual ~Adaptation() = default;
  Adaptation(const Adaptation&) = delete;
  Adaptation& operator=(const Adaptation&) = delete;

  /// Before the trials of a generation; `progress` is the part of the budget that is used.
  virtual void begin(std::uint64_t generation, double progress) = 0;

  /// The settings of the next trial of an individual that was made with the settings `inherited`.
  [[nodiscard]] virtual Control draw(WordReader& words, const Control& inherited) const = 0;

  /// After a generation.
  virtual void learn(std::span<const Success> successes) = 0;

  [[nodiscard]] virtual std::span<const double> mutation_memory() const { return {}; }
  [[nodiscard]] virtual std::span<const double> crossover_memory() const { return {}; }

  virtual void save(base::Encoder& out) const = 0;
  /// False where the bytes are no such state.
  [[nodiscard]] virtual bool load(base::Decoder& in) = 0;

 protected:
  Adaptation() = default;
};

[[nodiscard]] std::unique_ptr<Adaptation> make_adaptation(const Options& options);

/// Improvements as weights of sum 1 (Tanabe and Fukunaga 2013, equation 12). An infinite improvement counts
/// as the largest finite one, or as 1 where there is none.
[[nodiscard]] std::vector<double> success_weights(std::span<const Success> successes);

/// CR normal around `location` with deviation 0.1, cut to [0, 1]; F Cauchy around it with scale 0.1, drawn
/// again while it is not above 0, cut at 1 (Zhang and Sanderson 2009, equations 7 and 9).
[[nodiscard]] double draw_crossover(WordReader& words, double location);
[[nodiscard]] double draw_mutation(WordReader& words, double location);

}  // namespace winnow::evolve
