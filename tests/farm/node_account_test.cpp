#include "farm/node_account.hpp"

#include <gtest/gtest.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

Task suspect(TaskId id, std::uint8_t suspicion) {
  auto task = task_of(id);
  task.suspicion = suspicion;
  return task;
}

TEST(NodeAccount, tells_the_folded_from_those_in_flight_when_the_leader_is_lost) {
  NodeAccount account(4, 2);
  for (const auto& task : tasks_of(10, 20)) account.granted(task);
  IntervalSet done;
  done.insert(10, 13);
  account.folded(done, {{1, 0}, {2, 0}});
  account.returned(19);
  EXPECT_EQ(account.in_flight(), 6U);
  const auto holdings = account.lose_leader();
  EXPECT_EQ(holdings.folded, done);
  EXPECT_EQ(holdings.folded_by_queue, (std::vector<std::uint64_t>{1, 2}));
  IntervalSet rest;
  rest.insert(13, 19);
  EXPECT_EQ(holdings.in_flight, rest);
  EXPECT_EQ(account.in_flight(), 0U);
}

TEST(NodeAccount, holds_nothing_of_what_its_leader_has_told) {
  NodeAccount account(4, 2);
  for (const auto& task : tasks_of(10, 20)) account.granted(task);
  account.granted(suspect(20, 2));
  IntervalSet told;
  told.insert(10, 13);
  told.insert(20);
  account.told(told);
  EXPECT_EQ(account.in_flight(), 7U);
  EXPECT_TRUE(account.takes_suspect(2));
  const auto holdings = account.lose_leader();
  EXPECT_TRUE(holdings.folded.empty());
  IntervalSet rest;
  rest.insert(13, 20);
  EXPECT_EQ(holdings.in_flight, rest);
}

TEST(NodeAccount, keeps_the_peak_of_memory_when_the_leader_is_lost) {
  NodeAccount account(4, 1);
  NodeStatus said;
  said.memory = base::mebibytes(50);
  said.peak = base::mebibytes(90);
  account.hear(said);
  account.lose_leader();
  EXPECT_EQ(account.status.memory, base::mebibytes(0));
  said.peak = base::mebibytes(60);
  account.hear(said);
  EXPECT_EQ(account.status.memory, base::mebibytes(50));
  EXPECT_EQ(account.status.peak, base::mebibytes(90)) << "the next leader has seen less";
  said.peak = base::mebibytes(100);
  account.hear(said);
  EXPECT_EQ(account.status.peak, base::mebibytes(100));
}

TEST(NodeAccount, takes_as_many_light_suspects_as_it_has_slots) {
  NodeAccount account(0, 1);
  account.status.slots = 2;
  account.granted(suspect(1, 1));
  EXPECT_TRUE(account.takes_suspect(1));
  account.granted(suspect(2, 1));
  EXPECT_FALSE(account.takes_suspect(1));
  account.returned(1);
  EXPECT_TRUE(account.takes_suspect(1));
}

TEST(NodeAccount, lets_a_heavy_suspect_share_with_no_other) {
  NodeAccount account(0, 1);
  account.status.slots = 8;
  account.granted(suspect(1, 1));
  EXPECT_FALSE(account.takes_suspect(2));
  account.returned(1);
  EXPECT_TRUE(account.takes_suspect(2));
  account.granted(suspect(2, 2));
  EXPECT_FALSE(account.takes_suspect(1));
}

}  // namespace
}  // namespace winnow::farm
