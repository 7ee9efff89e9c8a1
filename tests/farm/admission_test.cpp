#include "farm/admission.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using base::Bytes;
using base::Seconds;

class AdmissionTest : public testing::Test {
 protected:
  AdmissionTest() {
    for (auto& member : roster.members()) roster.set_slots(member, 4);
  }

  /// What it allows when the node uses this share of its memory while `waiting` tasks wait.
  NodeStatus look(Admission& admission, double pressure, double waiting = 0) {
    Tick tick;
    tick.pressure = pressure;
    admission.look(tick, roster, waiting, now);
    now += Seconds{1};
    auto status = roster.status();
    admission.tell(status);
    return status;
  }

  FarmOptions options;
  Roster roster{0, {0, 1}, Bytes::unlimited(), Seconds{0}};
  Seconds now{1};
};

TEST_F(AdmissionTest, bounds_nothing_where_nobody_is_asked) {
  Admission admission(options, Bytes{1000});
  EXPECT_EQ(look(admission, 0.99).permits, 8U);
  EXPECT_TRUE(admission.admits(7));
  EXPECT_EQ(admission.next_look(), Seconds::never());
}

TEST_F(AdmissionTest, follows_memory) {
  options.permits.on = true;
  Admission admission(options, Bytes{1000});
  for (int halvings = 0; halvings < 2; ++halvings) look(admission, 0.9);
  EXPECT_TRUE(admission.is_scarce());
  EXPECT_FALSE(admission.admits(1)) << "nothing ran when memory began to press";
  EXPECT_TRUE(admission.admits(0)) << "one may always run";
  EXPECT_DOUBLE_EQ(admission.share_by_memory(8), 1.0 / 8);
  EXPECT_EQ(look(admission, 0.9).fewest_permits, 1U);
}

TEST_F(AdmissionTest, asks_for_room_for_processes_though_memory_does_not_press_yet) {
  options.permits = {.on = true, .processes = true, .process_need = Bytes{600}};
  Admission admission(options, Bytes{1000});
  look(admission, 0.1);
  EXPECT_TRUE(admission.admits(1));
  admission.begun({}, 1);
  EXPECT_FALSE(admission.admits(1)) << "the first will take its 600 of the 650 below eta";
  EXPECT_FALSE(admission.is_scarce());
}

TEST_F(AdmissionTest, tells_of_slots_that_stood_empty_for_want_of_room_for_processes) {
  options.permits = {.on = true, .processes = true, .process_need = Bytes{600}};
  Admission admission(options, Bytes{1000});
  auto& member = roster.members().front();
  for (LeaseId id = 1; id <= 3; ++id) roster.open(member, {id, shared({task_of(id)}), {}, now});
  EXPECT_EQ(look(admission, 0.3, 0).fewest_permits, 0U) << "nothing waits";
  EXPECT_EQ(look(admission, 0.3, 9).fewest_permits, 3U);
  EXPECT_FALSE(admission.is_scarce()) << "what runs may go on";
}

TEST_F(AdmissionTest, says_how_much_memory_all_slots_would_need) {
  options.permits = {.on = true, .eta = 0.8, .hold = 0.5, .processes = true, .process_need = Bytes{600}};
  for (const auto limit : {Bytes{1000}, Bytes{2000}}) {
    Admission admission(options, limit);
    roster.members()[0].memory = {700};
    roster.members()[0].processes = {600};
    roster.members()[1].memory = {100};
    EXPECT_EQ(look(admission, 0.1).enough.count, (200 + 8 * 600) * 10 / 4U)
        << "of the ranks and of the processes that all slots would run, whatever the limit";
  }
}

TEST_F(AdmissionTest, counts_what_others_use_where_it_presses) {
  options.permits = {.on = true, .eta = 0.8, .hold = 0.5};
  Admission admission(options, Bytes{1000});
  roster.members()[0].memory = {100};
  EXPECT_EQ(look(admission, 0.3).enough.count, 100 * 10 / 4U);
  EXPECT_EQ(look(admission, 0.6).enough.count, 600 * 10 / 4U);
}

TEST_F(AdmissionTest, counts_what_others_use_where_it_is_above_the_autoscalers_target) {
  options.permits = {.on = true, .eta = 0.8, .hold = 0.5};
  options.autoscale.on = true;
  options.autoscale.memory = 0.25;
  Admission admission(options, Bytes{1000});
  roster.members()[0].memory = {100};
  EXPECT_EQ(look(admission, 0.2).enough.count, 100 * 4U) << "there is room for them";
  now += Seconds{60};
  const auto status = look(admission, 0.3);
  EXPECT_EQ(status.scale_cause, ScaleCause::memory);
  EXPECT_EQ(status.fewest_permits, 6U);
  EXPECT_EQ(status.enough.count, 300 * 4U) << "more than there is";
}

TEST_F(AdmissionTest, counts_what_slots_would_take_that_never_ran_beside_the_others) {
  options.permits = {.on = true, .eta = 0.8, .hold = 0.5};
  Admission admission(options, Bytes{1000});
  auto& member = roster.members().front();
  member.memory = {100};
  for (LeaseId id = 1; id <= 3; ++id) {
    roster.open(member, {id, shared({task_of(id)}), {}, now});
    admission.begun(Bytes{20}, roster.running());
  }
  EXPECT_EQ(look(admission, 0.1).busiest, 3U);
  EXPECT_EQ(look(admission, 0.1).enough.count, (100 + 5 * 20) * 10 / 4U);
}

TEST_F(AdmissionTest, lets_the_one_decide_that_allows_least) {
  options.permits.on = true;
  options.autoscale.on = true;
  options.autoscale.queue = 50;
  Admission admission(options, Bytes{1000});
  NodeStatus status;
  for (int minutes = 0; minutes < 600; ++minutes) status = look(admission, 0.1, 90);
  EXPECT_EQ(status.permits, 2U) << "90 tasks, 50 for each";
  EXPECT_EQ(status.scale_cause, ScaleCause::queue);
  EXPECT_EQ(status.fewest_permits, 0U) << "memory was never short";
  EXPECT_EQ(admission.share_by_memory(8), 1);
  for (int seconds = 0; seconds < 3; ++seconds) status = look(admission, 0.9, 90);
  EXPECT_EQ(status.permits, 1U) << "memory presses";
}

TEST_F(AdmissionTest, wants_workers_for_tasks_that_wait_or_are_in_hand) {
  options.autoscale.on = true;
  options.autoscale.queue = 0.01;
  Admission admission(options, Bytes{1000});
  roster.open(roster.members().front(), {1, shared(tasks_of(1, 5)), {}, now});
  NodeStatus status;
  for (int minutes = 0; minutes < 600; ++minutes) status = look(admission, 0.1, 9);
  EXPECT_EQ(status.wanted, 13U);
}

}  // namespace
}  // namespace winnow::farm
