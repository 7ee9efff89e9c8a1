#include "winnow/base/reclaimer.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <thread>

namespace winnow::base {
namespace {

thread_local std::int64_t held = 0;

std::int64_t held_here() {
  return held;
}

TEST(Reclaimer, gets_back_what_any_thread_may_give) {
  Reclaimer reclaimer(held_here);
  held = 100;
  const ReclaimableMemory cache(&reclaimer, "cache", [] { held -= 40; });
  const ReclaimableMemory buffer(&reclaimer, "buffers", [] { held -= 5; });
  const ReclaimableMemory other(&reclaimer, "buffers", [] { held -= 7; });
  reclaimer.reclaim();
  EXPECT_EQ(held, 48);
  const auto given = reclaimer.take_given();
  ASSERT_EQ(given.size(), 2U);
  EXPECT_EQ(given[0].name, "buffers");
  EXPECT_EQ(given[0].bytes.count, 12U);
  EXPECT_EQ(given[1].name, "cache");
  EXPECT_EQ(given[1].bytes.count, 40U);
  EXPECT_TRUE(reclaimer.take_given().empty());
}

TEST(Reclaimer, leaves_out_who_had_nothing_to_give) {
  Reclaimer reclaimer(held_here);
  const ReclaimableMemory nothing(&reclaimer, "cache", [] {});
  const ReclaimableMemory more(&reclaimer, "buffers", [] { held += 8; });
  reclaimer.reclaim();
  EXPECT_TRUE(reclaimer.take_given().empty());
}

TEST(Reclaimer, asks_nobody_who_has_left) {
  Reclaimer reclaimer(held_here);
  int asked = 0;
  {
    const ReclaimableMemory gone(&reclaimer, "cache", [&] { ++asked; });
    reclaimer.reclaim();
  }
  reclaimer.reclaim();
  EXPECT_EQ(asked, 1);
}

TEST(ReclaimWish, is_heeded_once_by_the_thread_that_holds_the_memory) {
  Reclaimer reclaimer(held_here);
  ReclaimWish wish(&reclaimer, "buffers");
  int given = 0;
  const auto give_back = [&] {
    held -= 30;
    ++given;
  };
  wish.heed(give_back);
  EXPECT_EQ(given, 0);
  std::thread([&] { reclaimer.reclaim(); }).join();
  EXPECT_EQ(given, 0);
  EXPECT_TRUE(reclaimer.take_given().empty());
  wish.heed(give_back);
  wish.heed(give_back);
  EXPECT_EQ(given, 1);
  const auto noted = reclaimer.take_given();
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].bytes.count, 30U);
}

TEST(ReclaimWish, never_comes_where_there_is_no_reclaimer) {
  ReclaimWish wish(nullptr, "buffers");
  wish.heed([] { FAIL(); });
  const ReclaimableMemory memory(nullptr, "cache", [] { FAIL(); });
}

}  // namespace
}  // namespace winnow::base
