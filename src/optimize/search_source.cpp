#include "optimize/search_source.hpp"

#include <algorithm>
#include <utility>

#include "optimize/task_codec.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::optimize {
farm::Source::State SearchSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  base::Operation op(profile_, base::operations::ask);
  const auto before = tasks.size();
  const auto end = before + credits;
  const auto share = std::max<std::size_t>(1, credits / searches_.size());
  for (std::size_t i = 0; i < searches_.size(); ++i) {
    turn_ = (turn_ + 1) % searches_.size();
    searches_[turn_].pull(std::min(share, end - tasks.size()), tasks);
  }
  op.items(tasks.size() - before);
  if (is_out_of_patience()) wants_stop_ = true;
  if (std::ranges::any_of(searches_, [](const Search& one) { return !one.ended(); })) return State::waiting;
  const bool awaits = std::ranges::any_of(searches_, [](const Search& one) { return one.has_in_flight(); });
  return awaits ? State::waiting : State::finished;
}

void SearchSource::tell(const farm::Task& task, farm::TaskResult&& result) {
  const base::Operation op(profile_, base::operations::tell);
  const auto sent = decode_task(task.payload);
  const auto problem = std::visit([](const auto& one) { return one.problem; }, sent);
  searches_[problem].tell(sent, task.avoid, std::move(result));
}

base::Seconds SearchSource::wakes_at() const {
  auto first = base::Seconds::never();
  for (const auto& search : searches_) first = std::min(first, search.wakes_at());
  return first;
}

bool SearchSource::is_out_of_patience() const {
  return std::ranges::all_of(searches_,
                             [&](const Search& one) {
                               return one.ended() &&
                                      (!one.has_in_flight() || one.patience_ends() <= clock_.now());
                             }) &&
         std::ranges::any_of(searches_, [](const Search& one) { return one.has_in_flight(); });
}

}  // namespace winnow::optimize
