// f1, f2 and f5 to f14 of RR-6829: one optimum, or a valley to it.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "evolve/bbob.hpp"
#include "evolve/bbob_setting.hpp"
#include "evolve/elementary.hpp"

namespace winnow::evolve::bbob {
namespace {

/// 10^(exponent·(i − 1)/(D − 1)).
Vector powers_of_ten(double exponent, std::size_t d) {
  Vector result;
  for (std::size_t i = 0; i < d; ++i) result.push_back(elementary::pow(10, exponent * along(i, d)));
  return result;
}

double weighted_squares(std::span<const double> weights, std::span<const double> z) {
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) sum += weights[i] * z[i] * z[i];
  return sum;
}

// f1
TestFunction make_sphere(std::size_t d, std::uint64_t seed) {
  const auto optimum = Setting(d, seed).optimum();
  const auto evaluate = [optimum](std::span<const double> x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - optimum[i]) * (x[i] - optimum[i]);
    return sum;
  };
  return {evaluate, optimum, search_bound};
}

// f2
TestFunction make_separable_ellipsoid(std::size_t d, std::uint64_t seed) {
  const auto optimum = Setting(d, seed).optimum();
  const auto evaluate = [optimum, weights = powers_of_ten(6, d)](std::span<const double> x) {
    auto z = shifted(x, optimum);
    oscillate(z);
    return weighted_squares(weights, z);
  };
  return {evaluate, optimum, search_bound};
}

// f5
TestFunction make_linear_slope(std::size_t d, std::uint64_t seed) {
  auto optimum = Setting(d, seed).signs();
  auto slopes = powers_of_ten(1, d);
  scale(slopes, optimum);
  for (auto& coordinate : optimum) coordinate *= search_bound;
  const auto evaluate = [optimum, slopes](std::span<const double> x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double z = x[i] * optimum[i] < 25 ? x[i] : optimum[i];
      sum += 5 * std::abs(slopes[i]) - slopes[i] * z;
    }
    return sum;
  };
  return {evaluate, optimum, search_bound};
}

// f6
TestFunction make_attractive_sector(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(10, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    scale(z, lambda);
    z = q.apply(z);
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      const double steep = z[i] * optimum[i] > 0 ? 100 * z[i] : z[i];
      sum += steep * steep;
    }
    return elementary::pow(oscillated(sum), 0.9);
  };
  return {evaluate, optimum, search_bound};
}

// f7
TestFunction make_step_ellipsoid(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(), lambda = conditioning(10, d),
                         weights = powers_of_ten(2, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    scale(z, lambda);
    const double first = std::abs(z[0]);
    for (auto& step : z) {
      step = std::abs(step) > 0.5 ? std::floor(0.5 + step) : std::floor(0.5 + 10 * step) / 10;
    }
    return 0.1 * std::max(first / 1e4, weighted_squares(weights, q.apply(z))) + penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

double rosenbrock_valley(std::span<const double> z) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < z.size(); ++i) {
    const double off = z[i] * z[i] - z[i + 1];
    sum += 100 * off * off + (z[i] - 1) * (z[i] - 1);
  }
  return sum;
}

double rosenbrock_scale(std::size_t d) {
  return std::max(1.0, std::sqrt(static_cast<double>(d)) / 8);
}

// f8
TestFunction make_rosenbrock(std::size_t d, std::uint64_t seed) {
  const auto optimum = Setting(d, seed).optimum(3);
  const auto evaluate = [optimum](std::span<const double> x) {
    auto z = shifted(x, optimum);
    for (auto& coordinate : z) coordinate = rosenbrock_scale(z.size()) * coordinate + 1;
    return rosenbrock_valley(z);
  };
  return {evaluate, optimum, search_bound};
}

// f9
TestFunction make_rotated_rosenbrock(std::size_t d, std::uint64_t seed) {
  const auto r = Setting(d, seed).r();
  const double factor = rosenbrock_scale(d);
  const auto evaluate = [r, factor](std::span<const double> x) {
    auto z = r.apply(x);
    for (auto& coordinate : z) coordinate = factor * coordinate + 0.5;
    return rosenbrock_valley(z);
  };
  return {evaluate, r.invert(Vector(d, 0.5 / factor)), search_bound};
}

// f10
TestFunction make_ellipsoid(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), weights = powers_of_ten(6, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    oscillate(z);
    return weighted_squares(weights, z);
  };
  return {evaluate, optimum, search_bound};
}

// f11
TestFunction make_discus(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r()](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    oscillate(z);
    return 1e6 * z[0] * z[0] + sum_of_squares(std::span(z).subspan(1));
  };
  return {evaluate, optimum, search_bound};
}

// f12
TestFunction make_bent_cigar(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r()](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    make_asymmetric(z, 0.5);
    z = r.apply(z);
    return z[0] * z[0] + 1e6 * sum_of_squares(std::span(z).subspan(1));
  };
  return {evaluate, optimum, search_bound};
}

// f13
TestFunction make_sharp_ridge(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(10, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    scale(z, lambda);
    z = q.apply(z);
    return z[0] * z[0] + 100 * std::sqrt(sum_of_squares(std::span(z).subspan(1)));
  };
  return {evaluate, optimum, search_bound};
}

// f14
TestFunction make_different_powers(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r()](std::span<const double> x) {
    const auto z = r.apply(shifted(x, optimum));
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      sum += elementary::pow(std::abs(z[i]), 2 + 4 * along(i, z.size()));
    }
    return std::sqrt(sum);
  };
  return {evaluate, optimum, search_bound};
}

constexpr std::array definitions = {
    Definition{"sphere", make_sphere},
    Definition{"separable_ellipsoid", make_separable_ellipsoid},
    Definition{"linear_slope", make_linear_slope},
    Definition{"attractive_sector", make_attractive_sector},
    Definition{"step_ellipsoid", make_step_ellipsoid},
    Definition{"rosenbrock", make_rosenbrock},
    Definition{"rotated_rosenbrock", make_rotated_rosenbrock},
    Definition{"ellipsoid", make_ellipsoid},
    Definition{"discus", make_discus},
    Definition{"bent_cigar", make_bent_cigar},
    Definition{"sharp_ridge", make_sharp_ridge},
    Definition{"different_powers", make_different_powers},
};

}  // namespace

std::span<const Definition> unimodal_definitions() {
  return definitions;
}

}  // namespace winnow::evolve::bbob
