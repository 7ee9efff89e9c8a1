#include "optimize/recall.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace winnow::optimize {
namespace {

/// Remembered at most, some hundred bytes each.
constexpr std::size_t most_entries = 100'000;

std::string key_of(std::span<const double> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

std::size_t hash_of(std::span<const double> values) {
  return std::hash<std::string>()(key_of(values));
}

/// One discrete parameter is enough: a trial may differ from its parent in that alone, and not by a whole
/// step.
bool may_repeat(const evolve::Space& space) {
  return std::ranges::any_of(space.parameters(), [](const evolve::Parameter& parameter) {
    return parameter.type != evolve::ParameterType::real || parameter.step > 0;
  });
}

}  // namespace

Recall::Recall(const Problem& problem, EvaluationStore* store)
    : identity_(problem.identity),
      store_(problem.is_noisy ? nullptr : store),
      repeats_(!problem.is_noisy && may_repeat(problem.space)) {
}

std::optional<Evaluation> Recall::find(std::span<const double> values) {
  if (repeats_) {
    const auto entry = entries_.find(key_of(values));
    if (entry != entries_.end() && entry->second.known) return entry->second.known;
  }
  if (store_ == nullptr) return std::nullopt;
  auto found = store_->find(identity_, values);
  ++(found ? cache_use_.hits : cache_use_.misses);
  if (!found) return std::nullopt;
  if (own_.contains(hash_of(values))) ++cache_use_.own_hits;
  return found->as_known();
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
  if (!repeats_ || entries_.size() >= most_entries) return;
  entries_[key_of(values)].known = evaluation.as_known();
}

std::vector<Twin> Recall::settle(std::span<const double> values, const Evaluation& evaluation) {
  const bool is_new = !evaluation.failed() && !evaluation.cached;
  if (is_new && store_ != nullptr) {
    store_->put(identity_, values, evaluation);
    if (own_.size() < most_entries) own_.insert(hash_of(values));
  }
  if (!repeats_) return {};
  const auto entry = entries_.find(key_of(values));
  if (entry == entries_.end()) return {};
  entry->second.known = evaluation.as_known();
  return std::exchange(entry->second.waiting, {});
}

}  // namespace winnow::optimize
