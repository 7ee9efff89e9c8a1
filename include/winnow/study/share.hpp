#pragma once
// A part of a whole: written "1%" or 0.01.

namespace winnow::study {

struct Share {
  double of_one = 0;  ///< from 0 to 1

  constexpr bool operator==(const Share&) const = default;
};

}  // namespace winnow::study
