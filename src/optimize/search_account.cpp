#include "optimize/search_account.hpp"

#include <utility>

namespace winnow::optimize {
namespace {

/// So few, beside those that have ended, cannot make much of a difference to the share of failures.
constexpr double few_awaited = 0.1;

}  // namespace

void SearchAccount::count(std::uint64_t id, const Evaluation& evaluation) {
  tally_.count(id, evaluation);
  if (evaluation.cached) return;
  ++made_;
  made_in_ += evaluation.duration;
}

void SearchAccount::count(Ends&& ends, base::Seconds busy) {
  tally_.busy += busy;
  made_in_ += busy;
  made_ += ends.evaluations();
  const auto first_id = tally_.evaluations();
  for (std::size_t kind = 0; kind < status_count; ++kind) {
    tally_.count(static_cast<Status>(kind), ends.counts[kind], {first_id, std::move(ends.reasons[kind])});
  }
}

void SearchAccount::end_generations(std::vector<evolve::GenerationRecord>&& records, base::Seconds now) {
  const auto share = 1 / static_cast<double>(records.size());
  const auto since = now - generation_began_;
  const auto busy = tally_.busy - at_generation_.busy;
  Generation generation;
  generation.since = since * share;
  generation.busy = busy * share;
  generation.sent = {(tally_.sent - at_generation_.sent).count / records.size()};
  if (since.count > 0) {
    const auto evaluations = tally_.evaluations() - at_generation_.evaluations();
    generation.evaluations_per_second = static_cast<double>(evaluations) / since.count;
    generation.utilisation = busy / since / static_cast<double>(workers_);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    generation.record = std::move(records[i]);
    generation.at = now - generation.since * static_cast<double>(records.size() - 1 - i);
    history_.add(generation);
  }
  if (!is_slow_ && made_ > 0) is_slow_ = made_in_ * (1 / static_cast<double>(made_)) >= worth_recording;
  at_generation_ = tally_;
  in_generations_ = tally_.evaluations();
  generation_began_ = now;
}

bool SearchAccount::fails_too_often(double most, std::size_t awaited) const {
  const auto failures = tally_.failures();
  const auto evaluations = tally_.evaluations();
  const bool is_clear = static_cast<double>(awaited) <= few_awaited * static_cast<double>(evaluations);
  return too_many_fail(failures, evaluations + awaited, most) ||
         (is_clear && too_many_fail(failures, evaluations, 1));
}

void SearchAccount::encode(base::Encoder& out) const {
  tally_.encode(out);
  history_.encode(out);
  out.put(static_cast<std::int8_t>(is_slow_ ? int{*is_slow_} : -1));
  out.put_varint(in_generations_);
}

void SearchAccount::decode(base::Decoder& in, base::Seconds at) {
  tally_ = Tally::decode(in);
  history_.decode(in);
  if (const auto known = in.get<std::int8_t>(); known >= 0) is_slow_ = known != 0;
  in_generations_ = in.get_varint();
  at_generation_ = tally_;
  generation_began_ = at;
}

}  // namespace winnow::optimize
