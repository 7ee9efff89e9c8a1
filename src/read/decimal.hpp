#pragma once
// The numbers that nearly all fields hold, read fast.

#include <fast_float/fast_float.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace winnow::read {

/// Eight bytes as a number whose lowest byte is the first.
[[nodiscard]] inline std::uint64_t eight_bytes(const char* at) {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

/// Each byte's value as a digit; more than 9 in one that is none.
[[nodiscard]] inline std::uint64_t digits_of(std::uint64_t bytes) {
  return bytes ^ 0x3030303030303030u;
}

/// Bits in the bytes that are no digits, and maybe in some behind the first of these.
[[nodiscard]] inline std::uint64_t not_digits(std::uint64_t digits) {
  return (digits | (digits + 0x0606060606060606u)) & 0xf0f0f0f0f0f0f0f0u;
}

/// The number of eight digits, of which the lowest byte is the first: pairs, then fours, then all at once.
[[nodiscard]] inline std::uint32_t number_of(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8);
  constexpr std::uint64_t pair = 0x000000ff000000ffu;
  const auto high = (digits & pair) * (100 + (std::uint64_t{1'000'000} << 32));
  const auto low = (digits >> 16 & pair) * (1 + (std::uint64_t{10'000} << 32));
  return static_cast<std::uint32_t>((high + low) >> 32);
}

/// number · 10^-places, correctly rounded, for at most 27 places: with so few the algorithm is exact and
/// never gives up (D. Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience
/// 51(8), 2021). Nearly all numbers take the few steps that are left of it where 64 bits of the power do, and
/// nothing is halfway between two doubles.
[[nodiscard]] inline double scaled_down(std::uint64_t number, std::int64_t places, bool is_negative) {
  using Binary = fast_float::binary_format<double>;
  __extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): pedantic only so
  const auto leading_zeros = std::countl_zero(number | 1);
  const auto power =
      fast_float::powers::power_of_five_128[2 * (-places - fast_float::powers::smallest_power_of_five)];
  const auto product = Wide{number << leading_zeros} * power;
  const auto high = static_cast<std::uint64_t>(product >> 64);
  const bool may_carry = (high & 0x1ff) == 0x1ff;
  const bool may_be_halfway = static_cast<std::uint64_t>(product) <= 1;  // or is zero
  double value = 0;
  if (may_carry || may_be_halfway) [[unlikely]] {
    fast_float::to_float(is_negative, fast_float::compute_float<Binary>(-places, number), value);
    return value;
  }
  const auto top = static_cast<unsigned>(high >> 63);
  const auto significand = ((high >> (9 + top)) + 1) >> 1;
  const auto exponent = fast_float::detail::power(static_cast<std::int32_t>(-places)) -
                        Binary::minimum_exponent() + static_cast<int>(top) - leading_zeros;
  // The significand's highest bit adds one to the exponent.
  const auto bits = (static_cast<std::uint64_t>(exponent - 1) << 52) + significand;
  return std::bit_cast<double>(bits | std::uint64_t{is_negative} << 63);
}

/// As parse_plain_decimal, of a text without a sign that is at least 16 bytes long and has a point among its
/// first eight: the digits before it, and those behind that are more than 16 (the head), then 16 or fewer. No
/// branch depends on where the point is.
[[nodiscard]] inline bool parse_long_decimal(const char* at, std::int64_t size, bool is_negative,
                                             double& value) {
  static constexpr std::uint64_t powers[] = {
      100'000'000,         1'000'000'000,         10'000'000'000,
      100'000'000'000,     1'000'000'000'000,     10'000'000'000'000,
      100'000'000'000'000, 1'000'000'000'000'000, 10'000'000'000'000'000};
  const auto first = digits_of(eight_bytes(at));
  const auto whole = std::countr_zero(not_digits(first)) / 8;  // digits before the point; 8: there is none
  if (whole == 0 || whole == 8 || at[whole] != '.') return false;
  const auto places = size - whole - 1;
  const bool is_zero_before = *at == '0' && whole == 1;
  if (places > (is_zero_before ? 19 : 19 - whole)) return false;
  const auto tail = std::min<std::int64_t>(places, 16);
  const auto before_point = first & ~(~std::uint64_t{0} << 8 * whole);
  const auto behind_point = first >> 8 * whole >> 8 << 8 * whole;
  const auto head = (before_point | behind_point) << (64 - 8 * (whole + places - tail));
  const auto not_tail = 4 * (16 - tail);  // in halves of bits, as the shift may be one by all of them
  const auto high = digits_of(eight_bytes(at + size - 16)) >> not_tail >> not_tail << not_tail << not_tail;
  const auto low = digits_of(eight_bytes(at + size - 8));
  if ((not_digits(head) | not_digits(high) | not_digits(low)) != 0) return false;
  const auto number =
      number_of(head) * powers[tail - 8] + number_of(high) * std::uint64_t{100'000'000} + number_of(low);
  value = scaled_down(number, places, is_negative);
  return true;
}

/// As parse_plain_decimal, of a text without a sign, digit by digit.
[[nodiscard]] inline bool parse_short_decimal(const char* at, const char* end, bool is_negative,
                                              double& value) {
  static constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                      1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
  std::uint64_t number = 0;
  const char* point = end;
  const char* const begin = at;
  for (; at != end; ++at) {
    const auto digit = static_cast<unsigned char>(*at - '0');
    if (digit <= 9) {
      number = number * 10 + digit;
    } else if (*at == '.' && point == end) {
      point = at;
    } else {
      return false;
    }
  }
  const auto places = point == end ? 0 : end - point - 1;
  const bool has_both = point != begin && (point == end || places > 0);
  if (!has_both || end - begin - (point == end ? 0 : 1) > 19) return false;
  if (number > std::uint64_t{1} << 53) {
    value = scaled_down(number, places, is_negative);
    return true;
  }
  // Two doubles that are exact, so that the division rounds but once (W. D. Clinger, How to read floating
  // point numbers accurately, PLDI 1990).
  value = static_cast<double>(number) / powers[places];
  if (is_negative) value = -value;
  return true;
}

/// Reads digits, with a point among them and a minus before them, at most 19 digits in all but for a single
/// zero before the point. Correctly rounded. False, with `value` in any state, for every other text: it may
/// be a number all the same.
[[nodiscard]] inline bool parse_plain_decimal(std::string_view text, double& value) {
  const bool is_negative = text.starts_with('-');
  const char* const at = text.data() + (is_negative ? 1 : 0);
  const char* const end = text.data() + text.size();
  if (end - at >= 16 && parse_long_decimal(at, end - at, is_negative, value)) [[likely]]
    return true;
  return end - at <= 20 && parse_short_decimal(at, end, is_negative, value);
}

}  // namespace winnow::read
