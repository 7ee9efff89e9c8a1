#pragma once
// Several searches of the same space, each with its population, seed and part of the budget. After every so
// many generations the best individual of each goes to the next one in a ring (Tasoulis et al., "Parallel
// differential evolution", IEEE CEC 2004, section III).
//
// In generation mode the islands keep step: all finish a generation, migrate where it is due, and go on. So
// the numbers of candidates and the history do not depend on who is told first. In steady mode an island
// sends when its own results have filled the generations.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "evolve/best_keeper.hpp"
#include "evolve/island.hpp"

namespace winnow::evolve {

class Archipelago final : public Island {
 public:
  /// The options are valid; each island has `size` individuals at first.
  Archipelago(const Space& space, const Options& options, std::size_t size);

  std::size_t ask(std::size_t n, Candidates& out) override;
  void tell(std::span<const Told> results) override;
  [[nodiscard]] End end() const override { return end_; }
  [[nodiscard]] std::optional<Best> best() const override { return best_.best(); }
  [[nodiscard]] std::uint64_t evaluations() const override;
  [[nodiscard]] std::vector<GenerationRecord> take_generations() override;
  [[nodiscard]] std::uint64_t generation() const override { return step_; }
  [[nodiscard]] Migrant emigrant() const override { return islands_.front()->emigrant(); }
  void receive(const Migrant& migrant) override { islands_.front()->receive(migrant); }
  void save(base::Encoder& out) const override;
  [[nodiscard]] bool load(base::Decoder& in) override;

 private:
  /// A candidate by its island and its id there.
  using Place = std::pair<std::uint32_t, std::uint64_t>;

  /// A candidate that an island has given and nobody has asked for yet.
  struct Ready {
    std::uint64_t id;
    std::uint32_t island;
    std::uint32_t individual;
    std::uint64_t generation;
    std::vector<double> values;
  };

  void gather();
  void tell_one(const Told& told);
  void follow(std::uint32_t island, std::uint64_t generation_before);
  void finish_step();
  void migrate();
  void migrate_from(std::uint32_t island);
  void collect_records();
  [[nodiscard]] bool is_in_step(const Island& island) const;
  [[nodiscard]] End end_of_all() const;

  std::size_t dimension_;
  bool keeps_step_;
  std::uint64_t every_;
  std::vector<std::unique_ptr<Island>> islands_;
  std::deque<Ready> ready_;                ///< by ascending id
  std::map<std::uint64_t, Place> places_;  ///< of the candidates that are not told, by their ids
  std::map<Place, std::uint64_t> ids_;     ///< the same the other way round
  std::uint64_t next_id_ = 0;
  std::uint64_t step_ = 0;  ///< the generation that all islands are in, where they keep step
  End end_ = End::none;
  BestKeeper best_;
  std::vector<GenerationRecord> records_;
};

}  // namespace winnow::evolve
