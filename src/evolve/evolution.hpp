#pragma once
// What a search in generations and a steady one have in common: the population and all that follows from it,
// the making of trials, and what happens when a trial meets its parent.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "evolve/adaptation.hpp"
#include "evolve/archive.hpp"
#include "evolve/budget.hpp"
#include "evolve/island.hpp"
#include "evolve/population.hpp"
#include "evolve/recipe.hpp"
#include "evolve/recombination.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

class Evolution {
 public:
  /// `space` must outlive this. `first_size` individuals are the population at first.
  Evolution(const Space& space, const Options& options, std::size_t first_size);

  [[nodiscard]] const Recipe& recipe() const { return recipe_; }
  [[nodiscard]] Population& population() { return population_; }
  [[nodiscard]] const Population& population() const { return population_; }
  [[nodiscard]] double epsilon() const { return epsilon_; }

  /// Once the first population is evaluated.
  void open();

  /// Before the trials of generation `number`: the settings and levels that follow from what is used.
  void begin_generation(std::uint64_t number, const Used& used);

  /// Finds the best individuals: to be called when outcomes have changed.
  void rank();

  /// The individuals that breed, best first; empty where all do: where more are kept than linear reduction
  /// leaves.
  [[nodiscard]] std::span<const std::uint32_t> breeders() const { return breeders_; }

  /// Makes the trials `first` to `first + count − 1` of generation `number`, each of the individual of that
  /// number, into the same rows of `trials`.
  void make_trials(std::uint64_t number, std::size_t first, std::size_t count, Population& trials);

  /// Makes the one trial of individual `target` with the stream (`number`, `attempt`) into row `t` of
  /// `trials`.
  void make_trial(std::uint64_t number, std::uint32_t attempt, std::size_t target, Population& trials,
                  std::size_t t);

  /// Sets trial `t`, of the stream `number`, against its parent: it replaces it where it is no worse.
  /// True where it did.
  bool meet(const Population& trials, std::size_t t, std::size_t target, std::uint64_t number);

  /// Once the trials of a generation have met their parents: learns from those that succeeded.
  void end_generation();

  /// The best individual, ready to leave for another island.
  [[nodiscard]] Migrant emigrant() const;

  /// The migrant becomes individual `seat`, if it is better; true if it is.
  bool take_in(const Migrant& migrant, std::size_t seat);

  /// How many individuals are to be left after what is used: fewer than now only where the population
  /// shrinks.
  [[nodiscard]] std::size_t planned_size(const Used& used) const;

  /// After individuals were removed: archive, elite and breeders follow the size planned.
  void follow_reduction(const Used& used);

  /// Of the population as it is and of the trials since the generation began; what only a caller knows is
  /// left.
  [[nodiscard]] GenerationRecord record(const Census& census) const;

  void save(base::Encoder& out) const;
  [[nodiscard]] bool load(base::Decoder& in);

 private:
  void make_from(Recombination::Stream& stream, std::size_t target, Population& trials, std::size_t t) const;
  void remember(const Population& trials, std::size_t t, std::size_t target, std::uint64_t number);

  Options options_;
  Recipe recipe_;
  std::size_t first_size_;
  Population population_;
  Archive archive_;
  std::unique_ptr<Adaptation> adaptation_;
  Recombination recombination_;
  WordRows words_;
  std::vector<Success> successes_;
  double sum_of_mutations_ = 0;  // of the generation's trials
  double sum_of_crossovers_ = 0;
  std::uint64_t met_ = 0;
  std::vector<std::uint32_t> elite_;
  std::vector<std::uint32_t> breeders_;
  std::size_t elite_size_ = 1;
  std::size_t planned_size_;
  double progress_ = 0;
  double first_epsilon_ = 0;
  double epsilon_ = 0;
};

}  // namespace winnow::evolve
