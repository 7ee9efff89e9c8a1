#include "optimize/set_aside.hpp"

#include <algorithm>
#include <cassert>
#include <ranges>
#include <utility>

namespace winnow::optimize {
namespace {

void put(const evolve::Best& best, base::Encoder& out) {
  out.put_varint(best.id);
  out.put_varint(best.generation);
  out.put_varint(best.island);
  out.put(best.outcome.objective);
  out.put(best.outcome.violation);
  out.put_varint(best.values.size());
  for (const double value : best.values) out.put(value);
}

evolve::Best get_best(base::Decoder& in) {
  evolve::Best best;
  best.id = in.get_varint();
  best.generation = in.get_varint();
  best.island = static_cast<std::uint32_t>(in.get_varint());
  best.outcome.objective = in.get<double>();
  best.outcome.violation = in.get<double>();
  for (auto count = in.get_varint(); count > 0 && in.ok(); --count) best.values.push_back(in.get<double>());
  return best;
}

}  // namespace

void SetAside::add(std::vector<EvaluatedRecord> records, const Judge& judge) {
  assert(!records.empty());
  std::ranges::sort(records, {}, &EvaluatedRecord::id);
  const auto first = records.front().id;
  stretches_.push_back({first, records.back().id + 1 - first});
  for (auto& record : records) {
    tally_.count(record.id, record.evaluation);
    if (record.polish) ++polishing_;
    const auto outcome = judge.outcome_of(record.evaluation);
    if (outcome.stands_in || (best_ && !evolve::is_better(outcome, best_->outcome))) continue;
    best_ = {record.id, record.generation, record.island, outcome, std::move(record.values)};
  }
}

std::uint64_t SetAside::id_of(std::uint64_t number) const {
  auto id = number;
  for (const auto& [first, count] : stretches_) {
    if (id >= first) id += count;
  }
  return id;
}

std::uint64_t SetAside::number_of(std::uint64_t id) const {
  auto number = id;
  for (const auto& [first, count] : std::views::reverse(stretches_)) {
    if (number >= first + count) number -= count;
  }
  return number;
}

std::uint64_t SetAside::end() const {
  return stretches_.empty() ? 0 : stretches_.back().first + stretches_.back().count;
}

void SetAside::encode(base::Encoder& out) const {
  out.put_varint(stretches_.size());
  for (const auto& [first, count] : stretches_) {
    out.put_varint(first);
    out.put_varint(count);
  }
  tally_.encode(out);
  out.put_varint(polishing_);
  out.put(best_.has_value());
  if (best_) put(*best_, out);
}

SetAside SetAside::decode(base::Decoder& in) {
  SetAside all;
  for (auto count = in.get_varint(); count > 0 && in.ok(); --count) {
    auto& stretch = all.stretches_.emplace_back();
    stretch.first = in.get_varint();
    stretch.count = in.get_varint();
  }
  all.tally_ = Tally::decode(in);
  all.polishing_ = in.get_varint();
  if (in.get<bool>()) all.best_ = get_best(in);
  return all;
}

}  // namespace winnow::optimize
