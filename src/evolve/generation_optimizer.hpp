#pragma once
// A search in generations: every trial of one is told before the first of the next is made, so that neither
// the order of results nor the slicing of questions leaves a trace in its history.

#include <cstdint>
#include <vector>

#include "evolve/best_keeper.hpp"
#include "evolve/evolution.hpp"
#include "evolve/island.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

class GenerationOptimizer final : public Island {
 public:
  /// The options are valid; `size` individuals are the population at first.
  GenerationOptimizer(const Space& space, const Options& options, std::size_t size);

  std::size_t ask(std::size_t n, Candidates& out) override;
  void tell(std::span<const Told> results) override;
  [[nodiscard]] End end() const override { return end_; }
  [[nodiscard]] std::optional<Best> best() const override { return best_.best(); }
  [[nodiscard]] std::uint64_t evaluations() const override { return first_id_ + told_; }
  [[nodiscard]] std::vector<GenerationRecord> take_generations() override;
  void save(base::Encoder& out) const override;
  [[nodiscard]] std::uint64_t generation() const override { return generation_; }
  [[nodiscard]] Migrant emigrant() const override { return evolution_.emigrant(); }
  void receive(const Migrant& migrant) override;
  [[nodiscard]] bool load(base::Decoder& in) override;

 private:
  void append(std::size_t first, std::size_t count, Candidates& out) const;
  void make_trials(std::size_t end);
  void take(std::size_t trial, const Outcome& outcome);
  void finish_generation();
  void select();
  void reduce();
  void open_generation();
  [[nodiscard]] Used used() const { return {first_id_, generation_}; }

  Space space_;
  Options options_;
  Evolution evolution_;
  Population trials_;
  std::vector<std::uint8_t> is_told_;  ///< of each trial, and how
  std::size_t size_ = 0;   ///< trials of the generation, fewer than individuals where the budget ends
  std::size_t made_ = 0;   ///< the first so many trials are made
  std::size_t asked_ = 0;  ///< the first so many are asked for
  std::size_t told_ = 0;
  std::uint64_t first_id_ = 0;  ///< the id of the generation's first trial: all before it are told
  std::uint64_t generation_ = 0;
  End end_ = End::none;
  BestKeeper best_;
  std::vector<GenerationRecord> records_;
};

}  // namespace winnow::evolve
