#include "winnow/reduce/moments.hpp"

#include <array>

#include "reduce/dyadic.hpp"
#include "reduce/scaled_sums.hpp"
#include "reduce/student.hpp"

namespace winnow::reduce {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// As few values are sooner added one by one.
constexpr std::size_t few = 8;

/// The extremes of values that are not NaN, zeros of either sign being the same; infinities if there is none.
struct Extremes {
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();

  void take(double x) {
    minimum = x < minimum ? x : minimum;
    maximum = x > maximum ? x : maximum;
  }
};

/// In lanes, so that each comparison need not wait for the one before.
Extremes extremes_of(std::span<const double> values) {
  constexpr std::size_t lanes = 4;
  std::array<Extremes, lanes> lane;
  std::size_t i = 0;
  for (; i + lanes <= values.size(); i += lanes) {
    for (std::size_t j = 0; j < lanes; ++j) lane[j].take(values[i + j]);
  }
  for (; i < values.size(); ++i) lane[0].take(values[i]);
  for (std::size_t j = 1; j < lanes; ++j) {
    lane[0].minimum = std::min(lane[0].minimum, lane[j].minimum);
    lane[0].maximum = std::max(lane[0].maximum, lane[j].maximum);
  }
  return lane[0];
}

}  // namespace

void Moments::add(std::span<const double> values) {
  if (values.size() >= few) return add_many(values);
  for (const double x : values) add(x);
}

void Moments::add_many(std::span<const double> values) {
  const auto extremes = extremes_of(values);
  if (extremes.minimum > extremes.maximum) {
    missing_ += values.size();
    return;
  }
  ScaledSums sums(std::max(-extremes.minimum, extremes.maximum));
  std::uint64_t scaled = 0;
  for (const double x : values) {
    if (sums.add(x)) [[likely]] {
      ++scaled;
    } else {
      add(x);
    }
  }
  if (scaled == 0) return;
  count_ += scaled;
  // A zero was not scaled, and so has made its sign heard.
  if (extremes.minimum != 0) minimum_ = std::min(minimum_, ordered_bits::of(extremes.minimum));
  if (extremes.maximum != 0) maximum_ = std::max(maximum_, ordered_bits::of(extremes.maximum));
  sums.fold_into(sum_, squares_);
}

void Moments::merge(const Moments& other) {
  count_ += other.count_;
  missing_ += other.missing_;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
  sum_.merge(other.sum_);
  squares_.merge(other.squares_);
}

double Moments::minimum() const {
  return count_ > 0 ? ordered_bits::value(minimum_) : undefined;
}

double Moments::maximum() const {
  return count_ > 0 ? ordered_bits::value(maximum_) : undefined;
}

double Moments::sum() const {
  const double size = rounded_quotient(magnitude(sum_), {});
  return sum_.is_negative() ? -size : size;
}

double Moments::mean() const {
  return rounded_mean(sum_, count_);
}

double Moments::standard_deviation() const {
  if (count_ < 2) return undefined;
  return rounded_root(scatter(sum_, squares_, count_), {count_, count_ - 1});
}

double Moments::standard_error() const {
  if (count_ < 2) return undefined;
  return rounded_root(scatter(sum_, squares_, count_), {count_, count_, count_ - 1});
}

double Moments::confidence_95() const {
  if (count_ < 2) return undefined;
  return student_quantile_975(count_ - 1) * standard_error();
}

void Moments::encode(base::Encoder& out) const {
  out.put_varint(count_);
  out.put_varint(missing_);
  if (count_ == 0) return;
  out.put(minimum_);
  out.put(maximum_);
  sum_.encode(out);
  squares_.encode(out);
}

bool Moments::merge_encoded(base::Decoder& in, Moments& into) {
  const auto count = in.get_varint();
  into.count_ += count;
  into.missing_ += in.get_varint();
  if (count == 0) return in.ok();
  into.minimum_ = std::min(into.minimum_, in.get<OrderedBits>());
  into.maximum_ = std::max(into.maximum_, in.get<OrderedBits>());
  return into.sum_.merge_encoded(in) && into.squares_.merge_encoded(in);
}

}  // namespace winnow::reduce
