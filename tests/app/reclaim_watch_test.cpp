#include "app/watch/reclaim_watch.hpp"

#include <gmock/gmock.h>

#include <array>
#include <memory>
#include <vector>

#include "app/optimize/cached_evaluations.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/watch/free_memory.hpp"
#include "winnow/watch/thread_allocations.hpp"

namespace winnow::app {
namespace {

using study::MemoryLevel;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using watch::Quantity;

constexpr auto limit = base::gibibytes(1);

watch::Sample sample(double seconds, double share_in_use) {
  watch::Sample taken(base::Seconds{seconds});
  taken.set(Quantity::node_in_use, share_in_use * static_cast<double>(limit.count));
  taken.set(Quantity::node_limit, limit);
  return taken;
}

std::int64_t held() {
  return watch::thread_allocations().held();
}

double resident() {
  watch::ProcessSampler process;
  watch::Sample taken;
  process.take(taken);
  return taken[Quantity::resident].value_or(0);
}

TEST(MemoryUse, is_that_of_the_node_or_of_the_job_whichever_is_the_larger_share) {
  auto seen = sample(0, 0.5);
  seen.set(Quantity::resident, base::mebibytes(100));
  seen.set(Quantity::children_resident, base::mebibytes(20));
  EXPECT_EQ(memory_use(seen, 4, base::gibibytes(2)).used, base::mebibytes(512));
  const auto job = memory_use(seen, 4, base::mebibytes(500));
  EXPECT_EQ(job.used, base::mebibytes(480));
  EXPECT_EQ(job.limit, base::mebibytes(500));
}

TEST(MemoryUse, has_no_limit_where_none_is_known) {
  watch::Sample seen;
  seen.set(Quantity::resident, base::gibibytes(9));
  EXPECT_TRUE(memory_use(seen, 1, base::Bytes::unlimited()).limit.is_unlimited());
}

class ReclaimWatchTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<ReclaimWatch> make(study::NoneOr<MemoryLevel> level) {
    return std::make_unique<ReclaimWatch>(level, ReclaimWatch::Place{3, "n17"}, reclaimer_, log_);
  }

  base::Reclaimer reclaimer_{held};
  base::MemoryLog log_;
};

TEST_F(ReclaimWatchTest, asks_holders_when_the_level_is_reached_and_not_with_every_sample) {
  int asked = 0;
  const base::ReclaimableMemory cache(&reclaimer_, "cache", [&] { ++asked; });
  const auto watch = make(MemoryLevel{study::Share{0.8}});
  watch->sampled(sample(0, 0.79));
  EXPECT_EQ(asked, 0);
  for (int second = 1; second < 30; ++second) watch->sampled(sample(second, 0.8));
  EXPECT_EQ(asked, 1);
  watch->sampled(sample(30, 0.5));
  watch->sampled(sample(31, 0.9));
  EXPECT_EQ(asked, 2);
}

TEST_F(ReclaimWatchTest, takes_a_size_for_the_level_too) {
  int asked = 0;
  const base::ReclaimableMemory cache(&reclaimer_, "cache", [&] { ++asked; });
  const auto watch = make(MemoryLevel{base::mebibytes(512)});
  watch->sampled(sample(0, 0.49));
  EXPECT_EQ(asked, 0);
  watch->sampled(sample(1, 0.5));
  EXPECT_EQ(asked, 1);
}

TEST_F(ReclaimWatchTest, does_nothing_where_the_study_says_none) {
  const base::ReclaimableMemory cache(&reclaimer_, "cache", [] { FAIL(); });
  make({})->sampled(sample(0, 1));
}

TEST_F(ReclaimWatchTest, gives_the_memory_of_cached_evaluations_back_to_the_system) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "malloc is the sanitizer's";
#endif
  const test::TemporaryFolder folder;
  const base::ManualClock calendar;
  auto opened = store::EvaluationCache::open(folder.path() / "evaluations.cache",
                                             {.memory = base::mebibytes(64)}, calendar, log_);
  ASSERT_TRUE(opened);
  CachedEvaluations evaluations(*std::move(opened), &reclaimer_);
  watch::return_free_memory();
  const auto before = resident();
  optimize::Evaluation evaluation;
  evaluation.outputs.resize(200);
  for (std::size_t i = 0; i < 30'000; ++i) {
    evaluation.outputs[0] = static_cast<double>(i);
    evaluations.put("sphere", std::array<double, 1>{evaluation.outputs[0]}, evaluation);
  }
  ASSERT_TRUE(evaluations.cache().save());
  watch::return_free_memory();
  const auto full = resident();
  const auto was_held = full - before;
  EXPECT_GT(was_held, 50e6);

  const auto watch = make(MemoryLevel{study::Share{0.8}});
  watch->sampled(sample(0, 0.9));
  watch->sampled(sample(1, 0.9));
  EXPECT_NEAR(full - resident(), was_held, 0.1 * was_held);
  const auto reclaims = watch->reclaims().kept;
  ASSERT_THAT(reclaims, SizeIs(1));
  const auto& one = reclaims.front();
  EXPECT_GT(one.given.count, 30'000 * 200 * sizeof(double));
  EXPECT_LT(static_cast<double>(one.given.count), was_held);
  EXPECT_NEAR(static_cast<double>(one.resident.count - one.left.count), was_held, 0.1 * was_held);
  EXPECT_THAT(one.holders, HasSubstr("evaluations in memory"));
  ASSERT_THAT(log_.notes(), SizeIs(1));
  EXPECT_THAT(log_.notes()[0].text,
              AllOf(HasSubstr("rank 3 gives memory back, as 922 MiB are in use on n17: "),
                    HasSubstr(" resident instead of "), HasSubstr("evaluations in memory")));
  EXPECT_TRUE(evaluations.find("sphere", std::array<double, 1>{7}));
}

TEST_F(ReclaimWatchTest, tells_with_the_next_sample_what_other_threads_have_given) {
  base::ReclaimWish wish(&reclaimer_, "buffers of kernels");
  const auto watch = make(MemoryLevel{study::Share{0.8}});
  auto buffer = std::make_unique<std::vector<char>>(std::size_t{3} << 20);
  watch->sampled(sample(0, 0.9));
  EXPECT_THAT(watch->reclaims().kept, IsEmpty());
  wish.heed([&] { buffer.reset(); });
  watch->sampled(sample(1, 0.9));
  ASSERT_THAT(watch->reclaims().kept, SizeIs(1));
  EXPECT_THAT(watch->reclaims().kept[0].holders, HasSubstr("buffers of kernels 3 MiB"));
}

TEST(Reclaims, come_together_on_the_first_rank_and_make_a_table) {
  base::SoloTeam team;
  const Reclaim late{1, "n2", {9}, {100}, {80}, "caches 20 B", {20}, {60}, {40}};
  const Reclaim soon{0, "n1", {2}, {90}, {80}, "", {0}, {50}, {50}};
  const auto all = gather({{late, soon}, 7}, team);
  ASSERT_THAT(all.kept, SizeIs(2));
  EXPECT_EQ(all.kept[0].node, "n1");
  EXPECT_EQ(all.kept[1].left.count, 40U);
  const auto table = reclaims_table(all);
  EXPECT_EQ(table->shape().path, "run/reclaims");
  EXPECT_EQ(table->shape().rows, 2U);
  ASSERT_THAT(table->shape().attributes, SizeIs(1));
  EXPECT_EQ(table->shape().attributes[0].name, "unkept");
  EXPECT_EQ(std::get<std::int64_t>(table->shape().attributes[0].value), 7);
}

}  // namespace
}  // namespace winnow::app
