#include "report/performance_advice.hpp"

#include <gmock/gmock.h>

#include "report/operation_rows.hpp"

namespace winnow::report {
namespace {

namespace operations = base::operations;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct Case {
  const base::OperationKind& kind;
  const char* finding;
  const char* action;
};

class AdviceTest : public testing::TestWithParam<Case> {};

TEST_P(AdviceTest, names_what_holds_the_run_up_with_its_figure_and_what_to_do) {
  const auto one = row(GetParam().kind);
  const auto advice = advice_on(one, std::vector{one}, {});
  EXPECT_EQ(advice.finding, GetParam().finding);
  EXPECT_THAT(advice.action, HasSubstr(GetParam().action));
}

INSTANTIATE_TEST_SUITE_P(
    Operations, AdviceTest,
    testing::Values(
        Case{operations::parse, "parse-bound, at 12.5 MB/s a thread",
             "more ranks make it faster, as long as there are cores and work for them"},
        Case{operations::read, "disk-bound, at 10 MB/s a thread", "faster disk"},
        Case{operations::open, "bound by opening files, 50 ms each", "many runs into one file"},
        Case{operations::unpack, "bound by decompression, at 10 MB/s a thread", "zstd"},
        Case{operations::fold, "bound by statistics, 4 ms a row", "groupings"},
        Case{operations::merge, "bound by merging groups at the nodes' leaders, at 10 MB/s",
             "[reduce] runs = false"},
        Case{operations::gather, "bringing the groups of all nodes together took 50 ms a rank",
             "fewer groups"},
        Case{operations::program_start, "bound by starting programs, 50 ms each", "plugin"},
        Case{operations::task, "tasks' own work, 200 ms each at the most in 95 of 100",
             "as long as there are cores"},
        Case{operations::send, "bound by messages, 40 ms each of 100 times", "[farm] batch"},
        Case{operations::hdf5_write, "writing the result, at 10 MB/s", "--output"},
        Case{operations::hdf5_close, "the disk of the result took 50 ms to take it all", "--output"},
        Case{operations::hdf5_check, "reading the result back took 50 ms", "--output"},
        Case{operations::journal_write, "the checkpoint's disk, at 10 MB/s", "[checkpoint] path"},
        Case{operations::checkpoint, "making checkpoints durable took 50 ms each", "[checkpoint] interval"},
        Case{operations::cache_find, "looking into the cache took 50 ms each", "local disk"},
        Case{operations::cache_write, "the cache's disk, at 10 MB/s", "local disk"}),
    [](const auto& of) { return std::string(of.param.kind.name); });

TEST(PerformanceAdvice, says_nothing_to_do_about_what_takes_little) {
  auto one = row(operations::parse);
  one.share = 0.049;
  EXPECT_EQ(said(one), "40 ms each of 100 times | that is little: nothing is to be gained there");
  one.share = 0.05;
  EXPECT_THAT(said(one), HasSubstr("parse-bound"));
  one.own = {0.1};
  EXPECT_THAT(said(one), HasSubstr("parse-bound"));
  one.own = {0.09};
  EXPECT_THAT(said(one), HasSubstr("that is little")) << "however large its share";
}

TEST(PerformanceAdvice, tells_of_operations_that_it_does_not_know) {
  constexpr base::OperationKind later{"later"};
  EXPECT_EQ(said(row(later)), "40 ms each of 100 times | nothing is known that would make it shorter");
}

TEST(PerformanceAdvice, takes_short_waits_for_tasks_that_are_too_small) {
  auto one = row(operations::wait_for_work);
  one.mean = {0.0019};
  EXPECT_THAT(said(one),
              HasSubstr("kernels waited for the master, 1.9 ms each of 100 times | tasks are too small"));
}

TEST(PerformanceAdvice, takes_long_waits_for_too_little_work) {
  auto one = row(operations::wait_for_work);
  one.mean = {0.0021};
  EXPECT_THAT(said(one), HasSubstr("start fewer ranks"));
}

TEST(PerformanceAdvice, advises_no_cutting_of_compressed_files) {
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait), HasSubstr("[resources] chunk smaller"));
  EXPECT_THAT(
      said(wait, {row(operations::unpack)}),
      EndsWith("compressed files are not cut: start fewer ranks, or spread the data over more files"));
}

TEST(PerformanceAdvice, blames_no_disk_for_small_writes) {
  auto write = row(operations::journal_write);
  write.bytes = {4096 * write.calls - 1};
  EXPECT_THAT(said(write), AllOf(StartsWith("small writes to the checkpoint, 40 ms each of 100 times"),
                                 EndsWith("even a single evaluation; no kernel waits for it")));
  write.bytes = {4096 * write.calls};
  EXPECT_THAT(said(write), HasSubstr("faster disk"));
}

