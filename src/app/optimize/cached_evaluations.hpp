#pragma once
// The evaluations of other runs, as a search sees them.

#include <memory>
#include <utility>

#include "winnow/base/reclaimer.hpp"
#include "winnow/optimize/evaluation_store.hpp"
#include "winnow/store/evaluation_cache.hpp"

namespace winnow::app {

class CachedEvaluations final : public optimize::EvaluationStore {
 public:
  /// `reclaimer`, to which the cache gives back what it holds in memory, may be null, and outlives it.
  CachedEvaluations(std::unique_ptr<store::EvaluationCache> cache, base::Reclaimer* reclaimer)
      : cache_(std::move(cache)),
        in_memory_(reclaimer, "evaluations in memory", [this] { cache_->release_memory(); }) {}

  [[nodiscard]] std::optional<optimize::Evaluation> find(std::string_view objective,
                                                         std::span<const double> values) override {
    auto found = cache_->find(objective, values);
    if (!found) return std::nullopt;
    optimize::Evaluation evaluation;
    evaluation.outputs = std::move(found->outputs);
    evaluation.figures = std::move(found->figures);
    return evaluation;
  }

  void put(std::string_view objective, std::span<const double> values,
           const optimize::Evaluation& evaluation) override {
    cache_->put(objective, values, {evaluation.outputs, evaluation.figures});
  }

  [[nodiscard]] store::EvaluationCache& cache() { return *cache_; }

 private:
  std::unique_ptr<store::EvaluationCache> cache_;
  base::ReclaimableMemory in_memory_;
};

}  // namespace winnow::app
