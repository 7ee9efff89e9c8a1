#include "reduce/ends.hpp"

#include <cmath>
#include <limits>
#include <tuple>

#include "winnow/reduce/ordered_bits.hpp"

namespace winnow::reduce {

/// A file may be found under one name twice, but its rows have one place each: the value decides nothing but
/// what no input brings about.
bool Ends::End::comes_before(double other, const Origin& origin) const {
  const std::string_view own_path = path;
  return std::tuple(own_path, byte, ordered_bits::of(value)) <
         std::tuple(origin.path, origin.byte, ordered_bits::of(other));
}

void Ends::End::become(double other, const Origin& origin) {
  path = origin.path;
  byte = origin.byte;
  value = other;
}

void Ends::add(double value, const Origin& origin) {
  if (std::isnan(value)) return;
  if (empty_ || !first_.comes_before(value, origin)) first_.become(value, origin);
  if (empty_ || last_.comes_before(value, origin)) last_.become(value, origin);
  empty_ = false;
}

void Ends::encode(base::Encoder& out) const {
  out.put(empty_);
  if (empty_) return;
  for (const auto* end : {&first_, &last_}) {
    out.put_text(end->path);
    out.put_varint(end->byte);
    out.put(end->value);
  }
}

bool Ends::merge_encoded(base::Decoder& in, Ends& into) {
  if (in.get<bool>()) return in.ok();
  for (int end = 0; end < 2; ++end) {
    Origin origin;
    origin.path = in.get_text();
    origin.byte = in.get_varint();
    const auto value = in.get<double>();
    if (!in.ok()) return false;
    into.add(value, origin);
  }
  return true;
}

double Ends::first() const {
  return empty_ ? std::numeric_limits<double>::quiet_NaN() : first_.value;
}

double Ends::last() const {
  return empty_ ? std::numeric_limits<double>::quiet_NaN() : last_.value;
}

base::Bytes Ends::heap_memory() const {
  const auto heap = [](const std::string& text) {
    return text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0;
  };
  return {heap(first_.path) + heap(last_.path)};
}

}  // namespace winnow::reduce
