#pragma once
// What each rank has said to others while the farm ran.

#include <cstdint>
#include <memory>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/mpi/post.hpp"

namespace winnow::app {

struct RankTraffic {
  int rank = 0;
  mpi::Post::Traffic sent;
  std::uint64_t dropped_notes = 0;  ///< signs of progress that were not sent, because too many waited
};

/// \collective That of all ranks of the team, in their order.
[[nodiscard]] std::vector<RankTraffic> gather(const RankTraffic& mine, base::Team& team);

/// run/messages: a row a rank.
[[nodiscard]] std::unique_ptr<base::TableSource> messages_table(const std::vector<RankTraffic>& traffic);

}  // namespace winnow::app
