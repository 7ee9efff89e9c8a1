#include "winnow/reduce/exact_sum.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::reduce {
namespace {

using Limb = ExactSum::Limb;

/// The bytes that tell a sum: those below are zero, those above are sign.
struct Extent {
  std::size_t first = 0;
  std::size_t end = 0;
};

/// Least extent of a number in two's complement, with one bit of sign; empty for zero.
Extent extent_of(std::span<const Limb> limbs, bool negative) {
  const Limb sign = negative ? ~Limb{0} : 0;
  std::size_t low = 0, high = limbs.size();
  while (low < high && limbs[low] == 0) ++low;
  if (low == high) return {};
  while (high > low + 1 && limbs[high - 1] == sign) --high;
  const auto zero_bits = static_cast<std::size_t>(std::countr_zero(limbs[low]));
  const auto top_bits = static_cast<std::size_t>(65 - std::countl_zero(limbs[high - 1] ^ sign));
  return {low * sizeof(Limb) + zero_bits / 8, (high - 1) * sizeof(Limb) + (top_bits + 7) / 8};
}

}  // namespace

ExactSum::ExactSum(const ExactSum& other) : first_(other.first_), end_(other.end_) {
  if (other.size() > inline_limbs) {
    heap_ = new Limb[other.size()];
    capacity_ = static_cast<std::uint8_t>(other.size());
  }
  std::copy_n(other.data(), size(), data());
}

ExactSum::ExactSum(ExactSum&& other) noexcept {
  take(other);
}

ExactSum& ExactSum::operator=(ExactSum other) noexcept {
  if (on_heap()) delete[] heap_;
  take(other);
  return *this;
}

void ExactSum::take(ExactSum& other) noexcept {
  first_ = std::exchange(other.first_, std::uint8_t{0});
  end_ = std::exchange(other.end_, std::uint8_t{0});
  capacity_ = std::exchange(other.capacity_, std::uint8_t{inline_limbs});
  if (on_heap()) {
    heap_ = other.heap_;
  } else {
    std::copy_n(other.inside_, size(), inside_);
  }
}

void ExactSum::reserve(unsigned first, unsigned end) {
  const auto used = size();
  if (used > 0) {
    first = std::min<unsigned>(first, first_);
    end = std::max<unsigned>(end, end_);
  }
  if (first == first_ && end == end_) return;
  const std::size_t wanted = end - first;
  const std::size_t below = used > 0 ? first_ - first : 0;
  const Limb sign = is_negative() ? ~Limb{0} : 0;
  if (wanted > capacity_) {
    auto* const grown = new Limb[wanted];
    std::copy_n(data(), used, grown + below);
    if (on_heap()) delete[] heap_;
    heap_ = grown;
    capacity_ = static_cast<std::uint8_t>(wanted);
  } else {
    std::copy_backward(data(), data() + used, data() + below + used);
  }
  std::fill_n(data(), below, Limb{0});
  std::fill_n(data() + below + used, wanted - below - used, sign);
  first_ = static_cast<std::uint8_t>(first);
  end_ = static_cast<std::uint8_t>(end);
}

void ExactSum::carry(Limb* limb, Limb step) {
  const Limb wrapped = step == 1 ? 0 : ~Limb{0};
  for (const Limb* const end = data() + size(); limb != end; ++limb) {
    *limb += step;
    if (*limb != wrapped) return;
  }
}

unsigned ExactSum::spacious_end(std::span<const Limb> limbs, unsigned end) {
  constexpr Limb spare = Limb{1} << 61;
  const bool narrow = !limbs.empty() && limbs.back() + spare >= 2 * spare;
  return narrow ? end + 1 : end;
}

void ExactSum::merge(const ExactSum& other) {
  assert(&other != this);
  merge_limbs(other.limbs(), other.first_);
}

// Zeros below and sign above are left away, so that the window grows by what the integer needs.
void ExactSum::add_integer(std::span<const Limb> integer, unsigned position) {
  assert(!integer.empty() && integer.size() <= 4);
  const Limb sign = integer.back() >> 63 != 0 ? ~Limb{0} : 0;
  std::array<Limb, 5> shifted{};
  const unsigned shift = position % 64;
  DoubleLimb pair = 0;
  for (std::size_t i = 0; i <= integer.size(); ++i) {
    pair = DoubleLimb{i < integer.size() ? integer[i] : sign} << shift | pair >> 64;
    shifted[i] = static_cast<Limb>(pair);
  }
  std::size_t low = 0;
  std::size_t high = integer.size() + 1;
  while (low < high && shifted[low] == 0) ++low;
  while (high > low + 1 && shifted[high - 1] == sign && shifted[high - 2] >> 63 == sign >> 63) --high;
  merge_limbs(std::span(shifted).subspan(low, high - low), position / 64 + static_cast<unsigned>(low));
}

void ExactSum::merge_limbs(std::span<const Limb> limbs, unsigned first) {
  if (limbs.empty()) return;
  const auto end = first + static_cast<unsigned>(limbs.size());
  reserve(first, std::max(spacious_end(limbs, end), spacious_end(this->limbs(), end_)));
  Limb* own = data() + (first - first_);
  DoubleLimb sum = 0;
  for (const Limb limb : limbs) {
    sum = (sum >> 64) + *own + limb;
    *own++ = static_cast<Limb>(sum);
  }
  const Limb step = (limbs.back() >> 63 != 0 ? ~Limb{0} : 0) + static_cast<Limb>(sum >> 64);
  if (step != 0) carry(own, step);
}

void ExactSum::encode(base::Encoder& out) const {
  const auto [first, end] = extent_of(limbs(), is_negative());
  out.put_varint(end > first ? first_ * sizeof(Limb) + first : 0);
  out.put_bytes(std::as_bytes(limbs()).subspan(first, end - first));
}

bool ExactSum::merge_encoded(base::Decoder& in) {
  constexpr std::size_t bytes_at_most = (limbs_at_most - 1) * sizeof(Limb);
  const auto offset = in.get_varint();
  const auto bytes = in.get_bytes();
  if (!in.ok() || offset > bytes_at_most || bytes.size() > bytes_at_most - offset) return false;
  if (bytes.empty()) return true;
  std::array<Limb, limbs_at_most> limbs;
  const std::size_t below = offset % sizeof(Limb);
  const std::size_t used = (below + bytes.size() + sizeof(Limb) - 1) / sizeof(Limb);
  const auto sign = (bytes.back() & std::byte{0x80}) != std::byte{0} ? ~Limb{0} : 0;
  limbs[0] = 0;
  limbs[used - 1] = sign << (used > 1 ? 0 : 8 * below);
  std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<std::byte*>(limbs.data()) + below);
  merge_limbs({limbs.data(), used}, static_cast<unsigned>(offset / sizeof(Limb)));
  return true;
}

}  // namespace winnow::reduce
