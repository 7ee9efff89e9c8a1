#include "optimize/polisher.hpp"

#include <cassert>
#include <utility>

namespace winnow::optimize {
namespace {

/// Thrown through the local search to end it.
struct Stopped {};

}  // namespace

Polisher::Polisher(const evolve::Space& space, evolve::PolishMethod method, evolve::Best best,
                   std::uint64_t first_id, std::uint64_t generation)
    : space_(space),
      best_(std::move(best)),
      first_id_(first_id),
      generation_(generation),
      thread_([this, method, from = best_] { run(method, from); }) {
}

Polisher::~Polisher() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Polisher::run(evolve::PolishMethod method, const evolve::Best& from) {
  try {
    static_cast<void>(evolve::polish(space_, from.values, from.outcome, {.method = method},
                                     [this](std::span<const double> values) { return outcome_of(values); }));
  } catch (const Stopped&) {
    return;
  } catch (...) {
    failure_ = std::current_exception();
  }
  const std::scoped_lock lock(mutex_);
  is_over_ = true;
  changed_.notify_all();
}

evolve::Outcome Polisher::outcome_of(std::span<const double> values) {
  std::unique_lock lock(mutex_);
  asked_.emplace(values.begin(), values.end());
  answer_.reset();
  changed_.notify_all();
  changed_.wait(lock, [this] { return answer_ || is_stopping_; });
  if (!answer_) throw Stopped();
  return *answer_;
}

void Polisher::ask(evolve::Candidates& out) {
  if (is_out_ || is_done_) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (asked_ && !answer_) || is_over_; });
  is_done_ = is_over_;
  if (failure_) std::rethrow_exception(failure_);
  if (is_done_) return;
  is_out_ = true;
  out.ids.push_back(first_id_ + told_);
  out.generations.push_back(generation_);
  out.islands.push_back(best_.island);
  out.individuals.push_back(0);
  out.values.insert(out.values.end(), asked_->begin(), asked_->end());
}

void Polisher::tell(const evolve::Outcome& outcome) {
  assert(is_out_);
  is_out_ = false;
  {
    const std::scoped_lock lock(mutex_);
    if (!outcome.stands_in && evolve::is_better(outcome, best_.outcome)) {
      best_ = {first_id_ + told_, generation_, best_.island, outcome, *asked_};
    }
    answer_ = outcome;
  }
  ++told_;
  changed_.notify_all();
}

}  // namespace winnow::optimize
