#include "report/performance_advice.hpp"

#include <gmock/gmock.h>

#include "winnow/base/operations.hpp"

namespace winnow::report {
namespace {

namespace operations = base::operations;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// An operation that took 60 % of the time: 100 calls of 1000 items and 50 MB in 5 s.
OperationRow row(const base::OperationKind& kind) {
  OperationRow one;
  one.name = kind.name;
  one.calls = 100;
  one.items = 1000;
  one.bytes = {50'000'000};
  one.own = {4};
  one.total = {5};
  one.share = 0.6;
  one.mean = {0.05};
  one.p95 = {0.2};
  one.throughput = 10e6;
  return one;
}

std::string said(const OperationRow& one, std::vector<OperationRow> others = {}, const RunFacts& facts = {}) {
  others.push_back(one);
  const auto advice = advice_on(one, others, facts);
  return advice.finding + " | " + advice.action;
}

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
        Case{operations::parse, "parse-bound, at 12.5 MB/s a thread", "[reduce] metrics"},
        Case{operations::read, "disk-bound, at 10 MB/s a thread", "faster disk"},
        Case{operations::open, "bound by opening files, 50 ms each", "many runs into one file"},
        Case{operations::unpack, "bound by decompression, at 10 MB/s a thread", "zstd"},
        Case{operations::fold, "bound by statistics, 4 ms a row", "groupings"},
        Case{operations::merge, "bound by merging groups at the nodes' leaders, at 10 MB/s",
             "[reduce] runs = false"},
        Case{operations::gather, "bringing the groups of all nodes together took 50 ms a rank",
             "fewer groups"},
        Case{operations::ask, "bound by the search itself: choosing took 4 ms a task",
             "more ranks do not help"},
        Case{operations::tell, "bound by the search itself: results took 50 ms each",
             "more ranks do not help"},
        Case{operations::evaluate, "bound by the objective, 4 ms an evaluation", "more ranks"},
        Case{operations::program_start, "bound by starting programs, 50 ms each", "plugin"},
        Case{operations::program_wait, "bound by the program, 50 ms a run", "more ranks"},
        Case{operations::task, "tasks' own work, 200 ms each at the most in 95 of 100", "more ranks"},
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

/// Evaluations that took so long each, in a search.
std::vector<OperationRow> searching(base::Seconds each) {
  auto evaluate = row(operations::evaluate);
  evaluate.own = each * static_cast<double>(evaluate.items);
  return {row(operations::ask), evaluate};
}

constexpr base::Seconds slow{1};
const RunFacts steady{.search = {.problems = 1}};
const RunFacts generations{.search = {.problems = 1, .has_generations = true, .population = 10}};

TEST(PerformanceAdvice, takes_waits_in_a_search_for_populations_that_do_not_fit) {
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching(slow)), HasSubstr("population_multiple"));
  EXPECT_THAT(said(wait, searching(slow), generations), HasSubstr("population_multiple"));
}

TEST(PerformanceAdvice, advises_no_population_that_a_search_has_already) {
  auto fitting = generations;
  fitting.search.fits_workers = true;
  EXPECT_THAT(said(row(operations::wait_for_work), searching(slow), fitting),
              EndsWith("is a multiple of the workers: set [optimize] update = \"steady\""));
}

TEST(PerformanceAdvice, advises_fewer_ranks_where_a_search_is_steady_already) {
  EXPECT_THAT(said(row(operations::wait_for_work), searching(slow), steady), EndsWith("start fewer ranks"));
}

TEST(PerformanceAdvice, advises_no_more_ranks_where_evaluations_cost_less_than_messages) {
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching({0.2e-6}), generations),
              EndsWith("a generation takes 2 µs to evaluate, less than the messages about it: more ranks do "
                       "not make the search faster, one is enough"));
  EXPECT_THAT(said(wait, searching({0.2e-6}), steady),
              AllOf(HasSubstr("an evaluation takes 200 ns, less than a message about it: more ranks do not"),
                    HasSubstr("update = \"generation\"")));
  auto evaluate = row(operations::evaluate);
  evaluate.items = 20'000'000;
  EXPECT_THAT(said(evaluate, {}, generations), EndsWith("one is enough"));
  auto problems = generations;
  problems.search.problems = 2;
  EXPECT_THAT(said(evaluate, {}, problems), EndsWith("one for each problem is enough"));
}

TEST(PerformanceAdvice, goes_by_the_generation_where_that_is_handed_out) {
  auto many = generations;
  many.search.population = 100;
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching({50e-6}), generations), HasSubstr("one is enough"));
  EXPECT_THAT(said(wait, searching({50e-6}), many), HasSubstr("population_multiple"));
}

TEST(PerformanceAdvice, advises_no_steady_search_where_messages_would_be_a_large_part_of_it) {
  const auto wait = row(operations::wait_for_work);
  const base::Seconds brief{150e-6};
  auto fitting = generations;
  fitting.search.fits_workers = true;
  EXPECT_THAT(said(wait, searching(brief), generations), EndsWith("\"workers\", or population higher"));
  EXPECT_THAT(said(wait, searching(brief), fitting), EndsWith("population higher, or start fewer ranks"));
  EXPECT_THAT(said(wait, searching(brief), steady), HasSubstr("update = \"generation\", which sends many"));
}

TEST(PerformanceAdvice, counts_programs_to_the_evaluations_that_wait_for_them) {
  auto others = searching({1e-6});
  others.push_back(row(operations::program_wait));
  EXPECT_THAT(said(row(operations::wait_for_work), others, generations), HasSubstr("population_multiple"));
}

TEST(PerformanceAdvice, blames_no_disk_that_little_came_from) {
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
