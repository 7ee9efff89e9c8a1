#include "optimize/tally.hpp"

#include <algorithm>
#include <numeric>

namespace winnow::optimize {

void Tally::count(const Evaluation& evaluation) {
  const auto kind = static_cast<std::size_t>(evaluation.status);
  ++ends[kind];
  if (evaluation.failed()) reasons[kind] = evaluation.reason;
  if (evaluation.cached) ++cached;
  peak = std::max(peak, evaluation.peak);
}

std::uint64_t Tally::evaluations() const {
  return std::accumulate(ends.begin(), ends.end(), std::uint64_t{0});
}

std::uint64_t Tally::failures() const {
  return evaluations() - ends[static_cast<std::size_t>(Status::ok)];
}

void Tally::encode(base::Encoder& out) const {
  for (const auto count : ends) out.put_varint(count);
  for (const auto& reason : reasons) out.put_text(reason);
  out.put_varint(retried);
  out.put_varint(cached);
  out.put(busy.count);
  out.put_varint(sent.count);
  out.put_varint(peak.count);
}

Tally Tally::decode(base::Decoder& in) {
  Tally tally;
  for (auto& count : tally.ends) count = in.get_varint();
  for (auto& reason : tally.reasons) reason = in.get_text();
  tally.retried = in.get_varint();
  tally.cached = in.get_varint();
  tally.busy = {in.get<double>()};
  tally.sent = {in.get_varint()};
  tally.peak = {in.get_varint()};
  return tally;
}

}  // namespace winnow::optimize
