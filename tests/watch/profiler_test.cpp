#include "winnow/watch/profiler.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "winnow/base/profile.hpp"

namespace winnow::watch {
namespace {

constexpr base::OperationKind outer_kind{"outer"};
constexpr base::OperationKind inner_kind{"inner"};
constexpr base::OperationKind storing_kind{"storing", base::Resource::storage, "writing"};

constexpr std::uint64_t millisecond = 1'000'000;
constexpr std::uint64_t second = 1000 * millisecond;

/// A profiler whose time stands still until it is moved.
class ProfilerTest : public ::testing::Test {
 protected:
  [[nodiscard]] OperationStatistics of(std::string_view name) const {
    const auto all = profiler_.statistics();
    const auto found = std::ranges::find(all, name, &OperationStatistics::name);
    return found == all.end() ? OperationStatistics{} : *found;
  }

  void store(std::uint64_t bytes, std::uint64_t nanoseconds) {
    base::Operation op(&profiler_, storing_kind);
    op.bytes({bytes});
    now_ += nanoseconds;
  }

  std::uint64_t now_ = 1;
  Profiler profiler_{0, TickCounter(now_)};
};

TEST_F(ProfilerTest, counts_calls_items_bytes_and_time) {
  for (const std::uint64_t lasts : {1, 2, 9}) {
    base::Operation op(&profiler_, outer_kind);
    op.items(lasts);
    op.bytes({100});
    now_ += lasts * millisecond;
  }
  const auto one = of("outer");
  EXPECT_EQ(one.calls, 3);
  EXPECT_EQ(one.items, 12);
  EXPECT_EQ(one.bytes.count, 300);
  EXPECT_DOUBLE_EQ(one.total.count, 0.012);
  EXPECT_DOUBLE_EQ(one.mean().count, 0.004);
  EXPECT_DOUBLE_EQ(one.longest.count, 0.009);
  EXPECT_NEAR(one.durations.value_at(0.5).count, 0.002, 0.002 / 32);
  EXPECT_NEAR(one.durations.value_at(0.95).count, 0.009, 0.009 / 32);
  EXPECT_DOUBLE_EQ(one.throughput(), 300 / 0.012);
}

TEST(ProfilerTime, of_a_sleep_is_that_of_the_clock_beside_it) {
  constexpr std::chrono::milliseconds sleep(30);
  Profiler profiler(0);
  const auto begin = std::chrono::steady_clock::now();
  {
    const base::Operation op(&profiler, outer_kind);
    std::this_thread::sleep_for(sleep);
  }
  const std::chrono::duration<double> whole = std::chrono::steady_clock::now() - begin;
  const auto time = profiler.statistics().at(0).total.count;
  constexpr double drift = 0.01;  // of the counter of ticks, against the clock
  EXPECT_GE(time, std::chrono::duration<double>(sleep).count() * (1 - drift));
  EXPECT_LE(time, whole.count() * (1 + drift));
}

TEST_F(ProfilerTest, takes_the_time_of_inner_operations_from_the_own_time_of_outer_ones) {
  {
    const base::Operation outer(&profiler_, outer_kind);
    now_ += millisecond;
    for (int i = 0; i < 2; ++i) {
      const base::Operation inner(&profiler_, inner_kind);
      now_ += 3 * millisecond;
      const base::Operation innermost(&profiler_, storing_kind);
      now_ += 5 * millisecond;
    }
  }
  EXPECT_DOUBLE_EQ(of("outer").total.count, 0.017);
  EXPECT_DOUBLE_EQ(of("outer").own.count, 0.001);
  EXPECT_DOUBLE_EQ(of("inner").total.count, 0.016);
  EXPECT_DOUBLE_EQ(of("inner").own.count, 0.006);
  EXPECT_DOUBLE_EQ(of("storing").own.count, 0.010);
}

/// A file of a kilobyte, say; every third takes longer.
void work_shortly(base::Profile& profile, std::uint64_t& now, int call) {
  const base::Operation outer(&profile, outer_kind);
  now += 10'000;
  base::Operation inner(&profile, inner_kind);
  inner.items(2);
  inner.bytes({100});
  now += call % 3 == 0 ? 20'000 : 5'000;
}

TEST_F(ProfilerTest, estimates_the_times_of_short_operations_and_counts_all_of_them) {
  constexpr int calls = 100'000;
  for (int call = 0; call < calls; ++call) work_shortly(profiler_, now_, call);
  const auto inner = of("inner");
  EXPECT_EQ(inner.calls, calls);
  EXPECT_EQ(inner.items, 2 * calls);
  EXPECT_EQ(inner.bytes.count, 100 * calls);
  EXPECT_NEAR(inner.mean().count, 10e-6, 0.03 * 10e-6);
  EXPECT_NEAR(inner.durations.value_at(0.5).count, 5e-6, 5e-6 / 16);
  EXPECT_NEAR(inner.durations.value_at(0.95).count, 20e-6, 20e-6 / 16);
  const auto outer = of("outer");
  EXPECT_EQ(outer.calls, calls);
  EXPECT_NEAR(outer.total.count, 20e-6 * calls, 1e-4);
  EXPECT_NEAR(outer.own.count, 10e-6 * calls, 0.03 * 10e-6 * calls);
}

TEST_F(ProfilerTest, times_all_of_what_is_made_of_longer_operations) {
  for (int call = 0; call < 1000; ++call) {
    const base::Operation outer(&profiler_, outer_kind);
    const base::Operation inner(&profiler_, inner_kind);
    now_ += call == 999 ? second : millisecond;
  }
  EXPECT_NEAR(of("inner").total.count, 1.999, 1e-9);
  EXPECT_DOUBLE_EQ(of("inner").longest.count, 1);
  EXPECT_NEAR(of("outer").own.count, 0, 1e-9);
}

TEST_F(ProfilerTest, times_all_of_short_operations_that_have_none_within_them) {
  for (int call = 0; call < 1000; ++call) {
    const base::Operation op(&profiler_, outer_kind);
    now_ += call == 500 ? millisecond : 1000;
  }
  EXPECT_NEAR(of("outer").total.count, 0.001999, 1e-9);
  EXPECT_NEAR(of("outer").own.count, 0.001999, 1e-9);
  EXPECT_DOUBLE_EQ(of("outer").longest.count, 1e-3);
}

TEST_F(ProfilerTest, does_not_count_what_goes_on) {
  const base::Operation op(&profiler_, outer_kind);
  EXPECT_EQ(of("outer").calls, 0);
}

TEST_F(ProfilerTest, follows_the_rate_of_storage_by_windows_of_a_second) {
  store(100, second / 2);
  now_ += second;          // in which it does nothing: that is no low rate
  store(300, second / 2);  // this window: 400 bytes in a second of its time
  store(900, second);
  store(50, second / 10);  // of a window that is open
  const auto rates = of("storing").rates;
  EXPECT_EQ(rates.windows, 3);
  EXPECT_DOUBLE_EQ(rates.mean, (400.0 + 900.0 + 500.0) / 3);
  EXPECT_DOUBLE_EQ(rates.least, 400);
  EXPECT_GT(rates.deviation(), 0);
}

TEST_F(ProfilerTest, has_a_window_that_tells_a_rate_stay_open_until_it_does) {
  constexpr auto mebibyte = base::mebibytes(1).count;
  for (int i = 0; i < 20'000; ++i) store(100, i % 10 == 0 ? millisecond : 10'000);
  EXPECT_EQ(of("storing").telling_rates.windows, 0) << "small blocks";
  EXPECT_GT(of("storing").rates.windows, 1);
  store(200 * mebibyte, second);
  EXPECT_EQ(of("storing").telling_rates.windows, 1);
  store(20 * mebibyte, second / 2);
  store(20 * mebibyte, second / 4);
  EXPECT_EQ(of("storing").telling_rates.windows, 1) << "too short a time";
  store(20 * mebibyte, second / 4);
  EXPECT_EQ(of("storing").telling_rates.windows, 2);
  EXPECT_DOUBLE_EQ(of("storing").telling_rates.least, 60.0 * mebibyte);
  store(mebibyte, 9 * second);
  EXPECT_EQ(of("storing").telling_rates.windows, 2) << "too few bytes";
  store(mebibyte, second);
  EXPECT_EQ(of("storing").telling_rates.windows, 3) << "but one waits for it";
}

TEST_F(ProfilerTest, follows_no_rate_of_what_is_not_storage) {
  {
    base::Operation op(&profiler_, outer_kind);
    op.bytes({100});
    now_ += 2 * second;
  }
  EXPECT_EQ(of("outer").rates.windows, 0);
}

TEST_F(ProfilerTest, brings_threads_together) {
  std::vector<std::thread> threads;
  constexpr int thread_count = 4;
  constexpr int call_count = 1000;
  for (int i = 0; i < thread_count; ++i) {
    threads.emplace_back([this] {
      for (int call = 0; call < call_count; ++call) {
        base::Operation op(&profiler_, outer_kind);
        op.items(2);
      }
    });
  }
  while (of("outer").calls == 0) std::this_thread::yield();  // it may be asked while threads measure
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(of("outer").calls, thread_count * call_count);
  EXPECT_EQ(of("outer").items, 2 * thread_count * call_count);
}

TEST_F(ProfilerTest, is_not_mixed_up_with_another_on_the_same_thread) {
  Profiler other(0, TickCounter(now_));
  for (int i = 0; i < 3; ++i) {
    const base::Operation here(&profiler_, outer_kind);
    const base::Operation there(&other, inner_kind);
  }
  EXPECT_EQ(of("outer").calls, 3);
  EXPECT_EQ(of("inner").calls, 0);
  EXPECT_EQ(other.statistics().size(), 1);
  EXPECT_EQ(profiler_.timelines().size(), 1);
}

TEST_F(ProfilerTest, measures_memory_where_it_is_asked_to) {
  constexpr std::size_t size = 100'000;
  std::vector<std::byte> kept;
  {
    const base::Operation op(&profiler_, outer_kind, base::MeasureMemory::yes);
    kept.reserve(size);
    const std::vector<std::byte> gone(5 * size);
  }
  EXPECT_GE(of("outer").memory, size);
  EXPECT_LT(of("outer").memory, 2 * size);
  {
    const base::Operation op(&profiler_, outer_kind, base::MeasureMemory::yes);
    std::vector<std::byte>().swap(kept);
  }
  EXPECT_LT(of("outer").memory, size / 2);
  EXPECT_GE(of("outer").memory_max, size);
}

TEST_F(ProfilerTest, keeps_no_timeline_unless_it_is_to) {
  { const base::Operation op(&profiler_, outer_kind); }
  ASSERT_EQ(profiler_.timelines().size(), 1);
  EXPECT_TRUE(profiler_.timelines().front().events.empty());
  EXPECT_EQ(profiler_.timelines().front().dropped, 0);
}

TEST(ProfilerTimeline, has_every_operation_however_short) {
  std::uint64_t now = second;
  Profiler profiler(5000, TickCounter(now));
  for (int call = 0; call < 1000; ++call) work_shortly(profiler, now, call);
  EXPECT_EQ(profiler.timelines().front().events.size(), 2000);
}

TEST(ProfilerTimeline, says_when_what_was_of_what) {
  std::uint64_t now = 5 * second;
  Profiler profiler(100, TickCounter(now));
  profiler.name_thread("kernel 0");
  now += second;
  const std::string path = std::string(100, 'x') + "/report.txt";
  {
    base::Operation op(&profiler, outer_kind);
    op.about(path);
    op.items(3);
    now += millisecond;
    const base::Operation within(&profiler, inner_kind);
    now += millisecond;
  }
  const auto timelines = profiler.timelines();
  ASSERT_EQ(timelines.size(), 1);
  EXPECT_EQ(timelines[0].thread, "kernel 0");
  ASSERT_EQ(timelines[0].events.size(), 2);
  const auto& inner = timelines[0].events[0];
  const auto& outer = timelines[0].events[1];
  EXPECT_EQ(outer.name, "outer");
  EXPECT_EQ(outer.lasted, 2 * millisecond);
  EXPECT_EQ(outer.items, 3);
  EXPECT_TRUE(outer.subject.ends_with("xxx/report.txt"));
  EXPECT_LT(outer.subject.size(), path.size());
  EXPECT_EQ(inner.began, outer.began + static_cast<std::int64_t>(millisecond));
}

}  // namespace
}  // namespace winnow::watch
