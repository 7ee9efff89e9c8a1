#pragma once
// Sums without rounding, so that neither order nor grouping of the terms can be seen in them.

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// The exact sum of finite doubles, or of squares of finite doubles: at most 2^63 terms, merged ones
/// included.
///
/// It is a fixed-point number wide enough for every such term, the long accumulator of Kulisch, "Computer
/// Arithmetic and Validity", 2nd ed., ch. 8, held in two's complement and with its carries resolved. Only the
/// window of 64-bit limbs that the terms have touched is kept: inside the object while it is small, as it is
/// for squares of values within ten decades, on the heap beyond that. (Neal, "Fast exact summation using
/// small and large superaccumulators", arXiv:1505.05571, defers carries instead, which doubles the state.)
class ExactSum {
 public:
  using Limb = std::uint64_t;
  __extension__ typedef unsigned __int128 DoubleLimb;  // NOLINT(modernize-use-using): pedantic only so

  /// Limb i counts 2^(64·(i − fraction_limbs)): the binary point is the lower end of this one.
  static constexpr unsigned fraction_limbs = 34;
  /// What 2^63 squares of the largest double reach, and one more as room for a carry.
  static constexpr unsigned limbs_at_most = 68;

  ExactSum() = default;
  ExactSum(const ExactSum& other);
  ExactSum(ExactSum&& other) noexcept;  ///< leaves zero
  ExactSum& operator=(ExactSum other) noexcept;
  ~ExactSum() {
    if (on_heap()) delete[] heap_;
  }

  /// Adds x, which must be finite.
  void add(double x);

  /// Adds x², which is not rounded; x must be finite.
  void add_square(double x);

  /// Adds integer · 2^(position − 64·fraction_limbs). The integer is in two's complement, its least
  /// significant limb first, and of at most 4 limbs.
  void add_integer(std::span<const Limb> integer, unsigned position);

  /// Adds another sum, which must not be this one.
  void merge(const ExactSum& other);

  /// The sum in as few bytes as it takes: equal sums give equal bytes, whatever their history.
  void encode(base::Encoder& out) const;

  /// Adds what encode() wrote. False, with this sum unspecified, if `in` holds anything else.
  [[nodiscard]] bool merge_encoded(base::Decoder& in);

  /// The window: limbs in two's complement, the least significant first; all below are zero, all above sign.
  [[nodiscard]] std::span<const Limb> limbs() const { return {data(), size()}; }
  /// Index of the first limb of the window.
  [[nodiscard]] unsigned first_limb() const { return first_; }
  [[nodiscard]] bool is_negative() const { return size() > 0 && (data()[size() - 1] >> 63) != 0; }

  /// Memory outside the object itself.
  [[nodiscard]] base::Bytes heap_memory() const { return {on_heap() ? capacity_ * sizeof(Limb) : 0}; }

 private:
  static constexpr unsigned inline_limbs = 5;

  /// |x| = significand · 2^(exponent − 1074)
  struct Parts {
    std::uint64_t significand;
    unsigned exponent;
  };
  static Parts split(double x);

  [[nodiscard]] bool on_heap() const { return capacity_ > inline_limbs; }
  [[nodiscard]] std::size_t size() const { return std::size_t{end_} - first_; }
  [[nodiscard]] Limb* data() { return on_heap() ? heap_ : inside_; }
  [[nodiscard]] const Limb* data() const { return on_heap() ? heap_ : inside_; }

  /// Becomes what `other` is and leaves it zero; own heap memory must be gone.
  void take(ExactSum& other) noexcept;

  /// The limb `at`, with `limbs` limbs from there on inside the window.
  Limb* window_at(unsigned at, unsigned limbs) {
    if (at < first_ || at + limbs > end_) [[unlikely]]
      reserve(at, at + limbs);
    return data() + (at - first_);
  }
  /// Widens the window so that it holds the limbs from `first` up to, not including, `end`.
  void reserve(unsigned first, unsigned end);
  /// The end that a window needs so that its last limb has two bits to spare.
  [[nodiscard]] static unsigned spacious_end(std::span<const Limb> limbs, unsigned end);
  /// Adds the limbs, sign-extended, at index `first`.
  void merge_limbs(std::span<const Limb> limbs, unsigned first);
  /// Adds `step`, which is 1 or −1, at `limb` and carries it on.
  void carry(Limb* limb, Limb step);

  union {
    Limb inside_[inline_limbs];
    Limb* heap_;
  };
  std::uint8_t first_ = 0;
  std::uint8_t end_ = 0;
  std::uint8_t capacity_ = inline_limbs;
};

// The window keeps room above each term, three limbs for x (116 bits) and four for x² (169 bits), so that
// 2^63 terms cannot overflow it and no sum has to be checked.

inline ExactSum::Parts ExactSum::split(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto exponent = static_cast<unsigned>(bits >> 52) & 0x7ff;
  assert(exponent != 0x7ff);
  const unsigned normal = exponent != 0 ? 1 : 0;
  return {(bits & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{normal} << 52), exponent - normal};
}

inline void ExactSum::add(double x) {
  const auto [significand, exponent] = split(x);
  if (significand == 0) return;
  const unsigned position = exponent + (64 * fraction_limbs - 1074);
  Limb* const limbs = window_at(position / 64, 3);
  const Limb sign = std::bit_cast<std::uint64_t>(x) >> 63 != 0 ? ~Limb{0} : 0;
  const DoubleLimb signs = (DoubleLimb{sign} << 64) | sign;
  const DoubleLimb term = ((DoubleLimb{significand} << position % 64) ^ signs) - signs;
  const DoubleLimb sum = ((DoubleLimb{limbs[1]} << 64) | limbs[0]) + term;
  limbs[0] = static_cast<Limb>(sum);
  limbs[1] = static_cast<Limb>(sum >> 64);
  const Limb step = sign + (sum < term ? 1 : 0);
  if (step != 0) carry(limbs + 2, step);
}

inline void ExactSum::add_square(double x) {
  const auto [significand, exponent] = split(x);
  if (significand == 0) return;
  const unsigned position = 2 * exponent + (64 * fraction_limbs - 2 * 1074);
  Limb* const limbs = window_at(position / 64, 4);
  const unsigned shift = position % 64;
  const DoubleLimb square = DoubleLimb{significand} * significand;
  const DoubleLimb term = square << shift;
  const Limb top = static_cast<Limb>(square >> 65) >> (63 - shift);
  const DoubleLimb sum = ((DoubleLimb{limbs[1]} << 64) | limbs[0]) + term;
  limbs[0] = static_cast<Limb>(sum);
  limbs[1] = static_cast<Limb>(sum >> 64);
  const Limb addend = top + (sum < term ? 1 : 0);
  limbs[2] += addend;
  if (limbs[2] < addend) carry(limbs + 3, 1);
}

}  // namespace winnow::reduce
