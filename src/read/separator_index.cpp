#include "read/separator_index.hpp"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace winnow::read {
namespace {

constexpr std::size_t block = 64;
constexpr std::size_t written_at_once = 8;

/// One bit for each byte of a block.
struct BlockMasks {
  std::uint64_t separators;
  std::uint64_t newlines;
  std::uint64_t odd;  ///< quotes and NUL bytes
};

struct Sse2 {
  __m128i delimiter, newline, quote;

  explicit Sse2(char delimiter_byte)
      : delimiter(_mm_set1_epi8(delimiter_byte)), newline(_mm_set1_epi8('\n')), quote(_mm_set1_epi8('"')) {}

  [[nodiscard]] BlockMasks look(const char* at) const {
    BlockMasks masks{};
    for (int part = 0; part < 4; ++part) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + part);
      const __m128i newlines = _mm_cmpeq_epi8(bytes, newline);
      const __m128i separators = _mm_or_si128(newlines, _mm_cmpeq_epi8(bytes, delimiter));
      const __m128i odd =
          _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
      masks.separators |= bits(separators) << (16 * part);
      masks.newlines |= bits(newlines) << (16 * part);
      masks.odd |= bits(odd) << (16 * part);
    }
    return masks;
  }

  static std::uint64_t bits(__m128i mask) { return static_cast<std::uint16_t>(_mm_movemask_epi8(mask)); }
};

struct Output {
  std::uint32_t* place;
  std::uint32_t* row_end;
  std::uint32_t places;
};

/// Writes a few places more than there are, which the next ones overwrite: so that the number of bits decides
/// no branch.
[[gnu::always_inline]] inline void write_places(std::uint64_t bits, std::uint32_t base, std::uint32_t* to) {
  const auto count = std::popcount(bits);
  for (std::size_t i = 0; i < written_at_once; ++i, bits &= bits - 1) {
    to[i] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  if (count <= static_cast<int>(written_at_once)) [[likely]]
    return;
  for (std::size_t i = written_at_once; bits != 0; ++i, bits &= bits - 1) {
    to[i] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
}

[[gnu::always_inline]] inline void write(BlockMasks masks, std::uint32_t base, Output& out) {
  write_places(masks.separators, base, out.place);
  for (auto bits = masks.newlines; bits != 0; bits &= bits - 1) {
    const auto up_to_newline = masks.separators & (bits ^ (bits - 1));
    *out.row_end++ = out.places + static_cast<std::uint32_t>(std::popcount(up_to_newline));
  }
  const auto count = static_cast<std::uint32_t>(std::popcount(masks.separators));
  out.place += count;
  out.places += count;
}

/// Bits below the lowest one of `odd`.
std::uint64_t bits_before(std::uint64_t odd) {
  return (odd & (0 - odd)) - 1;
}

template <class Look>
[[gnu::always_inline]] inline void index_blocks(std::string_view text, const Look& eye, Output& out) {
  std::uint32_t base = 0;
  for (; base + block <= text.size(); base += block) {
    auto masks = eye.look(text.data() + base);
    const bool is_last = masks.odd != 0;
    if (is_last) [[unlikely]] {
      masks.separators &= bits_before(masks.odd);
      masks.newlines &= bits_before(masks.odd);
    }
    write(masks, base, out);
    if (is_last) return;
  }
  if (base == text.size()) return;
  char rest[block] = {};  // its zeros are odd, and end it
  std::memcpy(rest, text.data() + base, text.size() - base);
  auto masks = eye.look(rest);
  masks.separators &= bits_before(masks.odd);
  masks.newlines &= bits_before(masks.odd);
  write(masks, base, out);
}

void index_by_sse2(std::string_view text, char delimiter, Output& out) {
  index_blocks(text, Sse2(delimiter), out);
}

/// The same with wider registers and instructions for bits, where the processor has them.
struct Avx2 {
  char delimiter_byte;
  [[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]] inline BlockMasks look(const char* at) const;
};

[[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]] inline BlockMasks Avx2::look(const char* at) const {
  const __m256i delimiter = _mm256_set1_epi8(delimiter_byte);
  const __m256i newline = _mm256_set1_epi8('\n');
  const __m256i quote = _mm256_set1_epi8('"');
  BlockMasks masks{};
  for (int part = 0; part < 2; ++part) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at) + part);
    const __m256i newlines = _mm256_cmpeq_epi8(bytes, newline);
    const __m256i separators = _mm256_or_si256(newlines, _mm256_cmpeq_epi8(bytes, delimiter));
    const __m256i odd =
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
    const int shift = 32 * part;
    masks.separators |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(separators))} << shift;
    masks.newlines |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(newlines))} << shift;
    masks.odd |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(odd))} << shift;
  }
  return masks;
}

[[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]] void index_by_avx2(std::string_view text, char delimiter,
                                                                 Output& out) {
  index_blocks(text, Avx2{delimiter}, out);
}

using IndexText = void (*)(std::string_view, char, Output&);

IndexText best_index() {
  const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                        __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("popcnt") != 0;
  return has_avx2 ? index_by_avx2 : index_by_sse2;
}

}  // namespace

SeparatorIndex::SeparatorIndex()
    : places_(std::make_unique_for_overwrite<std::uint32_t[]>(1 + stretch + written_at_once)),
      row_ends_(std::make_unique_for_overwrite<std::uint32_t[]>(1 + stretch)) {
  places_[0] = static_cast<std::uint32_t>(-1);
  row_ends_[0] = 0;
}

void SeparatorIndex::fill(std::string_view text, char delimiter) {
  static const IndexText index_text = best_index();
  Output out{places_.get() + 1, row_ends_.get() + 1, 0};
  index_text(text.substr(0, stretch), delimiter, out);
  rows_ = static_cast<std::size_t>(out.row_end - row_ends_.get()) - 1;
  row_ = 0;
  text_ = text.data();
}

}  // namespace winnow::read
