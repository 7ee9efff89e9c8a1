#include "optimize/outbox.hpp"

#include <algorithm>
#include <utility>

namespace winnow::optimize {

evolve::Candidates Outbox::take(std::size_t count) {
  const auto taken = std::min(count, asked_.size() - next_);
  auto part = part_of(asked_, next_, taken);
  next_ += taken;
  return part;
}

void Outbox::drop_ready() {
  asked_.clear();
  next_ = 0;
}

std::optional<Outbox::Retry> Outbox::next_retry() {
  if (retries_.empty()) return std::nullopt;
  auto next = std::move(retries_.front());
  retries_.pop_front();
  return next;
}

}  // namespace winnow::optimize
