#pragma once
// The statistics a study may ask for, by name.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "winnow/reduce/moments.hpp"

namespace winnow::reduce {

enum class Statistic : std::uint8_t { count, missing, mean, std, sem, ci95, minimum, maximum };

/// All of them, in the order in which they are listed to people.
inline constexpr std::array all_statistics{Statistic::count,   Statistic::missing, Statistic::mean,
                                           Statistic::std,     Statistic::sem,     Statistic::ci95,
                                           Statistic::minimum, Statistic::maximum};

/// As studies and result files write it: "count", …, "min", "max".
[[nodiscard]] std::string_view name_of(Statistic statistic);

/// The statistic of exactly this name, if there is one.
[[nodiscard]] std::optional<Statistic> statistic_named(std::string_view name);

/// The statistic's value: NaN where too few values define it.
[[nodiscard]] double evaluate(Statistic statistic, const Moments& moments);

}  // namespace winnow::reduce
