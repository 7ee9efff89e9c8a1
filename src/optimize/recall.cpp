#include "optimize/recall.hpp"

#include <algorithm>
#include <utility>

namespace winnow::optimize {
namespace {

/// Remembered at most, some hundred bytes each.
constexpr std::size_t most_entries = 1'000'000;

std::string key_of(std::span<const double> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

bool is_grid(const evolve::Space& space) {
  return std::ranges::all_of(space.parameters(), [](const evolve::Parameter& parameter) {
    return parameter.type != evolve::ParameterType::real || parameter.step > 0;
  });
}

Evaluation known(std::vector<double> outputs) {
  Evaluation evaluation;
  evaluation.outputs = std::move(outputs);
  evaluation.cached = true;
  return evaluation;
}

}  // namespace

Recall::Recall(const Problem& problem, EvaluationStore* store)
    : identity_(problem.identity),
      store_(problem.is_noisy ? nullptr : store),
      repeats_(!problem.is_noisy && is_grid(problem.space)) {
}

std::optional<Evaluation> Recall::find(std::span<const double> values) {
  if (repeats_) {
    const auto entry = entries_.find(key_of(values));
    if (entry != entries_.end() && !entry->second.outputs.empty()) return known(entry->second.outputs);
  }
  if (store_ == nullptr) return std::nullopt;
  auto outputs = store_->find(identity_, values);
  ++(outputs ? cache_use_.hits : cache_use_.misses);
  if (!outputs) return std::nullopt;
  return known(*std::move(outputs));
}

bool Recall::wait(std::span<const double> values, const Twin& twin) {
  if (!repeats_) return false;
  const auto entry = entries_.find(key_of(values));
  if (entry == entries_.end()) return false;
  entry->second.waiting.push_back(twin);
  return true;
}

void Recall::expect(std::span<const double> values) {
  if (repeats_ && entries_.size() < most_entries) entries_.try_emplace(key_of(values));
}

void Recall::remember(std::span<const double> values, const Evaluation& evaluation) {
  if (!repeats_ || evaluation.failed() || entries_.size() >= most_entries) return;
  entries_[key_of(values)].outputs = evaluation.outputs;
}

std::vector<Twin> Recall::settle(std::span<const double> values, const Evaluation& evaluation) {
  const bool is_new = !evaluation.failed() && !evaluation.cached;
  if (is_new && store_ != nullptr) store_->put(identity_, values, evaluation.outputs);
  if (!repeats_) return {};
  const auto entry = entries_.find(key_of(values));
  if (entry == entries_.end()) return {};
  auto waiting = std::exchange(entry->second.waiting, {});
  if (evaluation.failed()) {
    entries_.erase(entry);
  } else {
    entry->second.outputs = evaluation.outputs;
  }
  return waiting;
}

}  // namespace winnow::optimize
