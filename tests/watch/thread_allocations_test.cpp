#include "winnow/watch/thread_allocations.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace winnow::watch {
namespace {

TEST(ThreadAllocations, count_what_is_taken_and_given_back) {
  constexpr std::size_t size = 1 << 20;
  const auto before = thread_allocations();
  auto block = std::make_unique<std::vector<char>>(size);
  const auto taken = thread_allocations();
  EXPECT_GE(taken.taken - before.taken, size);
  EXPECT_LT(taken.taken - before.taken, size + 10'000);
  EXPECT_EQ(taken.given_back, before.given_back);
  block.reset();
  EXPECT_EQ(thread_allocations().held(), before.held());
}

TEST(ThreadAllocations, are_each_threads_own) {
  const auto before = thread_allocations();
  std::int64_t of_other = 0;
  std::vector<char> moved;
  std::thread([&] {
    const auto began = thread_allocations();
    moved = std::vector<char>(1 << 20);
    of_other = thread_allocations().held() - began.held();
  }).join();
  EXPECT_GE(of_other, 1 << 20);
  EXPECT_LT(thread_allocations().taken - before.taken, 1 << 20);
}

}  // namespace
}  // namespace winnow::watch
