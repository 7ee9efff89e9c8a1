#pragma once
// How fast something grows, judged so that a few odd values, a jump or a warm-up do not decide it.

#include <algorithm>
#include <optional>
#include <span>

#include "winnow/base/units.hpp"
#include "winnow/watch/quantity.hpp"
#include "winnow/watch/sample.hpp"
#include "winnow/watch/series.hpp"

namespace winnow::watch {

/// A slope with its confidence interval of 95 %, in the value's unit per second.
struct Growth {
  double slope = 0;
  double lower = 0;
  double upper = 0;
  base::Seconds over;  ///< from the first point to the last
};

struct Point {
  base::Seconds time;
  double value = 0;
};

/// The median of the slopes between all pairs of points (Theil 1950, Proc. Kon. Ned. Akad. Wet. A 53:386;
/// Sen 1968, J. Am. Stat. Assoc. 63:1379, section 3), with Sen's interval: between the slopes whose ranks lie
/// z √Var(S) / 2 below and above it among N, where Var(S) is that of Kendall's S with ties (Kendall 1975,
/// Rank Correlation Methods, section 4.9). Nothing for fewer than fewest_points, where the interval means
/// little. Points are in the order of time. It takes n points as independent; values that hang together make
/// the interval too narrow. Time and memory n².
[[nodiscard]] std::optional<Growth> growth_of(std::span<const Point> points);

inline constexpr std::size_t fewest_points = 10;

/// That of the later half of the time, by samples evenly apart: what a run takes at its start is no growth
/// that goes on.
[[nodiscard]] std::optional<Growth> growth_of(const Series& series, Quantity quantity);

/// A process's memory in RAM without what it keeps on purpose (Quantity::held), and half as much again, which
/// the allocator and copies on their way take besides. Nothing where it was not measured.
[[nodiscard]] std::optional<double> unexplained_memory(const Sample& sample);

/// How fast that grows, in the later half of the time up to `until`, likewise.
[[nodiscard]] std::optional<Growth> unexplained_growth(const Series& series,
                                                       base::Seconds until = base::Seconds::never());

/// How fast it has grown of late: as far back as samples are whole, and no further than in the later half.
[[nodiscard]] std::optional<Growth> latest_unexplained_growth(const Series& series);

/// Likewise that of a quantity.
[[nodiscard]] std::optional<Growth> latest_growth(const Series& series, Quantity quantity);

/// It adds more than `amount` in each `time`, with a certainty of 97.5 %. What was looked at for a shorter
/// time must have added all of that already: a second says nothing about an hour.
[[nodiscard]] inline bool exceeds(const Growth& growth, double amount, base::Seconds time) {
  return growth.lower * std::min(time, growth.over).count > amount;
}

}  // namespace winnow::watch
