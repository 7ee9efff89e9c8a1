#include "winnow/reduce/distribution.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <utility>

#include "reduce/dyadic.hpp"

namespace winnow::reduce {
namespace {

/// Adds x, which must be finite, n times.
void add_times(ExactSum& sum, double x, std::uint64_t n) {
  ExactSum multiple;
  for (auto bit = std::bit_floor(n); bit > 0; bit >>= 1) {
    multiple.merge(ExactSum(multiple));
    if ((n & bit) != 0) multiple.add(x);
  }
  sum.merge(multiple);
}

/// low + (high − low)·part / whole, rounded once.
double between(double low, double high, std::uint64_t part, std::uint64_t whole) {
  const auto divisor = std::gcd(part, whole);
  part /= divisor;
  whole /= divisor;
  ExactSum sum;
  add_times(sum, low, whole - part);
  add_times(sum, high, part);
  const double magnitude_of_mean = rounded_quotient(magnitude(sum), {whole});
  return sum.is_negative() ? -magnitude_of_mean : magnitude_of_mean;
}

}  // namespace

void Distribution::count_on_grid() {
  grid_ = std::make_unique<LogGrid>();
  for (const auto value : std::exchange(values_, {})) grid_->add(value);
}

void Distribution::sort() const {
  if (!std::ranges::is_sorted(values_)) std::ranges::sort(values_);
}

// One above the number of values, or zero in front of a grid.

void Distribution::encode(base::Encoder& out) const {
  if (grid_) {
    out.put_varint(0);
    return grid_->encode(out);
  }
  sort();
  out.put_varint(values_.size() + 1);
  for (const auto value : values_) out.put(value);
}

bool Distribution::merge_encoded(base::Decoder& in, Distribution& into) {
  const auto tag = in.get_varint();
  if (!in.ok()) return false;
  if (tag == 0) {
    if (!into.grid_) into.count_on_grid();
    return into.grid_->merge_encoded(in);
  }
  if (tag - 1 > exact_at_most) return false;
  if (!into.grid_ && into.values_.capacity() == 0) into.values_.reserve(tag - 1);
  for (auto left = tag - 1; in.ok() && left > 0; --left) {
    into.add(ordered_bits::value(in.get<OrderedBits>()));
  }
  return in.ok();
}

double Distribution::value_of_rank(std::uint64_t rank) const {
  return grid_ ? grid_->value_of_rank(rank) : ordered_bits::value(values_[rank]);
}

double Distribution::quantile(Percentile percentile) const {
  assert(percentile.millionths <= Percentile::whole);
  const auto n = count();
  if (n == 0) return std::numeric_limits<double>::quiet_NaN();
  sort();
  const auto position = ExactSum::DoubleLimb{n - 1} * percentile.millionths;
  const auto rank = static_cast<std::uint64_t>(position / Percentile::whole);
  const auto part = static_cast<std::uint64_t>(position % Percentile::whole);
  const double low = value_of_rank(rank);
  if (part == 0) return low;
  const double high = value_of_rank(rank + 1);
  return low == high ? low : between(low, high, part, Percentile::whole);
}

void Distribution::see(const std::function<void(double value, std::uint64_t times)>& show) const {
  if (grid_) return grid_->see(show);
  for (const auto value : values_) show(ordered_bits::value(value), 1);
}

base::Bytes Distribution::heap_memory() const {
  return base::Bytes{values_.capacity() * sizeof(OrderedBits)} + (grid_ ? grid_->memory() : base::Bytes{});
}

}  // namespace winnow::reduce
