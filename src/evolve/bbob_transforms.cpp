#include "evolve/bbob_transforms.hpp"

#include <cmath>

#include "evolve/elementary.hpp"
#include "evolve/random_words.hpp"

namespace winnow::evolve::bbob {

double oscillated(double x) {
  if (x == 0) return 0;
  const double logarithm = elementary::log(std::abs(x));
  const double c1 = x > 0 ? 10 : 5.5;
  const double c2 = x > 0 ? 7.9 : 3.1;
  const double wave = elementary::sin(c1 * logarithm) + elementary::sin(c2 * logarithm);
  return std::copysign(elementary::exp(logarithm + 0.049 * wave), x);
}

void oscillate(Vector& x) {
  for (auto& coordinate : x) coordinate = oscillated(coordinate);
}

void make_asymmetric(Vector& x, double beta) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > 0) x[i] = elementary::pow(x[i], 1 + beta * along(i, x.size()) * std::sqrt(x[i]));
  }
}

Vector conditioning(double alpha, std::size_t dimension) {
  Vector diagonal;
  for (std::size_t i = 0; i < dimension; ++i) {
    diagonal.push_back(elementary::pow(alpha, 0.5 * along(i, dimension)));
  }
  return diagonal;
}

void scale(Vector& x, std::span<const double> factors) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] *= factors[i];
}

double penalty(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x) {
    const double beyond = std::abs(coordinate) - 5;
    if (beyond > 0) sum += beyond * beyond;
  }
  return sum;
}

Rotation::Rotation(std::uint64_t seed, std::uint32_t stream, std::size_t dimension)
    : dimension_(dimension), columns_(dimension * dimension) {
  WordReader words(StreamKey{seed, Purpose::function, 0}, stream, {});
  const auto d = dimension;
  for (auto& entry : columns_) entry = words.normal();
  for (std::size_t k = 0; k < d; ++k) {
    double* column = columns_.data() + k * d;
    for (std::size_t before = 0; before < k; ++before) {
      const double* other = columns_.data() + before * d;
      double product = 0;
      for (std::size_t i = 0; i < d; ++i) product += column[i] * other[i];
      for (std::size_t i = 0; i < d; ++i) column[i] -= product * other[i];
    }
    double square = 0;
    for (std::size_t i = 0; i < d; ++i) square += column[i] * column[i];
    const double length = std::sqrt(square);
    for (std::size_t i = 0; i < d; ++i) column[i] /= length;
  }
}

// Column by column, so that no sum depends on another of the same pass and all become vector code.
Vector Rotation::apply(std::span<const double> x) const {
  Vector result(dimension_);
  for (std::size_t k = 0; k < dimension_; ++k) {
    const double* column = columns_.data() + k * dimension_;
    for (std::size_t i = 0; i < dimension_; ++i) result[i] += column[i] * x[k];
  }
  return result;
}

Vector Rotation::invert(std::span<const double> x) const {
  Vector result(dimension_);
  for (std::size_t k = 0; k < dimension_; ++k) {
    const double* column = columns_.data() + k * dimension_;
    for (std::size_t i = 0; i < dimension_; ++i) result[k] += column[i] * x[i];
  }
  return result;
}

}  // namespace winnow::evolve::bbob
