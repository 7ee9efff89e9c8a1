#include "winnow/watch/sampler.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "cluster/machine_tree.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

constexpr base::Seconds hour{3600};
constexpr base::Seconds millisecond{1e-3};

/// Stands still until it is moved, for several threads.
class SharedClock final : public base::Clock {
 public:
  [[nodiscard]] base::Seconds now() const override { return {now_}; }
  void advance(double seconds) { now_.fetch_add(seconds); }

 private:
  std::atomic<double> now_ = 0;
};

class SamplerTest : public testing::Test {
 protected:
  static SamplerOptions every(base::Seconds interval) {
    SamplerOptions options;
    options.interval = interval;
    return options;
  }

  SharedClock clock_;
};

TEST_F(SamplerTest, takes_the_first_sample_at_its_start) {
  clock_.advance(5);
  Sampler sampler(every(hour), clock_);
  EXPECT_TRUE(sampler.series().samples().empty());
  sampler.start();
  ASSERT_EQ(sampler.series().samples().size(), 1u);
  EXPECT_EQ(sampler.series().samples()[0].time, base::Seconds{5});
  EXPECT_TRUE(sampler.series().samples()[0][Q::resident].has_value());
}

TEST_F(SamplerTest, takes_more_by_and_by) {
  Sampler sampler(every(millisecond), clock_);
  sampler.start();
  while (sampler.series().added() < 5) std::this_thread::yield();
}

TEST_F(SamplerTest, outlasts_one_that_fails_at_a_sample) {
  std::atomic<int> seen = 0;
  auto options = every(millisecond);
  options.seen = [&](const Sample&) {
    ++seen;
    throw std::runtime_error("no room");
  };
  Sampler sampler(options, clock_);
  sampler.start();
  while (seen < 3) std::this_thread::yield();
  sampler.stop();
}

TEST_F(SamplerTest, shows_each_sample_to_who_wants_to_see_them) {
  std::atomic<int> seen = 0;
  Sampler* asked = nullptr;
  auto options = every(millisecond);
  options.seen = [&](const Sample& sample) {
    EXPECT_TRUE(sample[Q::resident].has_value());
    EXPECT_FALSE(asked->series().samples().empty());
    ++seen;
  };
  Sampler sampler(std::move(options), clock_);
  asked = &sampler;
  sampler.start();
  while (seen < 3) std::this_thread::yield();
}

TEST_F(SamplerTest, stops_at_once_however_long_the_interval) {
  Sampler sampler(every(hour), clock_);
  sampler.start();
  sampler.stop();  // would wait for an hour
  EXPECT_EQ(sampler.series().added(), 1u);
}

TEST_F(SamplerTest, may_be_started_and_stopped_twice_and_again) {
  Sampler sampler(every(hour), clock_);
  sampler.stop();
  sampler.start();
  sampler.start();
  EXPECT_EQ(sampler.series().added(), 1u);
  sampler.stop();
  sampler.stop();
  sampler.start();
  EXPECT_EQ(sampler.series().added(), 2u);
}

TEST_F(SamplerTest, measures_nothing_any_more_once_it_has_stopped) {
  Sampler sampler(every(millisecond), clock_);
  sampler.start();
  sampler.stop();
  const auto added = sampler.series().added();
  (void)sampler.snapshot();
  EXPECT_EQ(sampler.series().added(), added);
}

TEST_F(SamplerTest, without_an_interval_has_the_first_sample_and_those_that_are_asked_for) {
  Sampler sampler({.interval = std::nullopt}, clock_);
  sampler.start();
  EXPECT_EQ(sampler.series().added(), 1u);
  (void)sampler.snapshot();
  EXPECT_EQ(sampler.series().added(), 2u);
}

TEST_F(SamplerTest, without_an_interval_shows_the_first_sample) {
  int seen = 0;
  SamplerOptions options;
  options.interval = std::nullopt;
  options.seen = [&](const Sample& /*sample*/) { ++seen; };
  Sampler sampler(std::move(options), clock_);
  sampler.start();
  EXPECT_EQ(seen, 1);
}

TEST_F(SamplerTest, gives_the_latest_sample_while_it_is_young_enough) {
  Sampler sampler(every(hour), clock_);
  EXPECT_EQ(sampler.recent(base::Seconds{1}).time, base::Seconds{0});
  clock_.advance(1);
  EXPECT_EQ(sampler.recent(base::Seconds{1}).time, base::Seconds{0});
  clock_.advance(0.5);
  EXPECT_EQ(sampler.recent(base::Seconds{1}).time, base::Seconds{1.5});
  EXPECT_EQ(sampler.series().added(), 0u);
}

TEST_F(SamplerTest, a_snapshot_asks_the_allocator_too) {
  Sampler sampler(every(hour), clock_);
  sampler.start();
  const auto snapshot = sampler.snapshot();
  if (!snapshot[Q::allocated]) GTEST_SKIP() << "another allocator stands in malloc's place";
  EXPECT_GT(*snapshot[Q::allocated], 0);
  EXPECT_GE(*snapshot[Q::allocator_held], *snapshot[Q::allocated]);
  EXPECT_TRUE(sampler.series().samples().back()[Q::allocated].has_value());
}

TEST_F(SamplerTest, sees_the_node_and_children_where_it_is_told_to) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.write("proc/9/stat", "9 (winnow) S 1 1 1 0 -1 0 0 0 0 0 1 1 2 2 20 0 1 0 1 1 1 1");
  machine.write("proc/9/task/9/children", "");
  const SamplerOptions all{.sees_node = true, .helper = 9, .root = machine.root()};
  const auto sample = Sampler(all, clock_).recent({});
  EXPECT_EQ(sample.bytes(Q::node_in_use), base::kibibytes(400));
  EXPECT_EQ(sample[Q::children], 0);
  const auto own = Sampler({.root = machine.root()}, clock_).recent({});
  EXPECT_FALSE(own[Q::node_in_use] || own[Q::children]);
}

TEST_F(SamplerTest, may_be_asked_by_many_threads_while_it_works) {
  Sampler sampler(every(millisecond), clock_);
  sampler.start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        EXPECT_TRUE(sampler.recent({})[Q::resident].has_value());
        EXPECT_GE(sampler.series().added(), 1u);
        clock_.advance(1e-3);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  sampler.stop();
}

}  // namespace
}  // namespace winnow::watch
