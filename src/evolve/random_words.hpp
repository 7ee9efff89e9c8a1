#pragma once
// The random numbers of a search: 32-bit words of Philox4x32-10 (Salmon et al., SC'11), the same numbers as
// base::Random's generator gives, made in blocks that a compiler turns into vector code. A word is a function
// of (seed, purpose, number, individual, position), so that trials may be made in any order and any slices.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::evolve {

/// What words are for: other purposes have other words.
enum class Purpose : std::uint8_t { init, trial, scatter, dither, archive, island, function };

/// One stream for each individual of a generation (`number`), or for each trial of a steady search.
struct StreamKey {
  std::uint64_t seed = 0;
  Purpose purpose = Purpose::trial;
  std::uint64_t number = 0;  ///< below 2^56
};

constexpr std::size_t words_per_block = 4;

/// The first words of several individuals, one row each. Kept to be filled again without allocating.
class WordRows {
 public:
  /// Words 0 to 4·blocks − 1 of `individuals` individuals from `first` on.
  void make(const StreamKey& key, std::uint32_t first, std::size_t individuals, std::size_t blocks);

  [[nodiscard]] std::span<const std::uint32_t> row(std::size_t individual) const {
    const auto size = blocks_ * words_per_block;
    return {words_.data() + individual * size, size};
  }

 private:
  std::size_t blocks_ = 0;
  std::vector<std::uint32_t> words_;
};

/// The words of one individual, read in order: those made in advance, then, one block at a time, those after.
class WordReader {
 public:
  /// `ready` holds the words from 0 on, whole blocks, and must outlive the reader.
  WordReader(const StreamKey& key, std::uint32_t individual, std::span<const std::uint32_t> ready)
      : key_(key), individual_(individual), ready_(ready) {}

  /// Skips to the word at `position`, which must be within those ready.
  void skip_to(std::size_t position) { next_ = position; }

  std::uint32_t word() { return next_ < ready_.size() ? ready_[next_++] : late_word(); }

  /// Uniform in (0, 1): the middle of one of 2^32 equal intervals.
  double uniform() { return (word() + 0.5) * 0x1p-32; }

  /// Uniform in [0, n), for n far below 2^32.
  std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>((std::uint64_t{word()} * n) >> 32); }

  /// Normal with mean 0 and deviation 1.
  double normal();

  /// Cauchy with location 0 and scale 1.
  double cauchy();

 private:
  std::uint32_t late_word();

  StreamKey key_;
  std::uint32_t individual_;
  std::span<const std::uint32_t> ready_;
  std::size_t next_ = 0;
  std::uint32_t late_[words_per_block] = {};
};

}  // namespace winnow::evolve
