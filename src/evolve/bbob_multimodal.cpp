// f3, f4, f15 to f20, f23 and f24 of RR-6829: many optima, with or without a structure.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "evolve/bbob.hpp"
#include "evolve/bbob_setting.hpp"
#include "evolve/elementary.hpp"

namespace winnow::evolve::bbob {
namespace {

/// 10·(D − Σ cos 2πz_i).
double rastrigin_waves(std::span<const double> z) {
  double sum = 0;
  for (const double coordinate : z) sum += 1 - elementary::cos_turns(coordinate);
  return 10 * sum;
}

// f3
TestFunction make_separable_rastrigin(std::size_t d, std::uint64_t seed) {
  const auto optimum = Setting(d, seed).optimum();
  const auto evaluate = [optimum, lambda = conditioning(10, d)](std::span<const double> x) {
    auto z = shifted(x, optimum);
    oscillate(z);
    make_asymmetric(z, 0.2);
    scale(z, lambda);
    return rastrigin_waves(z) + sum_of_squares(z);
  };
  return {evaluate, optimum, search_bound};
}

// f4; its optimum is positive in the odd coordinates, counted from 1, which are the steep ones.
TestFunction make_bueche_rastrigin(std::size_t d, std::uint64_t seed) {
  auto optimum = Setting(d, seed).optimum();
  for (std::size_t i = 0; i < d; i += 2) optimum[i] = std::abs(optimum[i]);
  const auto evaluate = [optimum, lambda = conditioning(10, d)](std::span<const double> x) {
    auto z = shifted(x, optimum);
    oscillate(z);
    scale(z, lambda);
    for (std::size_t i = 0; i < z.size(); i += 2) z[i] *= z[i] > 0 ? 10 : 1;
    return rastrigin_waves(z) + sum_of_squares(z) + 100 * penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

// f15
TestFunction make_rastrigin(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(10, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    oscillate(z);
    make_asymmetric(z, 0.2);
    z = q.apply(z);
    scale(z, lambda);
    z = r.apply(z);
    return rastrigin_waves(z) + sum_of_squares(z);
  };
  return {evaluate, optimum, search_bound};
}

/// Σ_k ½^k·cos(2π·3^k·(z + ½)), k = 0 … 11.
double weierstrass_sum(double z) {
  double sum = 0;
  double weight = 1;
  double frequency = 1;
  for (int k = 0; k < 12; ++k) {
    sum += weight * elementary::cos_turns(frequency * (z + 0.5));
    weight /= 2;
    frequency *= 3;
  }
  return sum;
}

// f16
TestFunction make_weierstrass(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(0.01, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    oscillate(z);
    z = q.apply(z);
    scale(z, lambda);
    z = r.apply(z);
    double sum = 0;
    for (const double coordinate : z) sum += weierstrass_sum(coordinate) - weierstrass_sum(0);
    const double n = static_cast<double>(z.size());
    const double mean = sum / n;
    return 10 * mean * mean * mean + 10 / n * penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

TestFunction make_schaffers(std::size_t d, std::uint64_t seed, double alpha) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(alpha, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    make_asymmetric(z, 0.5);
    z = q.apply(z);
    scale(z, lambda);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < z.size(); ++i) {
      const double s = std::sqrt(z[i] * z[i] + z[i + 1] * z[i + 1]);
      const double wave = elementary::sin(50 * elementary::pow(s, 0.2));
      sum += std::sqrt(s) * (1 + wave * wave);
    }
    const double mean = sum / static_cast<double>(z.size() - 1);
    return mean * mean + 10 * penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

// f17
TestFunction make_schaffers_f7(std::size_t d, std::uint64_t seed) {
  return make_schaffers(d, seed, 10);
}

// f18
TestFunction make_ill_conditioned_schaffers_f7(std::size_t d, std::uint64_t seed) {
  return make_schaffers(d, seed, 1000);
}

// f19
TestFunction make_griewank_rosenbrock(std::size_t d, std::uint64_t seed) {
  const auto r = Setting(d, seed).r();
  const double factor = std::max(1.0, std::sqrt(static_cast<double>(d)) / 8);
  const auto evaluate = [r, factor](std::span<const double> x) {
    auto z = r.apply(x);
    for (auto& coordinate : z) coordinate = factor * coordinate + 0.5;
    double sum = 0;
    for (std::size_t i = 0; i + 1 < z.size(); ++i) {
      const double off = z[i] * z[i] - z[i + 1];
      const double s = 100 * off * off + (z[i] - 1) * (z[i] - 1);
      sum += s / 4000 + (1 - elementary::cos(s));
    }
    return 10 * sum / static_cast<double>(z.size() - 1);
  };
  return {evaluate, r.invert(Vector(d, 0.5 / factor)), search_bound};
}

// f20. The constants are those of the definition: |x_opt| = 4.2096874633/2, and what makes the least value 0.
TestFunction make_schwefel(std::size_t d, std::uint64_t seed) {
  constexpr double twice_optimum = 4.2096874633;
  const auto signs = Setting(d, seed).signs();
  auto optimum = signs;
  for (auto& coordinate : optimum) coordinate *= twice_optimum / 2;
  const auto evaluate = [signs, lambda = conditioning(10, d)](std::span<const double> x) {
    const auto n = x.size();
    Vector doubled(n);
    for (std::size_t i = 0; i < n; ++i) doubled[i] = 2 * signs[i] * x[i];
    double sum = 0;
    double beyond = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double before = i == 0 ? 0 : 0.25 * (doubled[i - 1] - twice_optimum);
      const double z = 100 * (lambda[i] * (doubled[i] + before - twice_optimum) + twice_optimum);
      sum += z * elementary::sin(std::sqrt(std::abs(z)));
      const double scaled = z / 100;
      beyond += penalty({&scaled, 1});
    }
    return 4.189828872724339 - sum / (100 * static_cast<double>(n)) + 100 * beyond;
  };
  return {evaluate, optimum, search_bound};
}

/// Σ_j |2^j·z − [2^j·z]|/2^j, j = 1 … 32, the brackets being the nearest integer.
double katsuura_sum(double z) {
  double sum = 0;
  double power = 2;
  for (int j = 1; j <= 32; ++j) {
    sum += std::abs(power * z - elementary::nearest_integer(power * z)) / power;
    power *= 2;
  }
  return sum;
}

// f23
TestFunction make_katsuura(std::size_t d, std::uint64_t seed) {
  const Setting setting(d, seed);
  const auto optimum = setting.optimum();
  const auto evaluate = [optimum, r = setting.r(), q = setting.q(),
                         lambda = conditioning(100, d)](std::span<const double> x) {
    auto z = r.apply(shifted(x, optimum));
    scale(z, lambda);
    z = q.apply(z);
    const double n = static_cast<double>(z.size());
    double product = 1;
    for (std::size_t i = 0; i < z.size(); ++i) product *= 1 + static_cast<double>(i + 1) * katsuura_sum(z[i]);
    const double power = elementary::pow(product, 10 / elementary::pow(n, 1.2));
    return 10 / (n * n) * (power - 1) + penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

// f24
TestFunction make_lunacek(std::size_t d, std::uint64_t seed) {
  constexpr double mu_0 = 2.5;
  constexpr double depth = 1;  // d of the definition
  const Setting setting(d, seed);
  const auto signs = setting.signs();
  const double n = static_cast<double>(d);
  const double s = 1 - 1 / (2 * std::sqrt(n + 20) - 8.2);
  const double mu_1 = -std::sqrt((mu_0 * mu_0 - depth) / s);
  auto optimum = signs;
  for (auto& coordinate : optimum) coordinate *= mu_0 / 2;
  const auto evaluate = [=, r = setting.r(), q = setting.q(),
                         lambda = conditioning(100, d)](std::span<const double> x) {
    Vector z(x.size());
    double near = 0;
    double far = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double doubled = 2 * signs[i] * x[i];
      near += (doubled - mu_0) * (doubled - mu_0);
      far += (doubled - mu_1) * (doubled - mu_1);
      z[i] = doubled - mu_0;
    }
    z = r.apply(z);
    scale(z, lambda);
    z = q.apply(z);
    return std::min(near, depth * n + s * far) + rastrigin_waves(z) + 1e4 * penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

constexpr std::array definitions = {
    Definition{"separable_rastrigin", make_separable_rastrigin},
    Definition{"bueche_rastrigin", make_bueche_rastrigin},
    Definition{"rastrigin", make_rastrigin},
    Definition{"weierstrass", make_weierstrass},
    Definition{"schaffers_f7", make_schaffers_f7},
    Definition{"ill_conditioned_schaffers_f7", make_ill_conditioned_schaffers_f7},
    Definition{"griewank_rosenbrock", make_griewank_rosenbrock},
    Definition{"schwefel", make_schwefel},
    Definition{"katsuura", make_katsuura},
    Definition{"lunacek", make_lunacek},
};

}  // namespace

std::span<const Definition> multimodal_definitions() {
  return definitions;
}

}  // namespace winnow::evolve::bbob
