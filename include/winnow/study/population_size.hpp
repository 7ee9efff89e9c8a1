#pragma once
// How many individuals there are: 60, or "15 per parameter".

#include <cassert>
#include <cstdint>

namespace winnow::study {

/// A plain number, or so many for each parameter.
class PopulationSize {
 public:
  constexpr PopulationSize() = default;

  /// `number` individuals, at least 1.
  constexpr PopulationSize(std::uint32_t number) : number_(number) {
    assert(number > 0);
  }  // NOLINT: implicit

  [[nodiscard]] static constexpr PopulationSize per_parameter(std::uint32_t number) {
    PopulationSize size(number);
    size.is_per_parameter_ = true;
    return size;
  }

  [[nodiscard]] constexpr bool is_per_parameter() const { return is_per_parameter_; }

  /// As it was written: in all, or for each parameter.
  [[nodiscard]] constexpr std::uint32_t number() const { return number_; }

  /// In all, of a problem with `parameters` parameters.
  [[nodiscard]] constexpr std::uint64_t of(std::uint64_t parameters) const {
    return is_per_parameter_ ? number_ * parameters : number_;
  }

  constexpr bool operator==(const PopulationSize&) const = default;

 private:
  std::uint32_t number_ = 1;
  bool is_per_parameter_ = false;
};

}  // namespace winnow::study
