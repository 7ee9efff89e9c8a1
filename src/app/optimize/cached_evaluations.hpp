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

  [[nodiscard]] std::optional<std::vector<double>> find(std::string_view objective,
                                                        std::span<const double> values) override {
    auto found = cache_->find(objective, values);
    if (!found) return std::nullopt;
    return std::move(found->outputs);
  }

  void put(std::string_view objective, std::span<const double> values,
           std::span<const double> outputs) override {
    cache_->put(objective, values, {{outputs.begin(), outputs.end()}, 0});
  }

  [[nodiscard]] store::EvaluationCache& cache() { return *cache_; }

 private:
  std::unique_ptr<store::EvaluationCache> cache_;
  base::ReclaimableMemory in_memory_;
};

}  // namespace winnow::app
