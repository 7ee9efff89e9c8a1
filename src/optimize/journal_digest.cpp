#include "winnow/optimize/journal_digest.hpp"

#include <utility>

#include "optimize/search_record.hpp"

namespace winnow::optimize {
namespace {

bool is_same(const auto& one, const auto& other) {
  return one && other && one->index == other->index;
}

}  // namespace

void JournalDigest::see(std::span<const std::byte> bytes) {
  const auto index = seen_++;
  const auto label = label_of(bytes);
  if (label.kind == RecordKind::state) {
    auto& states = states_[label.problem];
    const auto oldest = std::exchange(states.before_last, states.last);
    states.last = {index, {bytes.size()}};
    if (!is_same(oldest, states.gone_on_from)) drop(oldest);
  } else if (label.kind == RecordKind::resumed) {
    for (auto& [problem, states] : states_) {
      const auto former = std::exchange(states.gone_on_from, states.last);
      if (!is_same(former, states.last) && !is_same(former, states.before_last)) drop(former);
    }
  }
}

void JournalDigest::drop(const std::optional<State>& state) {
  if (!state) return;
  dropped_.insert(state->index);
  stale_ += state->size;
}

}  // namespace winnow::optimize
