#pragma once
// What became of a search's evaluations, counted.

#include <array>
#include <cstdint>
#include <string>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

/// Whether a search in which so many evaluations failed is to end: more than the share `most` of them, or
/// all.
[[nodiscard]] bool too_many_fail(std::uint64_t failures, std::uint64_t evaluations, double most);

struct Tally {
  std::array<std::uint64_t, status_count> ends{};  ///< evaluations by status, each counted once
  struct First {
    std::uint64_t id = 0;
    std::string reason;
    std::string kept{};  ///< folder of what it left, or another where it left none; empty: none did
  };
  std::array<First, status_count> first;  ///< failure of each kind that there is, in the order of asking
  std::uint64_t retried = 0;              ///< tries that failed and were made again
  std::uint64_t cached = 0;               ///< evaluations that were known already
  base::Seconds busy;                     ///< kernel time
  base::Bytes sent;                       ///< to kernels and back, in tasks and answers
  base::Bytes peak;                       ///< of the largest process that evaluated

  void count(std::uint64_t id, const Evaluation& evaluation);
  /// Likewise, of several of one kind, the first of which is this.
  void count(Status status, std::uint64_t number, First failure);
  /// Those of another tally as well.
  void add(const Tally& other);

  [[nodiscard]] std::uint64_t evaluations() const;
  [[nodiscard]] std::uint64_t failures() const;

  void encode(base::Encoder& out) const;
  [[nodiscard]] static Tally decode(base::Decoder& in);
};

}  // namespace winnow::optimize
