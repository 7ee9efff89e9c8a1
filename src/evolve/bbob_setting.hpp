#pragma once
// What a function of BBOB draws from its seed.

#include <cstddef>
#include <cstdint>

#include "evolve/bbob_transforms.hpp"

namespace winnow::evolve::bbob {

constexpr double search_bound = 5;  // RR-6829, section 0.1: the search domain is [−5, 5]^D

class Setting {
 public:
  Setting(std::size_t dimension, std::uint64_t seed) : dimension_(dimension), seed_(seed) {}

  [[nodiscard]] std::size_t dimension() const { return dimension_; }

  /// x_opt, uniform in [−reach, reach]^D.
  [[nodiscard]] Vector optimum(double reach = 4) const { return points(1, reach); }

  /// `count` points uniform in [−reach, reach]^D, row by row.
  [[nodiscard]] Vector points(std::size_t count, double reach) const;

  /// 1_±: each coordinate 1 or −1, with the same odds.
  [[nodiscard]] Vector signs() const;

  /// 0 … n − 1 in random order, another for each stream.
  [[nodiscard]] std::vector<std::size_t> shuffled(std::size_t n, std::uint32_t stream) const;

  [[nodiscard]] Rotation r() const { return {seed_, 0, dimension_}; }
  [[nodiscard]] Rotation q() const { return {seed_, 1, dimension_}; }

 private:
  std::size_t dimension_;
  std::uint64_t seed_;
};

/// x − optimum.
[[nodiscard]] Vector shifted(std::span<const double> x, std::span<const double> optimum);

/// The part of `x` that a function of the plain form sums: Σ x_i².
[[nodiscard]] double sum_of_squares(std::span<const double> x);

}  // namespace winnow::evolve::bbob
