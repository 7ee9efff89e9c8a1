#pragma once
// A search without a barrier: each result makes room for one trial, which is made at once of the population
// as it then is. Its history follows from the order of results alone, so that a recorded order replays it.
//
// How many trials are on their way is bounded, so that none is judged by a population more than that many
// results younger than the one it was made of. There are always more individuals than trials on their way, so
// that workers begin with points spread over the space, and not with the offspring of a few. Where that is
// more than the algorithm wants, the best breed, as many as it wants, and the others wait to be better than
// one of these: a population that grew with the workers would converge the slower, the more they are. No
// trial's values are those of another one on its way or of an individual.
//
// Results that come fast must not crowd out the slow (Scott and De Jong, "Evaluation-time bias in
// asynchronous evolutionary algorithms", GECCO 2015 companion). So a trial is set against its own parent
// alone, and individuals take turns: next is one with the fewest trials on their way, and of these the one
// that came back first. A fast one gets no second turn before every other that is back has had its own.

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "evolve/best_keeper.hpp"
#include "evolve/evolution.hpp"
#include "evolve/island.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

class SteadyOptimizer final : public Island {
 public:
  /// The options are valid; `size` individuals breed at first.
  SteadyOptimizer(const Space& space, const Options& options, std::size_t size);

  std::size_t ask(std::size_t n, Candidates& out) override;
  void tell(std::span<const Told> results) override;
  [[nodiscard]] End end() const override { return end_; }
  [[nodiscard]] std::optional<Best> best() const override { return best_.best(); }
  [[nodiscard]] std::uint64_t evaluations() const override { return told_; }
  [[nodiscard]] std::vector<GenerationRecord> take_generations() override;
  void save(base::Encoder& out) const override;
  [[nodiscard]] std::uint64_t generation() const override { return generation_; }
  [[nodiscard]] Migrant emigrant() const override { return evolution_.emigrant(); }
  void receive(const Migrant& migrant) override;
  [[nodiscard]] bool load(base::Decoder& in) override;

 private:
  static constexpr std::uint32_t newcomer = ~std::uint32_t{0};

  /// A trial made and not told.
  struct Flight {
    std::uint64_t id;
    std::uint64_t generation;
    std::uint32_t target;  ///< the parent, or `newcomer`
    std::uint32_t row;     ///< in `trials_`
    bool asked;
  };

  [[nodiscard]] std::size_t least_size() const;
  void add_newcomers(const std::vector<double>& points);
  Flight& open_flight(std::uint32_t target);
  [[nodiscard]] std::uint32_t next_target() const;
  void make_trials();
  void make_trial(std::uint32_t target);
  void scatter(const Flight& flight, std::uint32_t attempt);
  [[nodiscard]] std::uint64_t key_of(const Population& population, std::size_t row) const;
  void take(std::size_t flight, const Outcome& outcome);
  void settle(const Flight& flight);
  void finish_generation();
  void reduce();
  [[nodiscard]] std::uint32_t worst_at_rest() const;
  void remove_individual(std::uint32_t individual);
  [[nodiscard]] bool load_flights(base::Decoder& in);
  void grow_to_least();
  [[nodiscard]] Used used() const { return {told_, generation_}; }

  Space space_;
  Options options_;
  Evolution evolution_;
  Population trials_;
  std::vector<std::uint32_t> free_rows_;
  std::vector<Flight> flights_;  ///< by ascending id
  std::vector<std::uint64_t>
      returned_;  ///< of each individual: when its last trial was told, counted in results
  std::vector<std::uint32_t> in_air_;            ///< of each individual: its trials on their way
  std::unordered_multiset<std::uint64_t> keys_;  ///< of the values of individuals and of trials on their way
  bool is_ranked_ = false;
  std::uint64_t made_ = 0;
  std::uint64_t told_ = 0;
  std::uint64_t generation_ = 0;
  std::uint64_t left_in_generation_ = 0;  ///< results until the record
  End end_ = End::none;
  BestKeeper best_;
  std::vector<GenerationRecord> records_;
};

}  // namespace winnow::evolve
