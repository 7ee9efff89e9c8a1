#include "reduce/group_table.hpp"

#include <algorithm>

namespace winnow::reduce {
namespace {

bool is_empty(const Moments& moments) {
  return moments.count() == 0 && moments.missing() == 0;
}

}  // namespace

std::span<Moments> GroupTable::group(std::string_view key, std::size_t metrics) {
  const auto id = keys_.id_of(key);
  if (id == moments_.size()) moments_.emplace_back();
  auto& moments = moments_[id];
  if (moments.size() < metrics) {
    moments.reserve(metrics);
    moments.resize(metrics);
  }
  return moments;
}

// The numbers stand before the moments, so that the reader can make room for all of them at once.
void GroupTable::encode(Id id, std::span<const MetricId> numbers, base::Encoder& out) const {
  const auto& moments = moments_[id];
  out.put_varint(moments.size() - static_cast<std::size_t>(std::ranges::count_if(moments, is_empty)));
  for (std::size_t metric = 0; metric < moments.size(); ++metric) {
    if (!is_empty(moments[metric])) out.put_varint(numbers[metric]);
  }
  for (const auto& metric : moments) {
    if (!is_empty(metric)) metric.encode(out);
  }
}

bool GroupTable::merge(std::string_view key, std::span<const MetricId> numbers, base::Decoder& in) {
  const auto count = in.get_varint();
  auto written = in;
  std::size_t needed = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto number = in.get_varint();
    if (!in.ok() || number >= numbers.size()) return false;
    needed = std::max<std::size_t>(needed, numbers[number] + 1);
  }
  const auto moments = group(key, needed);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!Moments::merge_encoded(in, moments[numbers[written.get_varint()]])) return false;
  }
  return in.ok();
}

void GroupTable::clear() {
  keys_.clear();
  moments_.clear();
}

base::Bytes GroupTable::memory() const {
  auto total = keys_.memory() + base::Bytes{moments_.capacity() * sizeof(moments_[0])};
  for (const auto& group : moments_) {
    for (const auto& moments : group) total += moments.memory();
  }
  return total;
}

}  // namespace winnow::reduce
