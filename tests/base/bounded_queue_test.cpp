#include "winnow/base/bounded_queue.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>
#include <string>
#include <thread>

namespace winnow::base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Seconds at_once{0};

TEST(BoundedQueue, gives_items_in_the_order_in_which_they_were_put) {
  BoundedQueue<int> queue(3);
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(queue.put(int{i}));
  EXPECT_EQ(queue.get(), 1);
  EXPECT_TRUE(queue.put(4));
  EXPECT_THAT(queue.take_all(), ElementsAre(2, 3, 4));
  EXPECT_EQ(queue.size(), 0U);
}

TEST(BoundedQueue, refuses_and_counts_what_has_no_room_and_leaves_it_as_it_is) {
  BoundedQueue<std::string> queue(1);
  EXPECT_TRUE(queue.put("first", at_once));
  std::string note = "second";
  EXPECT_FALSE(queue.put(std::move(note), at_once));
  EXPECT_FALSE(queue.put(std::move(note), Seconds{1e-3}));
  EXPECT_EQ(note, "second");
  EXPECT_EQ(queue.refused(), 2U);
  EXPECT_THAT(queue.take_all(), ElementsAre("first"));
}

TEST(BoundedQueue, gives_nothing_where_nothing_comes_in_time) {
  BoundedQueue<int> queue(1);
  EXPECT_EQ(queue.get(at_once), std::nullopt);
  EXPECT_EQ(queue.get(Seconds{1e-3}), std::nullopt);
}

TEST(BoundedQueue, has_a_result_wait_until_there_is_room) {
  BoundedQueue<int> queue(1);
  EXPECT_TRUE(queue.put(1));
  std::thread taker([&] { EXPECT_EQ(queue.get(), 1); });
  EXPECT_TRUE(queue.put(2));
  taker.join();
  EXPECT_EQ(queue.get(), 2);
  EXPECT_EQ(queue.refused(), 0U);
}

TEST(BoundedQueue, has_who_gets_wait_until_there_is_something) {
  BoundedQueue<int> queue(1);
  std::thread giver([&] { queue.put(7); });
  EXPECT_EQ(queue.get(), 7);
  giver.join();
}

TEST(BoundedQueue, lets_nobody_wait_any_more_once_it_is_closed) {
  BoundedQueue<int> full(1);
  BoundedQueue<int> empty(1);
  full.put(1);
  std::thread giver([&] { EXPECT_FALSE(full.put(2)); });
  std::thread taker([&] { EXPECT_EQ(empty.get(), std::nullopt); });
  full.close();
  empty.close();
  giver.join();
  taker.join();
  EXPECT_FALSE(empty.put(3));
  EXPECT_EQ(full.get(), 1) << "what was put before";
  EXPECT_EQ(full.get(), std::nullopt);
}

TEST(BoundedQueue, carries_what_can_only_be_moved) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  EXPECT_TRUE(queue.put(std::make_unique<int>(5)));
  EXPECT_EQ(**queue.get(), 5);
}

TEST(BoundedQueue, loses_and_doubles_nothing_between_many_threads_and_never_holds_more_than_its_capacity) {
  constexpr int threads = 4;
  constexpr int each = 5'000;
  constexpr std::size_t capacity = 3;
  BoundedQueue<int> queue(capacity);
  std::atomic<std::size_t> fullest{0};
  std::vector<std::vector<int>> got(threads);
  std::vector<std::thread> givers;
  std::vector<std::thread> takers;
  for (int t = 0; t < threads; ++t) {
    givers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) queue.put(t * each + i);
    });
    takers.emplace_back([&, t] {
      while (const auto one = queue.get()) {
        got[static_cast<std::size_t>(t)].push_back(*one);
        fullest = std::max(fullest.load(), queue.size());
      }
    });
  }
  for (auto& giver : givers) giver.join();
  queue.close();
  for (auto& taker : takers) taker.join();
  std::vector<int> all;
  for (const auto& some : got) all.insert(all.end(), some.begin(), some.end());
  std::ranges::sort(all);
  std::vector<int> expected(threads * each);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(all, expected);
  EXPECT_LE(fullest, capacity);
}

TEST(BoundedQueue, drops_notes_and_keeps_results_where_the_reader_is_slower_than_both) {
  BoundedQueue<std::string> queue(2);
  std::vector<std::string> read;
  std::thread reader([&] {
    while (auto one = queue.get()) {
      read.push_back(*std::move(one));
      std::this_thread::yield();
    }
  });
  std::uint64_t kept_notes = 0;
  for (int i = 0; i < 1'000; ++i) {
    if (queue.put("note", at_once)) ++kept_notes;
    EXPECT_TRUE(queue.put("result"));
  }
  queue.close();
  reader.join();
  EXPECT_EQ(std::ranges::count(read, "result"), 1'000);
  EXPECT_EQ(static_cast<std::uint64_t>(std::ranges::count(read, "note")), kept_notes);
  EXPECT_EQ(queue.refused(), 1'000 - kept_notes);
  EXPECT_THAT(queue.take_all(), IsEmpty());
}

}  // namespace
}  // namespace winnow::base
