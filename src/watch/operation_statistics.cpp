#include "winnow/watch/operation_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace winnow::watch {
namespace {

constexpr unsigned octave_bits = 4;  // 16 buckets an octave
constexpr std::uint64_t octave = std::uint64_t{1} << octave_bits;

constexpr std::uint64_t smallest_block = 4096;
constexpr auto much = base::mebibytes(16);
constexpr base::Seconds least_time{1};
constexpr base::Seconds long_time{10};

void put(const Rates& rates, base::Encoder& out) {
  out.put_varint(rates.windows);
  for (const auto number : {rates.mean, rates.squares, rates.least}) out.put(number);
}

Rates get_rates(base::Decoder& in) {
  Rates rates;
  rates.windows = in.get_varint();
  rates.mean = in.get<double>();
  rates.squares = in.get<double>();
  rates.least = in.get<double>();
  return rates;
}

/// How far a duration is shifted so that its leading bits alone stay.
unsigned shift_of(std::uint64_t nanoseconds) {
  const auto width = static_cast<unsigned>(std::bit_width(nanoseconds));
  return width > octave_bits + 1 ? width - octave_bits - 1 : 0;
}

}  // namespace

std::size_t DurationCounts::bucket_of(std::uint64_t nanoseconds) {
  const auto shift = shift_of(nanoseconds);
  return std::min<std::size_t>(shift * octave + (nanoseconds >> shift), bucket_count - 1);
}

double DurationCounts::middle_of(std::size_t bucket) {
  if (bucket < 2 * octave) return static_cast<double>(bucket);
  const auto shift = static_cast<int>(bucket / octave - 1);
  const auto leading = static_cast<double>(bucket % octave + octave);
  return std::ldexp(leading + 0.5, shift);
}

void DurationCounts::add(std::size_t bucket, std::uint64_t times) {
  if (times == 0) return;
  if (bucket >= counts_.size()) counts_.resize(bucket + 1);
  counts_[bucket] += times;
}

void DurationCounts::merge(const DurationCounts& other) {
  for (std::size_t i = 0; i < other.counts_.size(); ++i) add(i, other.counts_[i]);
}

base::Seconds DurationCounts::value_at(double quantile) const {
  const auto total = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  if (total == 0) return {};
  // The nearest rank: the least value with at least that share at or below it.
  const auto rank = std::max(1.0, std::ceil(quantile * static_cast<double>(total)));
  double below = 0;
  std::size_t bucket = 0;
  for (; bucket + 1 < counts_.size(); ++bucket) {
    below += static_cast<double>(counts_[bucket]);
    if (below >= rank) break;
  }
  return {middle_of(bucket) * 1e-9};
}

void DurationCounts::encode(base::Encoder& out) const {
  out.put_varint(counts_.size());
  for (const auto count : counts_) out.put_varint(count);
}

bool DurationCounts::merge_encoded(base::Decoder& in) {
  const auto size = in.get_varint();
  if (size > bucket_count) return false;
  for (std::size_t i = 0; i < size; ++i) add(i, in.get_varint());
  return in.ok();
}

void Rates::merge(const Rates& other) {
  if (other.windows == 0) return;
  if (windows == 0) {
    *this = other;
    return;
  }
  const auto mine = static_cast<double>(windows);
  const auto others = static_cast<double>(other.windows);
  const auto difference = other.mean - mean;
  mean += difference * others / (mine + others);
  squares += other.squares + difference * difference * mine * others / (mine + others);
  least = std::min(least, other.least);
  windows += other.windows;
}

double Rates::deviation() const {
  return windows == 0 ? 0 : std::sqrt(squares / static_cast<double>(windows));
}

bool Moved::tells_a_rate() const {
  if (bytes.count == 0 || bytes.count < smallest_block * calls) return false;
  return time >= long_time || (time >= least_time && bytes >= much);
}

base::Seconds OperationStatistics::mean() const {
  return calls == 0 ? base::Seconds{} : total * (1 / static_cast<double>(calls));
}

base::Seconds OperationStatistics::quantile(double share) const {
  return calls == 1 ? total : std::min(durations.value_at(share), longest);
}

double OperationStatistics::throughput() const {
  return total.count > 0 ? static_cast<double>(bytes.count) / total.count : 0;
}

void OperationStatistics::merge(const OperationStatistics& other) {
  calls += other.calls;
  items += other.items;
  bytes += other.bytes;
  total += other.total;
  own += other.own;
  longest = std::max(longest, other.longest);
  durations.merge(other.durations);
  rates.merge(other.rates);
  telling_rates.merge(other.telling_rates);
  memory += other.memory;
  memory_max = std::max(memory_max, other.memory_max);
}

void OperationStatistics::encode(base::Encoder& out) const {
  out.put_text(name);
  out.put_text(long_name);
  out.put(resource);
  for (const auto count : {calls, items, bytes.count}) out.put_varint(count);
  for (const auto time : {total, own, longest}) out.put(time.count);
  durations.encode(out);
  put(rates, out);
  put(telling_rates, out);
  out.put(memory);
  out.put(memory_max);
}

std::optional<OperationStatistics> decode_operation_statistics(base::Decoder& in) {
  OperationStatistics one;
  one.name = in.get_text();
  one.long_name = in.get_text();
  one.resource = in.get<base::Resource>();
  one.calls = in.get_varint();
  one.items = in.get_varint();
  one.bytes = {in.get_varint()};
  one.total = {in.get<double>()};
  one.own = {in.get<double>()};
  one.longest = {in.get<double>()};
  if (!one.durations.merge_encoded(in)) return std::nullopt;
  one.rates = get_rates(in);
  one.telling_rates = get_rates(in);
  one.memory = in.get<std::int64_t>();
  one.memory_max = in.get<std::int64_t>();
  if (!in.ok()) return std::nullopt;
  return one;
}

void merge_into(std::vector<OperationStatistics>& all, const std::vector<OperationStatistics>& more) {
  for (const auto& one : more) {
    const auto same = std::ranges::find(all, one.name, &OperationStatistics::name);
    if (same == all.end()) {
      all.push_back(one);
    } else {
      same->merge(one);
    }
  }
}

}  // namespace winnow::watch
