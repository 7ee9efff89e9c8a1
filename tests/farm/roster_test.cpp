#include "farm/roster.hpp"

#include <gtest/gtest.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

Roster roster_of(std::vector<Rank> ranks, std::uint32_t slots,
                 base::Bytes budget = base::Bytes::unlimited()) {
  Roster roster(ranks.front(), ranks, budget, {});
  for (auto& member : roster.members()) roster.set_slots(member, slots);
  return roster;
}

OpenLease lease_of(LeaseId id, std::uint64_t need = 0) {
  return {id, shared(tasks_of(id, id + 1)), {need}};
}

TEST(Roster, gives_members_turns) {
  auto roster = roster_of({3, 5}, 2);
  auto* first = roster.next_place({}, 0);
  roster.open(*first, lease_of(1));
  EXPECT_NE(roster.next_place({}, 0), first);
}

TEST(Roster, has_no_place_when_all_slots_are_taken_but_for_leases_that_wait) {
  auto roster = roster_of({3}, 1);
  roster.open(*roster.find(3), lease_of(1));
  EXPECT_EQ(roster.next_place({}, 0), nullptr);
  EXPECT_EQ(roster.next_place({}, 1), roster.find(3));
}

TEST(Roster, adds_up_what_its_members_have_in_use) {
  auto roster = roster_of({3, 5}, 1);
  roster.find(3)->memory = {40};
  roster.find(5)->memory = {60};
  EXPECT_EQ(roster.memory(), base::Bytes{100});
  (void)roster.lose(*roster.find(3));
  EXPECT_EQ(roster.memory(), base::Bytes{60});
}

TEST(Roster, is_uneven_since_a_lease_waits_though_another_member_has_a_slot_to_spare) {
  auto roster = roster_of({3, 5}, 1);
  auto& slow = *roster.find(3);
  const auto open = [&](Rank rank, LeaseId id, base::Seconds since) {
    auto lease = lease_of(id);
    lease.since = since;
    roster.open(*roster.find(rank), std::move(lease));
  };
  open(3, 1, {1});
  EXPECT_EQ(roster.uneven_since(), base::Seconds::never()) << "nothing waits";
  open(3, 2, {2});
  EXPECT_EQ(roster.uneven_since(), base::Seconds{2});
  open(5, 3, {3});
  EXPECT_EQ(roster.uneven_since(), base::Seconds::never()) << "nobody idles";
  OpenLease ended;
  roster.close(*roster.find(5), 3, ended);
  slow.recalled = true;
  EXPECT_EQ(roster.uneven_since(), base::Seconds::never()) << "it was called back";
}

TEST(Roster, is_not_uneven_for_a_retry_that_waits_where_it_has_not_failed) {
  auto roster = roster_of({3, 5}, 1);
  roster.open(*roster.find(3), lease_of(1));
  auto retry = task_of(2);
  retry.attempt = 1;
  roster.open(*roster.find(3), {2, shared({retry}), {}, base::Seconds{2}});
  EXPECT_EQ(roster.uneven_since(), base::Seconds::never());
}

TEST(Roster, keeps_running_pieces_within_the_budget) {
  auto roster = roster_of({3, 5}, 1, {100});
  roster.open(*roster.find(3), lease_of(1, 60));
  EXPECT_EQ(roster.next_place({50}, 0), nullptr);
  EXPECT_NE(roster.next_place({40}, 0), nullptr);
}

TEST(Roster, lets_one_piece_run_however_large) {
  auto roster = roster_of({3, 5}, 1, {100});
  EXPECT_NE(roster.next_place({5000}, 0), nullptr);
}

TEST(Roster, charges_nothing_for_a_lease_that_waits_behind_a_larger_one) {
  auto roster = roster_of({3, 5}, 1, {100});
  roster.open(*roster.find(3), lease_of(1, 60));
  roster.open(*roster.find(3), lease_of(2, 60));
  EXPECT_NE(roster.next_place({40}, 0), nullptr);
  OpenLease closed;
  EXPECT_TRUE(roster.close(*roster.find(3), 1, closed));
  EXPECT_EQ(roster.next_place({50}, 0), nullptr) << "the second runs now";
}

