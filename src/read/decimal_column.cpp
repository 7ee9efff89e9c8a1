#include "read/decimal_column.hpp"

#include <immintrin.h>

#include <algorithm>
#include <array>

#include "read/decimal.hpp"

// What follows for processors that have AVX2 is what decimal.hpp does, but for 16 digits at once.
#define WINNOW_FOR_AVX2 gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")

namespace winnow::read {
namespace {

constexpr std::int64_t vector_digits = 16;
constexpr std::int64_t most_digits = 19;
constexpr std::int64_t most_first = most_digits + 1 - vector_digits;  ///< with a zero before the point

using Bytes = std::array<std::int8_t, vector_digits>;

/// Sixteen bytes as the value of each as a digit, above 9 in those that are none.
[[WINNOW_FOR_AVX2]] inline __m128i digits_at(const char* at) {
  const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
}

/// One bit for each that is no digit.
[[WINNOW_FOR_AVX2]] inline unsigned others_among(__m128i digits) {
  const auto is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
  return static_cast<unsigned>(_mm_movemask_epi8(is_digit)) ^ 0xffffu;
}

/// Of the digits at a text's beginning, those that do not fit among its last sixteen, `count` of them, with
/// the point at `point` left out: for each place in a number of eight digits, and eight more, where its digit
/// is.
constexpr Bytes first_digits(std::int64_t count, std::int64_t point) {
  constexpr std::int8_t zero = -1;
  Bytes places{};
  for (auto& place : places) place = zero;
  for (std::int64_t i = 0; i < count; ++i) {
    places[static_cast<std::size_t>(8 - count + i)] = static_cast<std::int8_t>(i < point ? i : i + 1);
  }
  return places;
}

/// By count, and by the point's place as far as that matters.
constexpr auto first_digits_table = [] {
  std::array<std::array<Bytes, most_first + 1>, most_first + 1> table{};
  for (std::int64_t count = 0; count <= most_first; ++count) {
    for (std::int64_t point = 0; point <= most_first; ++point) {
      table[static_cast<std::size_t>(count)][static_cast<std::size_t>(point)] = first_digits(count, point);
    }
  }
  return table;
}();

/// The digits `last`, and those in front of them, as one number: pairs, fours, eights, all.
[[WINNOW_FOR_AVX2]] inline std::uint64_t number_of_both(__m128i first, __m128i last) {
  const auto digits = _mm256_set_m128i(first, last);
  const auto pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(10 + (1 << 8)));
  const auto fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(100 + (1 << 16)));
  const auto eights =
      _mm256_madd_epi16(_mm256_packus_epi32(fours, fours), _mm256_set1_epi32(10'000 + (1 << 16)));
  const auto low = static_cast<std::uint64_t>(_mm256_extract_epi64(eights, 0));
  const auto high = static_cast<std::uint32_t>(_mm256_extract_epi32(eights, 4));
  return high * std::uint64_t{10'000'000'000'000'000} +
         static_cast<std::uint32_t>(low) * std::uint64_t{100'000'000} + (low >> 32);
}

/// Reads a text without a sign, of at least 17 bytes, that has a point among its first 16: the last sixteen
/// digits, of which those before the point are taken from one byte farther ahead, and those before them.
[[WINNOW_FOR_AVX2]] inline bool parse_by_vector(const char* at, std::int64_t size, bool is_negative,
                                                double& value) {
  alignas(64) static constexpr std::int8_t before_point[vector_digits + most_digits] = {
      -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  const auto front = digits_at(at);
  const auto others = others_among(front);
  const std::int64_t point = _tzcnt_u32(others);
  if (others == 0 || (others & (others - 1)) != 0 || point == 0 || at[point] != '.') return false;
  if (size > most_digits + 1) {
    const bool is_zero_before = *at == '0' && point == 1;
    if (!is_zero_before || size > most_digits + 2) return false;
  }
  const auto places = size - point - 1;
  const auto last =
      _mm_blendv_epi8(digits_at(at + size - vector_digits), digits_at(at + size - vector_digits - 1),
                      _mm_loadu_si128(reinterpret_cast<const __m128i*>(before_point + places)));
  if (others_among(last) != 0) return false;
  const auto count = static_cast<std::size_t>(size - 1 - vector_digits);
  const auto& where = first_digits_table[count][static_cast<std::size_t>(std::min(point, most_first))];
  const auto first = _mm_shuffle_epi8(front, _mm_loadu_si128(reinterpret_cast<const __m128i*>(where.data())));
  value = scaled_down(number_of_both(first, last), places, is_negative);
  return true;
}

[[WINNOW_FOR_AVX2]] std::size_t parse_decimals_by_avx2(const FieldColumn& fields, std::size_t first,
                                                       std::size_t end, double* values) {
  for (auto line = first; line < end; ++line) {
    const auto text = fields[line];
    const bool is_negative = !text.empty() && text[0] == '-';
    const char* const at = text.data() + (is_negative ? 1 : 0);
    const auto size = text.data() + text.size() - at;
    if (size > vector_digits && parse_by_vector(at, size, is_negative, values[line])) [[likely]]
      continue;
    if (!parse_plain_decimal(text, values[line])) return line;
  }
  return end;
}

using ParseDecimals = std::size_t (*)(const FieldColumn&, std::size_t, std::size_t, double*);

ParseDecimals best_parser() {
  const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                        __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("lzcnt") != 0 &&
                        __builtin_cpu_supports("popcnt") != 0;
  return has_avx2 ? parse_decimals_by_avx2 : parse_decimals_plainly;
}

}  // namespace

std::size_t parse_decimals_plainly(const FieldColumn& fields, std::size_t first, std::size_t end,
                                   double* values) {
  for (auto line = first; line < end; ++line) {
    if (!parse_plain_decimal(fields[line], values[line])) return line;
  }
  return end;
}

std::size_t parse_decimals(const FieldColumn& fields, std::size_t first, std::size_t end, double* values) {
  static const ParseDecimals parse = best_parser();
  return parse(fields, first, end, values);
}

}  // namespace winnow::read
