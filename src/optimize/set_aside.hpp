#pragma once
// What earlier runs have evaluated beyond the way that a search takes now.

#include <cstdint>
#include <optional>
#include <vector>

#include "optimize/search_record.hpp"
#include "optimize/tally.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/evolve/optimizer.hpp"
#include "winnow/optimize/judge.hpp"

namespace winnow::optimize {

/// A polish ends a search; where a larger budget takes this further, or another method polishes, nothing asks
/// for that polish's evaluations again. They stay what they are: counted, perhaps the best, and under their
/// ids. The optimizer, which has never heard of them, numbers its candidates on without a gap: of these, the
/// ones that come later get higher ids, so that ids are distinct and still in the order of asking.
class SetAside {
 public:
  /// In any order, at least one; their ids are higher than all that the optimizer was told or asks for again.
  void add(std::vector<EvaluatedRecord> records, const Judge& judge);

  /// The id of a candidate that has this number with the optimizer.
  [[nodiscard]] std::uint64_t id_of(std::uint64_t number) const;
  /// The other way round.
  [[nodiscard]] std::uint64_t number_of(std::uint64_t id) const;
  /// Higher than all ids of what is set aside.
  [[nodiscard]] std::uint64_t end() const;

  [[nodiscard]] const Tally& tally() const { return tally_; }
  /// How many of them polished.
  [[nodiscard]] std::uint64_t polishing() const { return polishing_; }
  /// Of those that succeeded.
  [[nodiscard]] const std::optional<evolve::Best>& best() const { return best_; }

  void encode(base::Encoder& out) const;
  /// Check in.ok() after it.
  [[nodiscard]] static SetAside decode(base::Decoder& in);

 private:
  struct Stretch {
    std::uint64_t first = 0;  ///< id
    std::uint64_t count = 0;  ///< of ids
  };

  std::vector<Stretch> stretches_;  ///< ascending
  Tally tally_;
  std::uint64_t polishing_ = 0;
  std::optional<evolve::Best> best_;
};

}  // namespace winnow::optimize
