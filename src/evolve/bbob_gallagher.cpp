// f21 and f22 of RR-6829: peaks at random places.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "evolve/bbob.hpp"
#include "evolve/bbob_setting.hpp"
#include "evolve/elementary.hpp"

namespace winnow::evolve::bbob {
namespace {

struct Peak {
  double height;    // w_i
  Vector place;     // R y_i
  Vector diagonal;  // of C_i
};

/// Gallagher's peaks of f21 and f22: `count` of them, the highest one first.
std::vector<Peak> gallagher_peaks(const Setting& setting, std::size_t count, double reach,
                                  double highest_condition, const Rotation& r, Vector& optimum) {
  const auto d = setting.dimension();
  const auto places = setting.points(count, reach);
  const auto conditions = setting.shuffled(count - 1, 0);
  const double steps = static_cast<double>(count - 2);
  std::vector<Peak> peaks;
  for (std::size_t k = 0; k < count; ++k) {
    Vector place(places.begin() + static_cast<std::ptrdiff_t>(k * d),
                 places.begin() + static_cast<std::ptrdiff_t>((k + 1) * d));
    double height = 10;
    double alpha = highest_condition;
    if (k == 0) {
      for (auto& coordinate : place)
        coordinate *= 0.8;  // [−4, 4] of [−5, 5], and [−3.92, 3.92] of [−4.9, 4.9]
      optimum = place;
    } else {
      height = 1.1 + 8 * static_cast<double>(k - 1) / steps;
      alpha = elementary::pow(1000, 2 * static_cast<double>(conditions[k - 1]) / steps);
    }
    const auto sorted = conditioning(alpha, d);
    const double divisor = std::sqrt(std::sqrt(alpha));
    Vector permuted;
    for (const auto i : setting.shuffled(d, static_cast<std::uint32_t>(k + 1))) {
      permuted.push_back(sorted[i] / divisor);
    }
    peaks.push_back({height, r.apply(place), std::move(permuted)});
  }
  return peaks;
}

TestFunction make_gallagher(std::size_t d, std::uint64_t seed, std::size_t count, double reach,
                            double condition) {
  const Setting setting(d, seed);
  const auto r = setting.r();
  Vector optimum;
  const auto peaks = gallagher_peaks(setting, count, reach, condition, r, optimum);
  const auto evaluate = [peaks, r](std::span<const double> x) {
    const auto turned = r.apply(x);
    double highest = 0;
    for (const auto& peak : peaks) {
      double distance = 0;
      for (std::size_t i = 0; i < turned.size(); ++i) {
        const double off = turned[i] - peak.place[i];
        distance += peak.diagonal[i] * off * off;
      }
      const double value =
          peak.height * elementary::exp(-distance / (2 * static_cast<double>(turned.size())));
      highest = std::max(highest, value);
    }
    const double below = oscillated(10 - highest);
    return below * below + penalty(x);
  };
  return {evaluate, optimum, search_bound};
}

// f21
TestFunction make_gallagher101(std::size_t d, std::uint64_t seed) {
  return make_gallagher(d, seed, 101, 5, 1000);
}

// f22
TestFunction make_gallagher21(std::size_t d, std::uint64_t seed) {
  return make_gallagher(d, seed, 21, 4.9, 1e6);
}

constexpr std::array definitions = {
    Definition{"gallagher101", make_gallagher101},
    Definition{"gallagher21", make_gallagher21},
};

}  // namespace

std::span<const Definition> gallagher_definitions() {
  return definitions;
}

}  // namespace winnow::evolve::bbob