TEST(Roster, closes_a_lease_once) {
  auto roster = roster_of({3}, 1);
  roster.open(*roster.find(3), lease_of(7));
  OpenLease closed;
  EXPECT_TRUE(roster.close(*roster.find(3), 7, closed));
  EXPECT_FALSE(roster.close(*roster.find(3), 7, closed));
}

TEST(Roster, retries_elsewhere_while_there_is_an_elsewhere) {
  auto roster = roster_of({3, 5}, 1);
  auto task = task_of(1);
  task.avoid = 5;
  EXPECT_EQ(roster.place_again(task, {}, 0), roster.find(3));
  roster.open(*roster.find(3), lease_of(1));
  EXPECT_EQ(roster.place_again(task, {}, 0), nullptr) << "rather waits";
  roster.lose(*roster.find(3));
  EXPECT_EQ(roster.place_again(task, {}, 0), roster.find(5));
}

TEST(Roster, spares_the_leader_from_suspects) {
  auto roster = roster_of({3, 5}, 1);
  auto task = task_of(1);
  task.suspicion = 1;
  EXPECT_EQ(roster.place_again(task, {}, 0), roster.find(5));
}

TEST(Roster, is_barren_when_all_have_come_and_no_slot_is_left) {
  Roster roster(3, {3, 5}, base::Bytes::unlimited(), {});
  roster.set_slots(*roster.find(3), 0);
  EXPECT_FALSE(roster.barren()) << "rank 5 may still join";
  roster.lose(*roster.find(5));
  EXPECT_TRUE(roster.barren());
}

TEST(Roster, knows_the_only_worker) {
  auto roster = roster_of({3, 5}, 2);
  EXPECT_EQ(roster.only_worker(), no_rank);
  roster.set_slots(*roster.find(3), 0);
  EXPECT_EQ(roster.only_worker(), 5);
}

TEST(Roster, counts_no_more_what_processes_used_whose_lease_has_ended) {
  auto roster = roster_of({3}, 2);
  auto& member = *roster.find(3);
  for (const LeaseId id : {1U, 2U, 3U}) roster.open(member, lease_of(id));
  member.memory = {700};
  member.processes = {600};
  OpenLease lease;
  ASSERT_TRUE(roster.close(member, 3, lease));
  EXPECT_EQ(roster.memory().count, 700U) << "it waited";
  ASSERT_TRUE(roster.close(member, 1, lease));
  EXPECT_EQ(roster.memory().count, 400U);
  EXPECT_EQ(member.processes.count, 300U) << "of the other one";
  EXPECT_EQ(roster.own_memory().count, 100U);
}

TEST(Roster, counts_what_processes_use_that_stay_when_their_lease_ends) {
  Roster roster(0, {3}, base::Bytes::unlimited(), base::Seconds{0}, true);
  auto& member = *roster.find(3);
  roster.set_slots(member, 2);
  roster.open(member, lease_of(1));
  member.memory = {700};
  member.processes = {600};
  OpenLease lease;
  ASSERT_TRUE(roster.close(member, 1, lease));
  EXPECT_EQ(roster.memory().count, 700U);
}

TEST(Roster, adds_up_memory_and_keeps_its_peak) {
  auto roster = roster_of({3, 5}, 1);
  roster.find(3)->memory = {100};
  roster.find(5)->memory = {50};
  EXPECT_EQ(roster.status().memory.count, 150U);
  roster.find(3)->memory = {10};
  EXPECT_EQ(roster.status().memory.count, 60U);
  EXPECT_EQ(roster.status().peak.count, 150U);
}

}  // namespace
}  // namespace winnow::farm
