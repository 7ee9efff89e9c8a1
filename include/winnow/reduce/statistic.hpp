#pragma once
// The statistics a study may ask for, by name.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::reduce {

/// A share of a distribution, as p95 and p99.9 name it: 0 to 100 % in steps of a ten-thousandth of a percent.
struct Percentile {
  std::uint32_t millionths = 0;  ///< at most `whole`

  static constexpr std::uint32_t whole = 1'000'000;

  auto operator<=>(const Percentile&) const = default;
};

/// What one number tells of the values of a metric in a group. A value type; the constants below are those
/// without a parameter.
class Statistic {
 public:
  enum class Kind : std::uint8_t {
    count,
    missing,
    sum,
    mean,
    std,
    sem,
    ci95,
    minimum,
    maximum,
    median,
    percentile,
    first,
    last
  };

  static const Statistic count, missing, sum, mean, std, sem, ci95, minimum, maximum, median, first, last;

  /// pNN.
  constexpr explicit Statistic(Percentile percentile) : kind_(Kind::percentile), percentile_(percentile) {}

  [[nodiscard]] constexpr Kind kind() const { return kind_; }

  /// Of a median, too; only these two kinds have one.
  [[nodiscard]] constexpr Percentile percentile() const { return percentile_; }

  constexpr bool operator==(const Statistic&) const = default;

 private:
  constexpr explicit Statistic(Kind kind, Percentile percentile = {})
      : kind_(kind), percentile_(percentile) {}

  Kind kind_;
  Percentile percentile_;
};

inline constexpr Statistic Statistic::count{Kind::count};
inline constexpr Statistic Statistic::missing{Kind::missing};
inline constexpr Statistic Statistic::sum{Kind::sum};
inline constexpr Statistic Statistic::mean{Kind::mean};
inline constexpr Statistic Statistic::std{Kind::std};
inline constexpr Statistic Statistic::sem{Kind::sem};
inline constexpr Statistic Statistic::ci95{Kind::ci95};
inline constexpr Statistic Statistic::minimum{Kind::minimum};
inline constexpr Statistic Statistic::maximum{Kind::maximum};
inline constexpr Statistic Statistic::median{Kind::median, {Percentile::whole / 2}};
inline constexpr Statistic Statistic::first{Kind::first};
inline constexpr Statistic Statistic::last{Kind::last};

/// Those without a parameter, in the order in which they are listed to people.
inline constexpr std::array plain_statistics{Statistic::count,  Statistic::missing, Statistic::sum,
                                             Statistic::mean,   Statistic::std,     Statistic::sem,
                                             Statistic::ci95,   Statistic::minimum, Statistic::maximum,
                                             Statistic::median, Statistic::first,   Statistic::last};

/// What is given unless something else is asked for.
inline constexpr std::array default_statistics{Statistic::count,   Statistic::missing, Statistic::mean,
                                               Statistic::std,     Statistic::sem,     Statistic::ci95,
                                               Statistic::minimum, Statistic::maximum};

/// As studies and result files write it: "count", …, "min", "max", "median", "p99.9".
[[nodiscard]] std::string name_of(Statistic statistic);

/// What it tells, in words.
[[nodiscard]] std::string meaning_of(Statistic statistic);

/// The statistic of exactly this name, if there is one. A percentile has one name: as few digits as it takes.
[[nodiscard]] std::optional<Statistic> statistic_named(std::string_view name);

/// The names nearest to one that there is not.
[[nodiscard]] std::vector<std::string> statistics_near(std::string_view name);

/// What must be kept of a metric in a group beside its Moments.
struct Needs {
  bool distribution = false;  ///< of quantiles
  bool ends = false;          ///< of first and last
  std::uint32_t bins = 0;     ///< of histograms; 0: there are none

  bool operator==(const Needs&) const = default;
};
[[nodiscard]] Needs needs_of(std::span<const Statistic> statistics);

}  // namespace winnow::reduce
