#pragma once
// The generations of a search, as many as a person or a plot can use.

#include <cstdint>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::optimize {

/// What a generation was, and what it took; the latter differs from run to run.
struct Generation {
  evolve::GenerationRecord record;
  base::Seconds at;                   ///< the search's time when it was over
  base::Seconds since;                ///< time since the one before
  base::Seconds busy;                 ///< kernel time since the one before
  base::Bytes sent;                   ///< to kernels and back, since the one before
  double evaluations_per_second = 0;  ///< those found in the cache included
  double utilisation = 0;             ///< share of the workers' time that was kernel time
};

/// Keeps them all while they are few; of more, those whose number is a multiple of a power of two that grows
/// with them, and the last. So which are kept depends on their numbers alone.
class GenerationHistory {
 public:
  explicit GenerationHistory(std::size_t most = 8192) : most_(most) {}

  void add(Generation generation);

  /// By number, then island.
  [[nodiscard]] std::vector<Generation> kept() const;

  /// The last of kept(); null: there is none. Valid until the next change.
  [[nodiscard]] const Generation* latest() const;

  void encode(base::Encoder& out) const;
  /// Into a history of the same bound.
  void decode(base::Decoder& in);

 private:
  void thin();

  std::size_t most_;
  std::uint64_t stride_ = 1;
  std::vector<Generation> kept_;  ///< and the last one of each island, whatever its number
  std::vector<Generation> last_;  ///< by island, those that are not kept
};

}  // namespace winnow::optimize
