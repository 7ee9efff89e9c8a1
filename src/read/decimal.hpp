#pragma once
// The numbers that nearly all fields hold, read fast.

#include <fast_float/fast_float.h>

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

[[nodiscard]] inline bool are_digits(std::uint64_t digits) {
  return ((digits | (digits + 0x0606060606060606u)) & 0xf0f0f0f0f0f0f0f0u) == 0;
}

/// The number of eight digits, of which the lowest byte is the first: pairs, then fours, then all at once.
[[nodiscard]] inline std::uint32_t number_of(std::uint64_t digits) {
  digits = digits * 10 + (digits >> 8);
  constexpr std::uint64_t pair = 0x000000ff000000ffu;
  const auto high = (digits & pair) * (100 + (std::uint64_t{1'000'000} << 32));
  const auto low = (digits >> 16 & pair) * (1 + (std::uint64_t{10'000} << 32));
  return static_cast<std::uint32_t>((high + low) >> 32);
}

/// Appends the digits in [at, end) to `number`; false if one is none. `before` bytes in front of `at` can be
/// read.
[[nodiscard]] inline bool append_digits(const char* at, const char* end, std::size_t before,
                                        std::uint64_t& number) {
  static constexpr std::uint64_t powers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000};
  for (; end - at >= 8; at += 8, before += 8) {
    const auto digits = digits_of(eight_bytes(at));
    if (!are_digits(digits)) return false;
    number = number * 100'000'000 + number_of(digits);
  }
  const auto left = static_cast<std::size_t>(end - at);
  if (left == 0) return true;
  if (before + left < 8) {
    for (; at != end; ++at) {
      const auto digit = static_cast<unsigned char>(*at - '0');
      if (digit > 9) return false;
      number = number * 10 + digit;
    }
    return true;
  }
  // The last eight bytes, with those that are already counted made zeros.
  const auto counted = 8 * (8 - left);
  const auto digits = digits_of(eight_bytes(end - 8)) >> counted << counted;
  if (!are_digits(digits)) return false;
  number = number * powers[left] + number_of(digits);
  return true;
}

/// Reads digits, with a point among them and a minus before them, at most 19 digits in all but for a single
/// leading zero. Correctly rounded. False, with `value` in any state, for every other text: it may be a
/// number all the same.
[[nodiscard]] inline bool parse_plain_decimal(std::string_view text, double& value) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool is_negative = at != end && *at == '-';
  if (is_negative) ++at;
  std::uint64_t number = 0;
  const char* const whole = at;
  for (; at != end; ++at) {
    const auto digit = static_cast<unsigned char>(*at - '0');
    if (digit > 9) break;
    number = number * 10 + digit;
  }
  const auto whole_digits = at - whole;
  if (whole_digits == 0 || whole_digits > 19) return false;
  if (at == end) {
    value = static_cast<double>(number);
    if (is_negative) value = -value;
    return true;
  }
  if (*at++ != '.') return false;
  const auto places = end - at;
  if (places == 0 || places > 19 - (number == 0 && whole_digits == 1 ? 0 : whole_digits)) return false;
  if (!append_digits(at, end, static_cast<std::size_t>(at - text.data()), number)) return false;
  // At most 19 digits and a power within 10^-27 … 10^55: there the algorithm is exact and never gives up (D.
  // Lemire, Number parsing at a gigabyte per second, Software: Practice and Experience 51(8), 2021).
  const auto binary = fast_float::compute_float<fast_float::binary_format<double>>(-places, number);
  fast_float::to_float(is_negative, binary, value);
  return true;
}

}  // namespace winnow::read