TEST(PerformanceAdvice, blames_no_disk_that_that_little_came_from) {
  const auto read = row(operations::read);  // of 50 MB
  EXPECT_THAT(
      said(read, {}, {.from_storage = base::Bytes{24'000'000}}),
      StartsWith("bound by copying from the page cache, at 10 MB/s a thread | most of it did not come"));
  EXPECT_THAT(said(read, {}, {.from_storage = base::Bytes{26'000'000}}), StartsWith("disk-bound"));
}

TEST(PerformanceAdvice, says_of_compression_what_was_found_of_its_levels) {
  const auto one = row(operations::hdf5_write);
  EXPECT_EQ(
      said(one, {}, {.compression = CompressionChoice{9, {20}, 1, {2}}}),
      "compression too heavy: writing took 20 s at level 9 | set [result] compression = 1, with which it "
      "would take about 2 s");
  EXPECT_THAT(said(one, {}, {.compression = CompressionChoice{0, {20}, 1, {9}}}),
              HasSubstr("compression too light"));
  EXPECT_THAT(said(one, {}, {.compression = CompressionChoice{9, {20}, 9, {20}}}),
              HasSubstr("writing the result"));
  EXPECT_THAT(said(one), HasSubstr("writing the result")) << "levels were not compared";
}

TEST(PerformanceAdvice, tells_what_the_share_is_made_of) {
  auto one = row(operations::evaluate);
  one.share = 0.04;
  EXPECT_THAT(said(one), StartsWith("40 ms each of 100 times | "))
      << "4 s of its own, of 5 s with what ran within it";
}

TEST(PerformanceAdvice, leaves_out_what_took_no_time_to_speak_of) {
  auto some = row(operations::parse);
  some.share = 0.01;
  auto nothing = row(operations::evaluate);
  nothing.share = 0.009;
  const std::vector all{nothing, some};
  const auto advised = worth_advice(all, 3);
  ASSERT_EQ(advised.size(), 1U);
  EXPECT_EQ(advised[0].name, "parse");
}

TEST(PerformanceAdvice, says_where_storage_is_unsteady) {
  auto one = row(operations::read);
  one.windows = 4;
  one.rate_mean = 12e6;
  one.rate_deviation = 6.1e6;
  EXPECT_THAT(said(one), HasSubstr("disk-bound, at 10 MB/s, unsteady: 12 MB/s ± 6.1 MB/s a thread"));
  one.rate_deviation = 6e6;
  EXPECT_THAT(said(one), HasSubstr("disk-bound, at 10 MB/s a thread"));
  one.rate_deviation = 7e6;
  one.windows = 3;
  EXPECT_THAT(said(one), HasSubstr("disk-bound, at 10 MB/s a thread"));
}

TEST(PerformanceAdvice, ranks_operations_by_time_and_by_bytes) {
  auto parse = row(operations::parse);
  auto read = row(operations::read);
  auto wait = row(operations::wait_for_work);
  parse.own = {1};
  parse.bytes = {};
  read.own = {3};
  read.bytes = {10};
  wait.own = {2};
  wait.bytes = {20};
  const std::vector all{parse, read, wait};
  const auto by_time = largest_by_time(all, 2);
  ASSERT_EQ(by_time.size(), 2);
  EXPECT_EQ(by_time[0].name, "read");
  EXPECT_EQ(by_time[1].name, "wait_for_work");
  const auto by_bytes = largest_by_bytes(all, 3);
  ASSERT_EQ(by_bytes.size(), 2);
  EXPECT_EQ(by_bytes[0].name, "wait_for_work");
  EXPECT_EQ(by_bytes[1].name, "read");
}

TEST(PerformanceAdvice, writes_durations_and_rates_for_people) {
  EXPECT_EQ(duration_text({0}), "0 ns");
  EXPECT_EQ(duration_text({35e-9}), "35 ns");
  EXPECT_EQ(duration_text({8.448e-6}), "8.45 µs");
  EXPECT_EQ(duration_text({0.9996}), "1 s");
  EXPECT_EQ(duration_text({125}), "125 s");
  EXPECT_EQ(duration_text({7200}), "2 h 0 min");
  EXPECT_EQ(rate_text(0), "0 B/s");
  EXPECT_EQ(rate_text(999), "999 B/s");
  EXPECT_EQ(rate_text(410e6), "410 MB/s");
  EXPECT_EQ(rate_text(2.5e12), "2.5e+03 GB/s");
}

}  // namespace
}  // namespace winnow::report
