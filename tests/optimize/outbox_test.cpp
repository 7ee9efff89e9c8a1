#include "optimize/outbox.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace winnow::optimize {
namespace {

/// Candidates of one parameter, whose ids are 0, 1, …
void ask(std::size_t count, evolve::Candidates& into) {
  const auto first = into.size();
  for (std::size_t i = 0; i < count; ++i) {
    into.ids.push_back(first + i);
    into.generations.push_back(0);
    into.islands.push_back(0);
    into.individuals.push_back(static_cast<std::uint32_t>(first + i));
    into.values.push_back(static_cast<double>(first + i));
  }
}

using Ids = std::vector<std::uint64_t>;

TEST(Outbox, gives_what_is_ready_in_the_order_of_asking) {
  Outbox outbox;
  ask(5, outbox.refill());
  EXPECT_EQ(outbox.take(2).ids, (Ids{0, 1}));
  EXPECT_TRUE(outbox.has_ready());
  EXPECT_EQ(outbox.outstanding(), 3U);
  EXPECT_EQ(outbox.take(9).values, (std::vector<double>{2, 3, 4}));
  EXPECT_FALSE(outbox.has_ready());
  EXPECT_EQ(outbox.asked(), 5U);
}

TEST(Outbox, is_filled_anew_once_all_have_gone_and_behind_them_before) {
  Outbox outbox;
  ask(2, outbox.refill());
  ask(1, outbox.refill());
  EXPECT_EQ(outbox.asked(), 3U);
  static_cast<void>(outbox.take(3));
  ask(1, outbox.refill());
  EXPECT_EQ(outbox.asked(), 1U);
}

TEST(Outbox, leaves_out_what_need_not_go) {
  Outbox outbox;
  ask(4, outbox.refill());
  outbox.keep_if([](const evolve::Candidates& all, std::size_t i) { return all.ids[i] % 2 == 1; });
  EXPECT_EQ(outbox.take(4).ids, (Ids{1, 3}));
}

TEST(Outbox, counts_what_is_to_be_tried_again_as_outstanding) {
  Outbox outbox;
  ask(1, outbox.refill());
  EvaluateTask task{0, 0, outbox.take(1)};
  outbox.sent();
  EXPECT_FALSE(outbox.is_quiet());
  outbox.came_back();
  EXPECT_TRUE(outbox.is_quiet());
  outbox.try_again({std::move(task), 3});
  EXPECT_FALSE(outbox.is_quiet());
  EXPECT_EQ(outbox.outstanding(), 1U);
  const auto retry = outbox.next_retry();
  ASSERT_TRUE(retry);
  EXPECT_EQ(retry->avoid, 3);
  EXPECT_EQ(retry->task.candidates.ids, Ids{0});
  EXPECT_FALSE(outbox.next_retry());
  EXPECT_EQ(outbox.outstanding(), 0U);
}

TEST(Outbox, forgets_what_never_went) {
  Outbox outbox;
  ask(3, outbox.refill());
  static_cast<void>(outbox.take(1));
  outbox.drop_ready();
  EXPECT_EQ(outbox.outstanding(), 0U);
  EXPECT_EQ(outbox.take(1).size(), 0U);
}

}  // namespace
}  // namespace winnow::optimize
