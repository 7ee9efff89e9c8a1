#include "optimize/tally.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace winnow::optimize {

bool too_many_fail(std::uint64_t failures, std::uint64_t evaluations, double most) {
  const bool all = failures > 0 && failures == evaluations;
  return all || static_cast<double>(failures) > most * static_cast<double>(evaluations);
}

void Tally::count(std::uint64_t id, const Evaluation& evaluation) {
  count(evaluation.status, 1, {id, evaluation.reason, evaluation.kept});
  if (evaluation.cached) ++cached;
  retried += evaluation.retries;
  peak = std::max(peak, evaluation.peak);
}

void Tally::count(Status status, std::uint64_t number, First failure) {
  const auto kind = static_cast<std::size_t>(status);
  auto& noted = first[kind];
  const bool is_failure = status != Status::ok && number > 0;
  if (is_failure && noted.kept.empty()) noted.kept = failure.kept;
  if (is_failure && (ends[kind] == 0 || failure.id < noted.id)) {
    if (failure.kept.empty()) failure.kept = noted.kept;
    noted = std::move(failure);
  }
  ends[kind] += number;
}

void Tally::add(const Tally& other) {
  for (std::size_t kind = 0; kind < status_count; ++kind) {
    count(static_cast<Status>(kind), other.ends[kind], other.first[kind]);
  }
  retried += other.retried;
  cached += other.cached;
  busy += other.busy;
  sent += other.sent;
  peak = std::max(peak, other.peak);
}

std::uint64_t Tally::evaluations() const {
  return std::accumulate(ends.begin(), ends.end(), std::uint64_t{0});
}

std::uint64_t Tally::failures() const {
  return evaluations() - ends[static_cast<std::size_t>(Status::ok)];
}

void Tally::encode(base::Encoder& out) const {
  for (const auto count : ends) out.put_varint(count);
  for (const auto& [id, reason, kept] : first) {
    out.put_varint(id);
    out.put_text(reason);
    out.put_text(kept);
  }
  out.put_varint(retried);
  out.put_varint(cached);
  out.put(busy.count);
  out.put_varint(sent.count);
  out.put_varint(peak.count);
}

Tally Tally::decode(base::Decoder& in) {
  Tally tally;
  for (auto& count : tally.ends) count = in.get_varint();
  for (auto& [id, reason, kept] : tally.first) {
    id = in.get_varint();
    reason = in.get_text();
    kept = in.get_text();
  }
  tally.retried = in.get_varint();
  tally.cached = in.get_varint();
  tally.busy = {in.get<double>()};
  tally.sent = {in.get_varint()};
  tally.peak = {in.get_varint()};
  return tally;
}

}  // namespace winnow::optimize
