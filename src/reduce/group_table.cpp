#include "reduce/group_table.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace winnow::reduce {
namespace {

bool is_empty(const Moments& moments) {
  return moments.count() == 0 && moments.missing() == 0;
}

template <class T>
base::Bytes room_of(const std::vector<T>& list) {
  return {list.capacity() * sizeof(T)};
}

/// Makes the list hold `size` items, neither more nor room for more, and counts what that takes.
template <class T>
void widen(std::vector<T>& list, std::size_t size, base::Bytes& held) {
  held -= room_of(list);
  list.reserve(size);
  list.resize(size);
  held += room_of(list);
}

/// Gives the list's own memory back; assigning {} would keep it.
template <class T>
void drop(std::vector<T>& list, base::Bytes& held) {
  held -= room_of(list);
  std::vector<T>().swap(list);
}

/// Values of one metric that are not missing have their first and last row in the order of the file.
void add_ends(std::span<const double> values, std::string_view path,
              std::span<const read::Position> positions, Ends& ends) {
  const auto is_there = [](double value) { return !std::isnan(value); };
  const auto first = std::ranges::find_if(values, is_there);
  if (first == values.end()) return;
  const auto last = std::find_if(values.rbegin(), values.rend(), is_there);
  for (const auto row : {first - values.begin(), values.rend() - last - 1}) {
    const auto index = static_cast<std::size_t>(row);
    ends.add(values[index], {path, positions[index].byte});
  }
}

template <class Value>
void pick(std::span<const Value> all, std::span<const std::uint32_t> rows, std::vector<Value>& picked) {
  picked.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) picked[i] = all[rows[i]];
}

}  // namespace

void GroupTable::count_in(MetricId metric, const Bins& bins) {
  assert(needs_.bins == bins.count());
  if (metric >= given_bins_.size()) given_bins_.resize(metric + 1);
  given_bins_[metric] = &bins;
}

GroupTable::Id GroupTable::group(std::string_view key, std::size_t metrics) {
  const auto id = keys_.id_of(key);
  if (id == moments_.size()) {
    moments_.emplace_back();
    if (has_distributions()) distributions_.emplace_back();
    if (needs_.ends) ends_.emplace_back();
    if (needs_.bins > 0) bin_counts_.emplace_back();
  }
  if (moments_[id].size() < metrics) {
    widen(moments_[id], metrics, held_);
    if (has_distributions()) widen(distributions_[id], metrics, held_);
    if (needs_.ends) widen(ends_[id], metrics, held_);
    if (needs_.bins > 0) widen(bin_counts_[id], metrics, held_);
  }
  return id;
}

void GroupTable::add(Id group, MetricId metric, std::span<const double> values, std::string_view path,
                     std::span<const read::Position> positions) {
  held_ -= heap_memory(group, metric);
  moments_[group][metric].add(values);
  const auto* bins = metric < given_bins_.size() ? given_bins_[metric] : nullptr;
  if (needs_.distribution || (needs_.bins > 0 && bins == nullptr)) {
    add_to_distribution(group, metric, values);
  }
  if (bins != nullptr) add_to_bins(group, metric, values, *bins);
  if (needs_.ends) add_ends(values, path, positions, ends_[group][metric]);
  held_ += heap_memory(group, metric);
}

void GroupTable::add_to_distribution(Id group, MetricId metric, std::span<const double> values) {
  auto& distribution = distributions_[group][metric];
  for (const double value : values) {
    if (!std::isnan(value)) distribution.add(value);
  }
}

void GroupTable::add_to_bins(Id group, MetricId metric, std::span<const double> values, const Bins& bins) {
  auto& counts = bin_counts_[group][metric];
  for (const double value : values) {
    if (!std::isnan(value)) counts.add(value, bins);
  }
}

void GroupTable::add(const GroupedRows& rows, MetricId metric, std::span<const double> values,
                     std::string_view path, std::span<const read::Position> positions) {
  for (const auto& [group, members] : rows.groups()) {
    pick(values, members, values_);
    if (needs_.ends) pick(positions, members, positions_);
    add(group, metric, values_, path, positions_);
  }
}

Summary GroupTable::summary(Id id, MetricId metric) const {
  return {moments_[id][metric], has_distributions() ? &distributions_[id][metric] : nullptr,
          needs_.ends ? &ends_[id][metric] : nullptr, needs_.bins > 0 ? &bin_counts_[id][metric] : nullptr};
}

base::Bytes GroupTable::heap_memory(Id id, MetricId metric) const {
  auto total = moments_[id][metric].heap_memory();
  if (has_distributions()) total += distributions_[id][metric].heap_memory();
  if (needs_.ends) total += ends_[id][metric].heap_memory();
  if (needs_.bins > 0) total += bin_counts_[id][metric].heap_memory();
  return total;
}

// The numbers stand before the metrics, so that the reader can make room for all of them at once.
void GroupTable::encode(Id id, std::span<const MetricId> numbers, base::Encoder& out) const {
  const auto& moments = moments_[id];
  out.put_varint(moments.size() - static_cast<std::size_t>(std::ranges::count_if(moments, is_empty)));
  for (std::size_t metric = 0; metric < moments.size(); ++metric) {
    if (!is_empty(moments[metric])) out.put_varint(numbers[metric]);
  }
  for (std::size_t metric = 0; metric < moments.size(); ++metric) {
    if (is_empty(moments[metric])) continue;
    moments[metric].encode(out);
    if (has_distributions()) distributions_[id][metric].encode(out);
    if (needs_.ends) ends_[id][metric].encode(out);
    if (needs_.bins > 0) bin_counts_[id][metric].encode(out);
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
  const auto id = group(key, needed);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!merge_metric(id, numbers[written.get_varint()], in)) return false;
  }
  return in.ok();
}

bool GroupTable::merge_metric(Id id, MetricId metric, base::Decoder& in) {
  held_ -= heap_memory(id, metric);
  const bool whole = Moments::merge_encoded(in, moments_[id][metric]) &&
                     (!has_distributions() || Distribution::merge_encoded(in, distributions_[id][metric])) &&
                     (!needs_.ends || Ends::merge_encoded(in, ends_[id][metric])) &&
                     (needs_.bins == 0 || BinCounts::merge_encoded(in, needs_.bins, bin_counts_[id][metric]));
  held_ += heap_memory(id, metric);
  return whole;
}

void GroupTable::release(Id id) {
  for (MetricId metric = 0; metric < moments_[id].size(); ++metric) held_ -= heap_memory(id, metric);
  drop(moments_[id], held_);
  if (has_distributions()) drop(distributions_[id], held_);
  if (needs_.ends) drop(ends_[id], held_);
  if (needs_.bins > 0) drop(bin_counts_[id], held_);
}

void GroupTable::clear() {
  keys_.clear();
  moments_.clear();
  distributions_.clear();
  ends_.clear();
  bin_counts_.clear();
  held_ = {};
}

base::Bytes GroupTable::memory() const {
  return keys_.memory() + held_ + room_of(moments_) + room_of(distributions_) + room_of(ends_) +
         room_of(bin_counts_);
}

}  // namespace winnow::reduce
