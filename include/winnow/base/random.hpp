#pragma once
// Random numbers without state: the number at (seed, stream, index) is always the same, whoever asks, in
// whatever order. Philox4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11, as
// implemented by Random123.

#include <cstdint>

namespace winnow::base {

/// A number of the system's that nobody foresees: for names that must be nobody else's, and never for an
/// answer.
[[nodiscard]] std::uint64_t unforeseen();

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  /// 64 uniform bits at `index`.
  [[nodiscard]] std::uint64_t bits(std::uint64_t index) const;

  /// Uniform in [0, 1) with 53 bits, at `index`.
  [[nodiscard]] double uniform(std::uint64_t index) const;

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
};

/// A Random read in order: for tests and simulations. A C++ uniform random bit generator.
class RandomSequence {
 public:
  using result_type = std::uint64_t;

  RandomSequence(std::uint64_t seed, std::uint64_t stream) : random_(seed, stream) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return random_.bits(index_++); }

  double uniform() { return random_.uniform(index_++); }

  /// Uniform in [0, n), without bias worth a test: n must be above 0 and far below 2^64.
  std::uint64_t below(std::uint64_t n) { return (*this)() % n; }

 private:
  Random random_;
  std::uint64_t index_ = 0;
};

}  // namespace winnow::base
