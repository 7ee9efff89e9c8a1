#include "winnow/plan/learned_model.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace winnow::plan {
namespace {

/// Base, overhead, gamma. Amounts are reckoned in MiB, so that all are of similar size.
using Coefficients = std::array<double, 3>;
enum : std::size_t { base_of_node, overhead_of_worker, gamma_of_pieces };

/// factors · coefficients = value.
struct Equation {
  Coefficients factors;
  double value = 0;
};

/// What a node had grown by at its peak.
struct Growth {
  Equation of;
  double peak = 0;
};

/// So much, relative to what was seen, costs a departure from what the coefficients are where what was seen
/// leaves a choice. Far less than the least slope of a residual.
constexpr double pull = 1e-3;

double mebibytes_of(base::Bytes bytes) {
  return static_cast<double>(bytes.count) / static_cast<double>(base::mebibytes(1).count);
}

base::Bytes bytes_of(double mebibytes) {
  return {static_cast<std::uint64_t>(std::ceil(mebibytes * static_cast<double>(base::mebibytes(1).count)))};
}

double dot(const Coefficients& a, const Coefficients& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// The nearest-rank quantile.
double upper_quantile(std::vector<double> values) {
  const auto rank = std::ceil(learned_quantile * static_cast<double>(values.size()));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double determinant(const Coefficients& a, const Coefficients& b, const Coefficients& c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
         a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/// By Cramer's rule; nothing where the equations depend on each other.
std::optional<Coefficients> solve(Equation a, Equation b, Equation c) {
  const auto whole = determinant(a.factors, b.factors, c.factors);
  if (std::abs(whole) < 1e-9) return std::nullopt;
  Coefficients solution{};
  for (std::size_t i = 0; i < solution.size(); ++i) {
    auto one = a.factors;
    auto two = b.factors;
    auto three = c.factors;
    one[i] = a.value;
    two[i] = b.value;
    three[i] = c.value;
    solution[i] = determinant(one, two, three) / whole;
  }
  return solution;
}

/// A linear programme: the sum of the residuals' losses, and of the pull towards `preferred`, is to be least.
class Regression {
 public:
  Regression(const std::vector<Growth>& seen, const Coefficients& preferred)
      : seen_(seen), preferred_(preferred) {
    for (const auto& [growth, peak] : seen_) {
      for (std::size_t i = 0; i < 3; ++i) largest_[i] = std::max(largest_[i], growth.factors[i] / peak);
    }
  }

  /// The least is at a corner, where three of the bends of its parts meet: so few equations are there that
  /// all corners can be looked at.
  [[nodiscard]] Coefficients least() const {
    const auto bends = this->bends();
    Coefficients best{};
    double best_loss = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < bends.size(); ++i) {
      for (std::size_t j = i + 1; j < bends.size(); ++j) {
        for (std::size_t k = j + 1; k < bends.size(); ++k) {
          auto corner = solve(bends[i], bends[j], bends[k]);
          if (!corner || !settle(*corner)) continue;
          const auto loss = loss_of(*corner);
          if (loss >= best_loss) continue;
          best_loss = loss;
          best = *corner;
        }
      }
    }
    return best;
  }

 private:
  [[nodiscard]] std::vector<Equation> bends() const {
    std::vector<Equation> bends;
    for (const auto& one : seen_) bends.push_back(one.of);
    for (std::size_t i = 0; i < 3; ++i) {
      Coefficients unit{};
      unit[i] = 1;
      bends.push_back({unit, preferred_[i]});
      if (preferred_[i] > 0) bends.push_back({unit, 0});
    }
    return bends;
  }

  /// False if a coefficient is negative by more than rounding.
  static bool settle(Coefficients& corner) {
    for (auto& one : corner) {
      if (one < -1e-6) return false;
      one = std::max(one, 0.0);
    }
    return true;
  }

  [[nodiscard]] double loss_of(const Coefficients& at) const {
    double loss = 0;
    for (const auto& [growth, peak] : seen_) {
      const auto above = (growth.value - dot(growth.factors, at)) / peak;
      loss += above > 0 ? learned_quantile * above : (learned_quantile - 1) * above;
    }
    for (const auto i : {base_of_node, gamma_of_pieces}) {
      loss += pull * largest_[i] * std::abs(at[i] - preferred_[i]);
    }
    return loss;
  }

  const std::vector<Growth>& seen_;
  Coefficients preferred_;
  Coefficients largest_{};  ///< factors, relative to what was seen
};

double margin_of(const Observation& one, std::span<const Observation> seen) {
  const auto alike = std::ranges::count_if(seen, [&](const auto& other) { return other.is_like(one); });
  return learned_margin(static_cast<std::size_t>(alike));
}

/// Of one of the ranks without a worker at its peak, and no more than of all ranks on the mean: workers would
/// have less than nothing. Nothing where there were none, or nobody looked.
std::optional<double> spare_rank(const Observation& one) {
  if (one.spare_ranks() == 0 || one.spare.count == 0) return std::nullopt;
  return std::min(mebibytes_of(one.spare) / one.spare_ranks(), mebibytes_of(one.peak) / one.ranks);
}

/// Of a rank that has no work, with the margin: else that of many ranks would be taken for their workers'.
double rank_without_work(std::span<const Observation> seen) {
  std::vector<double> idle;
  std::vector<double> spare;
  for (const auto& one : seen) {
    const auto margin = margin_of(one, seen);
    idle.push_back(margin * mebibytes_of(one.idle) / std::max(1U, one.ranks));
    if (const auto of_spare = spare_rank(one)) spare.push_back(margin * *of_spare);
  }
  const auto before_work = upper_quantile(std::move(idle));
  return spare.empty() ? before_work : std::max(before_work, upper_quantile(std::move(spare)));
}

}  // namespace

MemoryModel fit(std::span<const Observation> seen, const MemoryModel& prior) {
  assert(!seen.empty());
  std::vector<double> shared;
  for (const auto& one : seen) shared.push_back(mebibytes_of(one.shared));
  const auto rank = rank_without_work(seen);
  std::vector<Growth> growth;
  for (const auto& one : seen) {
    const auto peak = std::max(mebibytes_of(one.peak), 1.0);
    growth.push_back({{{1, static_cast<double>(one.workers), mebibytes_of(one.pieces)},
                       peak * margin_of(one, seen) - rank * one.ranks},
                      peak});
  }
  const auto found = Regression(growth, {upper_quantile(std::move(shared)), 0, prior.gamma}).least();
  MemoryModel model;
  model.base = bytes_of(found[base_of_node]);
  model.overhead = bytes_of(found[overhead_of_worker]);
  model.gamma = found[gamma_of_pieces];
  model.rank = bytes_of(rank);
  return model;
}

}  // namespace winnow::plan
