#pragma once
// The evaluations of other runs, as a search sees them.

#include <memory>

#include "winnow/optimize/evaluation_store.hpp"
#include "winnow/store/evaluation_cache.hpp"

namespace winnow::app {

class CachedEvaluations final : public optimize::EvaluationStore {
 public:
  explicit CachedEvaluations(std::unique_ptr<store::EvaluationCache> cache) : cache_(std::move(cache)) {}

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
};

}  // namespace winnow::app
