#pragma once
// What the definitions of BBOB are built of (RR-6829, section 0.2).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::evolve::bbob {

using Vector = std::vector<double>;

/// (i − 1)/(D − 1) for i = 1 … D: how far along the coordinates, from 0 to 1.
[[nodiscard]] inline double along(std::size_t index, std::size_t dimension) {
  return static_cast<double>(index) / static_cast<double>(dimension - 1);
}

/// T_osz of a number and of each coordinate.
[[nodiscard]] double oscillated(double x);
void oscillate(Vector& x);

/// T_asy^beta.
void make_asymmetric(Vector& x, double beta);

/// Λ^alpha: the diagonal alpha^(½·(i − 1)/(D − 1)).
[[nodiscard]] Vector conditioning(double alpha, std::size_t dimension);
void scale(Vector& x, std::span<const double> factors);

/// f_pen: the squared distance to the box [−5, 5]^D.
[[nodiscard]] double penalty(std::span<const double> x);

/// An orthogonal matrix, by orthonormalising one of normal entries.
class Rotation {
 public:
  Rotation(std::uint64_t seed, std::uint32_t stream, std::size_t dimension);

  /// R x and its inverse, Rᵀ x.
  [[nodiscard]] Vector apply(std::span<const double> x) const;
  [[nodiscard]] Vector invert(std::span<const double> x) const;

 private:
  std::size_t dimension_;
  Vector columns_;
};

}  // namespace winnow::evolve::bbob
