#pragma once
// Which records of a search's journal nobody needs any more.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "winnow/base/units.hpp"

namespace winnow::optimize {

/// A state holds all records before it of its problem. Of those the last two are needed, and of earlier runs
/// the one that the last of them went on from, with which a replay begins. Evaluations are needed for ever.
class JournalDigest {
 public:
  /// Takes note of the next record that an Optimization has appended.
  void see(std::span<const std::byte> record);

  [[nodiscard]] base::Bytes stale() const { return stale_; }
  /// Whether the record, counted from 0 as they were seen, is needed.
  [[nodiscard]] bool needs(std::uint64_t index) const { return !dropped_.contains(index); }

 private:
  struct State {
    std::uint64_t index = 0;
    base::Bytes size;
  };
  struct States {
    std::optional<State> last, before_last, gone_on_from;
  };

  void drop(const std::optional<State>& state);

  std::uint64_t seen_ = 0;
  std::map<std::uint16_t, States> states_;  ///< by problem
  std::set<std::uint64_t> dropped_;         ///< indices
  base::Bytes stale_;
};

}  // namespace winnow::optimize
