#include "farm/process_memory.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

using base::Bytes;
using base::Seconds;

constexpr Bytes plenty{1'000'000};

PermitRules rules(Bytes known = {}) {
  return {.on = true, .step = Seconds{1}, .processes = true, .process_need = known};
}

TEST(ProcessMemory, lets_all_begin_where_tasks_start_no_processes) {
  ProcessMemory memory({.on = true});
  memory.look(Bytes{0}, {}, 7, Seconds{0});
  EXPECT_TRUE(memory.admits(7));
  EXPECT_TRUE(ProcessMemory({.on = false, .processes = true}).admits(7));
}

TEST(ProcessMemory, lets_one_begin_whatever_is_free) {
  ProcessMemory memory(rules(Bytes{100}));
  memory.look(Bytes{0}, {}, 0, Seconds{0});
  EXPECT_TRUE(memory.admits(0));
  EXPECT_FALSE(memory.admits(1));
}

TEST(ProcessMemory, tries_twice_as_many_in_each_step_in_which_as_many_ran) {
  ProcessMemory memory(rules());
  memory.look(plenty, {}, 0, Seconds{0});
  EXPECT_FALSE(memory.admits(1));
  memory.look(plenty, {}, 0, Seconds{5});
  EXPECT_FALSE(memory.admits(1)) << "none ran";
  memory.look(plenty, {}, 1, Seconds{5.9});
  EXPECT_FALSE(memory.admits(1)) << "one ran for less than a step";
  memory.look(plenty, {}, 1, Seconds{6});
  EXPECT_TRUE(memory.admits(1));
  EXPECT_FALSE(memory.admits(2));
  memory.look(plenty, {}, 2, Seconds{7});
  EXPECT_TRUE(memory.admits(3));
  EXPECT_FALSE(memory.admits(4));
}

TEST(ProcessMemory, tries_one_more_for_each_that_has_ended) {
  ProcessMemory memory(rules());
  memory.ended(Bytes{100});
  EXPECT_TRUE(memory.admits(1));
  EXPECT_FALSE(memory.admits(2)) << "the next ones may take more than the first";
  memory.ended(Bytes{70});
  EXPECT_TRUE(memory.admits(2));
}

TEST(ProcessMemory, tries_more_where_the_first_look_finds_one_running) {
  ProcessMemory memory(rules());
  memory.look(plenty, {}, 1, Seconds{3});
  EXPECT_FALSE(memory.admits(1));
  memory.look(plenty, {}, 1, Seconds{4});
  EXPECT_TRUE(memory.admits(1));
}

TEST(ProcessMemory, learns_nothing_of_a_lease_that_started_none) {
  ProcessMemory memory(rules());
  memory.ended(Bytes{0});
  EXPECT_FALSE(memory.admits(1));
}

TEST(ProcessMemory, lets_as_many_begin_as_there_is_room_for) {
  ProcessMemory memory(rules(Bytes{100}));
  memory.look(Bytes{250}, {}, 1, Seconds{0});
  EXPECT_TRUE(memory.admits(1));
  memory.begun();
  EXPECT_TRUE(memory.admits(2));
  memory.begun();
  EXPECT_FALSE(memory.admits(3)) << "50 are left, though nobody has taken the 200 yet";
}

TEST(ProcessMemory, keeps_free_what_those_that_run_have_not_taken_yet) {
  ProcessMemory memory(rules(Bytes{100}));
  EXPECT_EQ(memory.to_come(Bytes{30}, 2), Bytes{170});
  EXPECT_EQ(memory.to_come(Bytes{300}, 2), Bytes{0});
  memory.look(Bytes{250}, Bytes{170}, 2, Seconds{0});
  EXPECT_FALSE(memory.admits(2));
  memory.look(Bytes{250}, Bytes{150}, 2, Seconds{0.2});
  EXPECT_TRUE(memory.admits(2));
}

TEST(ProcessMemory, reckons_with_the_most_that_was_seen_of_any) {
  ProcessMemory memory(rules());
  memory.ended(Bytes{100});
  memory.seen(Bytes{400}, 2);
  memory.ended(Bytes{50});
  memory.seen(Bytes{300}, 0);
  EXPECT_EQ(memory.to_come({}, 1), Bytes{200});
}

}  // namespace
}  // namespace winnow::farm
