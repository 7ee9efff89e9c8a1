#include "reduce/exact_mean.hpp"

#include "reduce/dyadic.hpp"

namespace winnow::reduce {

void ExactMean::encode(const Moments& moments, base::Encoder& out) {
  out.put_varint(moments.count());
  out.put_varint(moments.missing());
  if (moments.count() > 0) moments.exact_sum().encode(out);
}

bool ExactMean::merge_encoded(base::Decoder& in) {
  const auto count = in.get_varint();
  count_ += count;
  missing_ += in.get_varint();
  return count == 0 ? in.ok() : sum_.merge_encoded(in);
}

double ExactMean::mean() const {
  return rounded_mean(sum_, count_);
}

}  // namespace winnow::reduce
