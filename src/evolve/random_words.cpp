#include "evolve/random_words.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "evolve/elementary.hpp"

namespace winnow::evolve {
namespace {

// Salmon et al., table 2 and section 4.2: the multipliers of Philox4x32 and the Weyl steps of its key.
constexpr std::uint32_t multiplier_0 = 0xD2511F53;
constexpr std::uint32_t multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t key_step_0 = 0x9E3779B9;
constexpr std::uint32_t key_step_1 = 0xBB67AE85;
constexpr int rounds = 10;

std::uint32_t low(std::uint64_t x) {
  return static_cast<std::uint32_t>(x);
}

std::uint32_t high(std::uint64_t x) {
  return static_cast<std::uint32_t>(x >> 32);
}

/// Two words in 64-bit lanes, whose upper halves are not looked at.
using Pair = std::uint64_t __attribute__((vector_size(16)));

/// The full products of the lower halves. Written out because GCC makes three multiplications of the plain
/// form.
Pair product(Pair words, std::uint64_t multiplier) {
  const Pair multipliers{multiplier, multiplier};
#ifdef __SSE2__
  return reinterpret_cast<Pair>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(words), reinterpret_cast<__m128i>(multipliers)));
#else
  return (words & 0xffffffff) * multipliers;
#endif
}

constexpr std::size_t pairs =
    2;  // enough to hide the latency of a multiplication, and few enough for registers
constexpr std::size_t lanes = 2 * pairs;

/// Four blocks at once, word by word.
struct Blocks {
  Pair words[words_per_block][pairs];
};

void philox(Blocks& blocks, std::uint64_t seed) {
  auto& [c0, c1, c2, c3] = blocks.words;
  std::uint32_t key_0 = low(seed);
  std::uint32_t key_1 = high(seed);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t p = 0; p < pairs; ++p) {
      const auto product_0 = product(c0[p], multiplier_0);
      const auto product_1 = product(c2[p], multiplier_1);
      c0[p] = (product_1 >> 32) ^ c1[p] ^ std::uint64_t{key_0};
      c1[p] = product_1;
      c2[p] = (product_0 >> 32) ^ c3[p] ^ std::uint64_t{key_1};
      c3[p] = product_0;
    }
    key_0 += key_step_0;
    key_1 += key_step_1;
  }
}

/// The words of each block side by side.
void store(const Blocks& blocks, std::uint32_t* out) {
  const auto& [c0, c1, c2, c3] = blocks.words;
  constexpr std::uint64_t lower_half = 0xffffffff;
  for (std::size_t p = 0; p < pairs; ++p) {
    const Pair front = (c0[p] & lower_half) | (c1[p] << 32);
    const Pair back = (c2[p] & lower_half) | (c3[p] << 32);
    const std::uint64_t both[] = {front[0], back[0], front[1], back[1]};
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(out + p * 2 * words_per_block, both, sizeof both);
  }
}

struct NumberWords {
  std::uint64_t low;
  std::uint64_t high;
};

NumberWords counter_of(const StreamKey& key) {
  return {low(key.number), high(key.number) | (static_cast<std::uint32_t>(key.purpose) << 24)};
}

}  // namespace

void WordRows::make(const StreamKey& key, std::uint32_t first, std::size_t individuals, std::size_t blocks) {
  blocks_ = blocks;
  const auto groups = (individuals * blocks + lanes - 1) / lanes;
  if (words_.size() < groups * lanes * words_per_block) words_.resize(groups * lanes * words_per_block);
  const auto numbers = counter_of(key);
  std::uint64_t block = 0;
  std::uint64_t individual = first;
  auto* out = words_.data();
  for (std::size_t group = 0; group < groups; ++group, out += lanes * words_per_block) {
    Blocks state;
    for (std::size_t p = 0; p < pairs; ++p) {
      const bool wraps = block + 1 == blocks;
      const std::uint64_t next_block = wraps ? 0 : block + 1;
      const std::uint64_t next_individual = individual + (wraps ? 1 : 0);
      state.words[0][p] = Pair{block, next_block};
      state.words[1][p] = Pair{individual, next_individual};
      state.words[2][p] = Pair{numbers.low, numbers.low};
      state.words[3][p] = Pair{numbers.high, numbers.high};
      const bool wraps_again = next_block + 1 == blocks;
      block = wraps_again ? 0 : next_block + 1;
      individual = next_individual + (wraps_again ? 1 : 0);
    }
    philox(state, key.seed);
    store(state, out);
  }
}

std::uint32_t WordReader::late_word() {
  const auto position = next_ % words_per_block;
  if (position == 0) {
    Blocks state{};
    state.words[0][0][0] = next_ / words_per_block;
    state.words[1][0][0] = individual_;
    state.words[2][0][0] = counter_of(key_).low;
    state.words[3][0][0] = counter_of(key_).high;
    philox(state, key_.seed);
    for (std::size_t w = 0; w < words_per_block; ++w) late_[w] = low(state.words[w][0][0]);
  }
  ++next_;
  return late_[position];
}

// Leva, "A fast normal random number generator", ACM Trans. Math. Softw. 18 (1992), figure 2, with its
// constants: the ratio of two uniform numbers, whose acceptance takes a logarithm once in eighty times.
double WordReader::normal() {
  while (true) {
    const double u = uniform();
    const double v = 1.7156 * (uniform() - 0.5);
    const double x = u - 0.449871;
    const double y = std::abs(v) + 0.386595;
    const double q = x * x + y * (0.19600 * y - 0.25472 * x);
    if (q < 0.27597) return v / u;
    if (q <= 0.27846 && v * v <= -4 * elementary::log(u) * u * u) return v / u;
  }
}

// The ratio of the coordinates of a point that is uniform in the unit disc has that distribution (Devroye,
// "Non-Uniform Random Variate Generation", 1986, section IX.1.2).
double WordReader::cauchy() {
  while (true) {
    const double x = 2 * uniform() - 1;
    const double y = 2 * uniform() - 1;
    if (x * x + y * y <= 1) return y / x;
  }
}

}  // namespace winnow::evolve
