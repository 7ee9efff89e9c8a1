#include "rotated_functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "winnow/base/random.hpp"

namespace winnow::benchmarks {
namespace {

using Vector = std::vector<double>;

constexpr double bound = 100;
constexpr double reach_of_optimum = 80;

double normal(base::RandomSequence& random) {
  const double radius = std::sqrt(-2 * std::log1p(-random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

/// An orthogonal matrix, row by row, by orthonormalising one of normal entries.
std::vector<Vector> orthogonal_matrix(std::size_t size, base::RandomSequence& random) {
  std::vector<Vector> rows(size, Vector(size));
  for (std::size_t i = 0; i < size; ++i) {
    auto& row = rows[i];
    for (auto& entry : row) entry = normal(random);
    for (std::size_t before = 0; before < i; ++before) {
      const double along = std::inner_product(row.begin(), row.end(), rows[before].begin(), 0.0);
      for (std::size_t j = 0; j < size; ++j) row[j] -= along * rows[before][j];
    }
    const double length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
    for (auto& entry : row) entry /= length;
  }
  return rows;
}

/// The optimum and the rotation of an instance.
class Instance {
 public:
  Instance(std::size_t dimension, std::uint64_t seed) {
    base::RandomSequence random(seed, 0);
    for (std::size_t i = 0; i < dimension; ++i) {
      optimum_.push_back(reach_of_optimum * (2 * random.uniform() - 1));
    }
    std::vector<std::size_t> order(dimension);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t first = 0; first < dimension; first += groups_.back().members.size()) {
      const auto size = std::min<std::size_t>(3 + random.below(2), dimension - first);
      const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
      groups_.push_back(
          {{begin, begin + static_cast<std::ptrdiff_t>(size)}, orthogonal_matrix(size, random)});
    }
  }

  [[nodiscard]] const Vector& optimum() const { return optimum_; }

  /// factor·(x − optimum).
  [[nodiscard]] Vector shifted(std::span<const double> x, double factor) const {
    Vector result(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) result[i] = factor * (x[i] - optimum_[i]);
    return result;
  }

  [[nodiscard]] Vector rotated(std::span<const double> x) const {
    Vector result(x.size());
    for (const auto& [members, matrix] : groups_) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < members.size(); ++j) sum += matrix[i][j] * x[members[j]];
        result[members[i]] = sum;
      }
    }
    return result;
  }

 private:
  struct Group {
    std::vector<std::size_t> members;
    std::vector<Vector> matrix;
  };

  Vector optimum_;
  std::vector<Group> groups_;
};

double rastrigin(const Instance& instance, std::span<const double> x) {
  double sum = 0;
  for (const double z : instance.rotated(instance.shifted(x, 5.12 / 100))) {
    sum += z * z - 10 * std::cos(2 * std::numbers::pi * z) + 10;
  }
  return sum;
}

double lunacek(const Instance& instance, std::span<const double> x) {
  const auto n = static_cast<double>(x.size());
  constexpr double mu_0 = 2.5;
  const double s = 1 - 1 / (2 * std::sqrt(n + 20) - 8.2);
  const double mu_1 = -std::sqrt((mu_0 * mu_0 - 1) / s);
  auto y = instance.shifted(x, 2 * 10.0 / 100);
  double near = 0;
  double far = n;
  for (std::size_t i = 0; i < y.size(); ++i) {
    y[i] = std::copysign(1, instance.optimum()[i]) * y[i];
    near += y[i] * y[i];
    far += s * (y[i] + mu_0 - mu_1) * (y[i] + mu_0 - mu_1);
  }
  double waves = n;
  for (const double z : instance.rotated(y)) waves -= std::cos(2 * std::numbers::pi * z);
  return std::min(near, far) + 10 * waves;
}

/// −g(z) of the modified Schwefel function in n dimensions.
double schwefel_term(double z, double n) {
  if (std::abs(z) <= 500) return -z * std::sin(std::sqrt(std::abs(z)));
  const double folded = 500 - std::fmod(std::abs(z), 500);
  const double beyond = std::abs(z) - 500;
  return std::copysign(folded, -z) * std::sin(std::sqrt(folded)) + beyond * beyond / (10'000 * n);
}

double schwefel(const Instance& instance, std::span<const double> x) {
  const auto n = static_cast<double>(x.size());
  double sum = 418.982887272433799 * n;
  for (const double z : instance.rotated(instance.shifted(x, 1000.0 / 100))) {
    sum += schwefel_term(z + 420.968746227503615, n);
  }
  return sum;
}

}  // namespace

base::Result<evolve::TestFunction> make_rotated_function(std::string_view name, std::size_t dimension,
                                                         std::uint64_t seed) {
  using Formula = double (*)(const Instance&, std::span<const double>);
  constexpr std::pair<std::string_view, Formula> formulas[] = {
      {"cec5", rastrigin}, {"cec7", lunacek}, {"cec10", schwefel}};
  const auto* found = std::ranges::find(formulas, name, &std::pair<std::string_view, Formula>::first);
  if (found == std::end(formulas)) {
    return base::fail(fmt::format("unknown function {}", name), "", "name cec5, cec7 or cec10");
  }
  const Instance instance(dimension, seed);
  return evolve::TestFunction(
      [instance, formula = found->second](std::span<const double> x) { return formula(instance, x); },
      instance.optimum(), bound);
}

}  // namespace winnow::benchmarks
