#pragma once
// The ranks that work together, as rooms without MPI see them: a few collective operations, nothing else.
// The `mpi` module implements it on the communicator of the ranks alive; a SoloTeam is a team of one.
//
// Every function marked \collective must be called by all ranks of the team, in the same order.

#include <cstdint>
#include <vector>

#include "winnow/base/codec.hpp"

namespace winnow::base {

class Team {
 public:
  virtual ~Team() = default;

  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;

  /// \collective Sends outgoing[r] to rank r; gives what came, by sender. `outgoing` has size() entries.
  virtual std::vector<Buffer> exchange(std::vector<Buffer> outgoing) = 0;

  /// \collective Everybody's `mine`, by rank.
  virtual std::vector<Buffer> gather_all(Buffer mine) = 0;

  /// \collective On rank 0: everybody's `mine`, by rank. On others: nothing.
  std::vector<Buffer> gather_to_root(Buffer mine);

  /// \collective Everybody's number, by rank.
  std::vector<std::uint64_t> gather_all(std::uint64_t mine);

  /// \collective
  std::uint64_t sum(std::uint64_t mine);

  /// \collective
  std::uint64_t maximum(std::uint64_t mine);

  /// \collective True if it is true on any rank.
  bool any(bool mine) { return maximum(mine ? 1 : 0) != 0; }
};

class SoloTeam final : public Team {
 public:
  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return 1; }
  std::vector<Buffer> exchange(std::vector<Buffer> outgoing) override { return outgoing; }
  std::vector<Buffer> gather_all(Buffer mine) override;
  using Team::gather_all;
};

}  // namespace winnow::base
