#include "optimize/evaluation_rows.hpp"

#include <gmock/gmock.h>

#include "optimize/bench.hpp"
#include "support/thread_team.hpp"

namespace winnow::optimize {
namespace {

using testing::ElementsAre;

void append(Journal& journal, std::uint64_t id, std::uint16_t problem = 0, double value = 0) {
  EvaluatedRecord record;
  record.problem = problem;
  record.id = id;
  record.node = std::string(id % 5 + 1, 'n');
  record.values = {value};
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

TEST(EvaluationRows, may_be_fewer_than_there_are_ranks) {
  MemoryJournal journal;
  for (const std::uint64_t id : {1U, 0U, 2U}) append(journal, id);
  test::ThreadTeam::run(5, [&](base::Team& team) {
    const auto rows = spread_evaluations(team, team.rank() == 0 ? &journal : nullptr, 0);
    EXPECT_EQ(rows.own.size(), team.rank() < 3 ? 1U : 0U);
    for (const auto& row : rows.own) EXPECT_EQ(row.id, rows.first_row);
  });
}

TEST(EvaluationRows, of_an_id_that_was_recorded_again_are_the_last) {
  MemoryJournal journal;
  for (const double value : {1.0, 2.0, 3.0}) {
    append(journal, 0, 0, value);
    append(journal, 1, 0, -value);
  }
  test::ThreadTeam::run(2, [&](base::Team& team) {
    const auto rows = spread_evaluations(team, team.rank() == 0 ? &journal : nullptr, 0);
    ASSERT_EQ(rows.own.size(), 1U);
    EXPECT_THAT(rows.own.front().values, ElementsAre(team.rank() == 0 ? 3 : -3));
  });
}

TEST(EvaluationRows, may_be_none) {
  MemoryJournal journal;
  test::ThreadTeam::run(2, [&](base::Team& team) {
    EXPECT_EQ(spread_evaluations(team, team.rank() == 0 ? &journal : nullptr, 0).rows, 0U);
  });
}

}  // namespace
}  // namespace winnow::optimize
