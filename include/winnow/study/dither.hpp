#pragma once
// A factor that is drawn anew for each generation: written as one number, or as [low, high].

namespace winnow::study {

/// Finite, low <= high; the same twice for a factor that stays.
struct Dither {
  double low = 0;
  double high = 0;

  constexpr bool operator==(const Dither&) const = default;
};

}  // namespace winnow::study
