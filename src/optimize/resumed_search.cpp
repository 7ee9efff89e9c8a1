// What a search leaves to later runs, and takes up from earlier ones.

#include <algorithm>
#include <utility>

#include "optimize/search.hpp"

namespace winnow::optimize {

void Search::take_up(const EvaluatedRecord& record) {
  recall_.remember(record.values, record.evaluation);
  if (!record.polish) behind_ids_ = std::max(behind_ids_, record.id + 1);
  if (record.polish || problem_.options.update == evolve::Update::generation || optimizer_->finished()) {
    known_.insert_or_assign(record.id, record);
  } else {
    tell_again(record);
  }
}

/// The order in which results came is what made a steady search: it is told them in that order.
void Search::tell_again(const EvaluatedRecord& record) {
  ask_optimizer();
  ++unplaced_;
  outbox_.keep_if([&](const evolve::Candidates& asked, std::size_t i) {
    const bool is_it = asked.ids[i] == record.id && std::ranges::equal(asked.values_of(i), record.values);
    if (!is_it) return true;
    --unplaced_;
    settle(record);
    return false;
  });
  tell_whoever_asked();
}

/// What an earlier run has evaluated is an answer like any other, but for the journal, which has it.
void Search::settle(const EvaluatedRecord& record) {
  told_.push_back({record.id, problem_.judge.outcome_of(record.evaluation)});
  account_.count(record.id, record.evaluation);
  recall_.settle(record.values, record.evaluation);
}

/// A state has what was set aside: a later run need not find out again what this one was to do.
void Search::taken_up() {
  const bool any = set_aside();
  if (had_failed_too_often()) give_up(SearchEnd::crashes);
  if (replays_) return;
  if (any && known_.empty()) write_state();
  static_cast<void>(sift());
}

/// Whether the earlier run ended for that, and would by what may fail now.
bool Search::had_failed_too_often() const {
  const bool was_judged = problem_.options.update == evolve::Update::generation &&
                          account_.is_between_generations() && known_.empty();
  return was_judged && account_.fails_too_often(problem_.max_crash_rate, 0);
}

/// Whether what an earlier run has left is asked for again: by the polish that goes on, or by the optimizer.
/// A search that is replayed may not have come to its polish yet. In a steady search ids that come back late
/// lie among those that the optimizer knows, and are left alone.
bool Search::is_to_come(const EvaluatedRecord& record) const {
  const bool is_at_end = optimizer_->finished();
  if (record.polish) return record.polish == problem_.polish && (replays_ || is_at_end);
  return !is_at_end || problem_.options.update == evolve::Update::steady;
}

/// True if there was any.
bool Search::set_aside() {
  std::vector<EvaluatedRecord> records;
  for (auto& [id, record] : known_) {
    if (!is_to_come(record)) records.push_back(std::move(record));
  }
  if (records.empty()) return false;
  for (const auto& record : records) known_.erase(record.id);
  set_aside_.add(std::move(records), problem_.judge);
  return true;
}

void Search::take_up(const StateRecord& record) {
  base::Decoder in(record.state);
  const base::Seconds before{in.get<double>()};
  auto account = account_;
  account.decode(in, before);
  auto set_aside = SetAside::decode(in);
  // A replay that has all evaluations needs no state; without them, states alone lead through the search.
  if (replays_ && journals_all(account)) return;
  before_ = before;
  account_ = std::move(account);
  set_aside_ = std::move(set_aside);
  optimizer_ = base::value_or_throw(evolve::restore_optimizer(problem_.space, problem_.options, in));
  known_.clear();
  unplaced_ = 0;
  outbox_.drop_ready();
}

void Search::checkpoint() {
  if (!polisher_ && changed_) write_state();
}

void Search::write_state() {
  changed_ = false;
  next_checkpoint_ = with_.clock.now() + with_.checkpoint;
  base::Buffer state;
  base::Encoder out(state);
  out.put(time().count);
  account_.encode(out);
  set_aside_.encode(out);
  optimizer_->save(out);
  base::Buffer record;
  encode(StateRecord{with_.number, state}, record);
  with_.journal.append(record);
}

}  // namespace winnow::optimize
