#include "winnow/reduce/moments.hpp"

#include "reduce/dyadic.hpp"
#include "reduce/student.hpp"

namespace winnow::reduce {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace

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
  if (count_ == 0) return undefined;
  const double mean = rounded_quotient(magnitude(sum_), {count_});
  return sum_.is_negative() ? -mean : mean;
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
