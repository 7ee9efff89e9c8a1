#include "app/run/rank_traffic.hpp"

#include <gmock/gmock.h>

#include "app/columns.hpp"
#include "support/thread_team.hpp"

namespace winnow::app {
namespace {

using test::Columns;
using testing::ElementsAre;

TEST(RankTraffic, is_gathered_from_all_ranks_and_stands_in_a_row_each) {
  test::ThreadTeam::run(2, [](base::Team& team) {
    const auto times = static_cast<std::uint64_t>(team.rank() + 1);
    const mpi::Post::Traffic sent{
        .messages = 10 * times, .bytes = 1000 * times, .compressed = 3 * times, .bytes_before = 5000 * times};
    const auto table = messages_table(gather({team.rank(), sent, 7 * times}, team));
    EXPECT_EQ(table->shape().path, "run/messages");
    const Columns columns(*table);
    EXPECT_THAT(columns.integers("rank"), ElementsAre(0, 1));
    EXPECT_THAT(columns.integers("messages"), ElementsAre(10, 20));
    EXPECT_THAT(columns.integers("bytes"), ElementsAre(1000, 2000));
    EXPECT_THAT(columns.integers("compressed"), ElementsAre(3, 6));
    EXPECT_THAT(columns.integers("bytes_before"), ElementsAre(5000, 10000));
    EXPECT_THAT(columns.integers("dropped_notes"), ElementsAre(7, 14));
    EXPECT_EQ(columns.units("bytes"), "B");
  });
}

}  // namespace
}  // namespace winnow::app
