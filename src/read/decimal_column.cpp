#include "read/decimal_column.hpp"

#include <immintrin.h>

#include "read/decimal.hpp"

// What follows for processors that have AVX2 is what decimal.hpp does, but for 16 digits at once.
#define WINNOW_FOR_AVX2 gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")

namespace winnow::read {
namespace {

constexpr std::int64_t vector_digits = 16;
constexpr std::int64_t most_digits = 19;

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

/// The number that sixteen digits make: pairs, fours, eights, all.
[[WINNOW_FOR_AVX2]] inline std::uint64_t number_of_sixteen(__m128i digits) {
  const auto pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 + (1 << 8)));
  const auto fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 + (1 << 16)));
  const auto eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(10'000 + (1 << 16)));
  const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
  return static_cast<std::uint32_t>(both) * std::uint64_t{100'000'000} + (both >> 32);
}

/// The number that the first `count` digits make, at most 4, of eight bytes that have a point at `point`.
[[WINNOW_FOR_AVX2]] inline std::uint64_t number_of_first(std::uint64_t bytes, std::int64_t count,
                                                         std::int64_t point) {
  const auto digits = digits_of(bytes);
  const auto behind = ~std::uint64_t{0} << 8 * std::min<std::int64_t>(point, 4);
  const auto joined = (digits & ~behind) | (digits >> 8 & behind);
  const auto four = joined << (32 - 8 * count) & 0xffffffffu;
  const auto pairs = (four * 10 + (four >> 8)) & 0x00ff00ffu;
  return (pairs * 100 + (pairs >> 16)) & 0xffffu;
}

/// Reads a text without a sign, of at least 17 bytes, that has a point among its first 16: the last sixteen
/// digits, of which those before the point are taken from one byte farther ahead, and those before them.
[[WINNOW_FOR_AVX2]] inline bool parse_by_vector(const char* at, std::int64_t size, bool is_negative,
                                                double& value) {
  alignas(64) static constexpr std::int8_t before_point[32] = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                               -1, -1, -1, -1, -1, -1, -1, -1};
  const auto others = others_among(digits_at(at));
  const std::int64_t point = _tzcnt_u32(others);
  if (others == 0 || (others & (others - 1)) != 0 || point == 0 || at[point] != '.') return false;
  const auto places = size - point - 1;
  const auto most = *at == '0' && point == 1 ? most_digits + 1 : most_digits;
  if (size - 1 > most) return false;
  const auto* const choice = before_point + std::min(places, vector_digits);
  const auto last =
      _mm_blendv_epi8(digits_at(at + size - vector_digits), digits_at(at + size - vector_digits - 1),
                      _mm_loadu_si128(reinterpret_cast<const __m128i*>(choice)));
  if (others_among(last) != 0) return false;
  const auto first = number_of_first(eight_bytes(at), size - 1 - vector_digits, point);
  value = scaled_down(first * 10'000'000'000'000'000 + number_of_sixteen(last), places, is_negative);
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
