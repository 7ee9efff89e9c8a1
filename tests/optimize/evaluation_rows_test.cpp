#include "optimize/evaluation_rows.hpp"

#include <gmock/gmock.h>

#include "optimize/bench.hpp"
#include "support/thread_team.hpp"

namespace winnow::optimize {
namespace {

using testing::ElementsAre;

void append(Journal& journal, std::uint64_t id, std::uint16_t problem = 0) {
  EvaluatedRecord record;
  record.problem = problem;
  record.id = id;
  record.node = std::string(id % 5 + 1, 'n');
  record.values = {static_cast<double>(id)};
  if (id % 3 == 0) record.evaluation.figures = {{"hops", 1.0}};
  base::Buffer bytes;
  encode(record, bytes);
  journal.append(bytes);
}

TEST(EvaluationRows, are_spread_over_the_ranks_in_the_order_of_their_ids) {
  for (const int ranks : {1, 2, 3, 5}) {
    MemoryJournal journal;
    for (std::uint64_t i = 0; i < 17; ++i) append(journal, i * 7 % 17);
    append(journal, 3, 1);
    append(journal, 4);  // once more
    std::vector<std::vector<std::uint64_t>> ids(static_cast<std::size_t>(ranks));
    test::ThreadTeam::run(ranks, [&](base::Team& team) {
      const auto rows = spread_evaluations(team, team.rank() == 0 ? &journal : nullptr, 0);
      EXPECT_EQ(rows.rows, 17U);
      EXPECT_EQ(rows.node_width, 5U);
      EXPECT_THAT(rows.figures, ElementsAre("hops"));
      auto next = rows.first_row;
      for (const auto& row : rows.own) {
        EXPECT_EQ(row.id, next++);
        ids[static_cast<std::size_t>(team.rank())].push_back(row.id);
      }
    });
    std::size_t all = 0;
    for (const auto& own : ids) {
      all += own.size();
      EXPECT_LE(own.size(), 17U / static_cast<std::size_t>(ranks) + 1) << "evenly";
    }
    EXPECT_EQ(all, 17U);
  }
}

TEST(EvaluationRows, may_be_none) {
  MemoryJournal journal;
  test::ThreadTeam::run(2, [&](base::Team& team) {
    EXPECT_EQ(spread_evaluations(team, team.rank() == 0 ? &journal : nullptr, 0).rows, 0U);
  });
}

}  // namespace
}  // namespace winnow::optimize
