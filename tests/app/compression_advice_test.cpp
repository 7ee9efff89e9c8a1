#include "app/watch/compression_advice.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using testing::SizeIs;

constexpr base::Bytes gigabyte{1'000'000'000};

/// Halves at level 1, at 100 MB/s; gets little better at higher levels, and much slower.
store::CompressionTrial trial() {
  return {base::mebibytes(1), {{1, 2.0, 100e6}, {4, 2.1, 50e6}, {6, 2.2, 25e6}, {9, 2.2, 5e6}}};
}

TEST(CompressionEstimates, take_the_disks_pace_from_the_run) {
  // 10 s to compress at level 1, so that the other 5 s were the disk's, for half a gigabyte.
  const auto all = estimates(trial(), {gigabyte, {15}, 1, 1});
  ASSERT_THAT(all, SizeIs(5));
  EXPECT_EQ(all[0].level, 0);
  EXPECT_DOUBLE_EQ(all[0].time.count, 10);
  EXPECT_DOUBLE_EQ(all[1].time.count, 15);
  EXPECT_EQ(all[1].size.count, 500'000'000U);
  EXPECT_NEAR(all[3].time.count, 40 + 10 / 2.2, 1e-6);
}

TEST(CompressionEstimates, have_ranks_compress_side_by_side) {
  const auto all = estimates(trial(), {gigabyte, {15}, 1, 10});
  EXPECT_NEAR(all[3].time.count, 4 + 28 / 2.2, 1e-6);
}

TEST(CompressionEstimates, go_by_the_time_that_writing_took_where_the_trial_was_slower) {
  // Level 9 was tried at a pace that takes 200 s: the run took 20 s, with a disk that is reckoned to take
  // one.
  const auto all = estimates(trial(), {gigabyte, {20}, 9, 1});
  EXPECT_DOUBLE_EQ(all[4].time.count, 20);
  EXPECT_NEAR(all[1].time.count, (10 + 2.2 / 2) * 20 / 201, 1e-6);
}

TEST(CompressionEstimates, scale_the_time_that_writing_took_by_what_the_trial_showed) {
  // 200 s to compress at level 9, 0.45 s for the disk; the machine was busy, and it took twice as long.
  auto tried = trial();
  tried.disk = 1e9;
  const auto all = estimates(tried, {gigabyte, {2 * (200 + 1 / 2.2)}, 9, 1});
  EXPECT_NEAR(all[1].time.count, 2 * (10 + 0.5), 1e-6);
  EXPECT_NEAR(all[0].time.count, 2, 1e-6);
  const auto uncompressed = estimates(tried, {gigabyte, {2}, 0, 1});
  EXPECT_NEAR(uncompressed[1].time.count, 10 + 1, 1e-6) << "of compressing it has shown nothing";
}

TEST(CompressionTrials, of_all_ranks_are_taken_together) {
  base::SoloTeam alone;
  auto mine = trial();
  mine.disk = 3e8;
  const auto all = gather(mine, alone);
  EXPECT_DOUBLE_EQ(all.disk, 3e8);
  EXPECT_EQ(all.sample, base::mebibytes(1));
  ASSERT_THAT(all.levels, SizeIs(4));
  EXPECT_EQ(all.levels[1].level, 4);
  EXPECT_DOUBLE_EQ(all.levels[1].ratio, 2.1);
  EXPECT_DOUBLE_EQ(all.levels[1].bytes_per_second, 50e6);
}

TEST(CompressionEstimates, are_none_where_nothing_was_tried) {
  EXPECT_TRUE(estimates({}, {gigabyte, {15}, 1, 1}).empty());
  EXPECT_FALSE(better_level({}, 1));
  EXPECT_FALSE(compression_note({}, {gigabyte, {15}, 1, 1}));
}

TEST(BetterLevel, is_a_lower_one_where_compression_is_too_heavy) {
  const auto all = estimates(trial(), {gigabyte, {44}, 6, 1});  // 40 s to compress, 4 s to write
  const auto better = better_level(all, 6);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->level, 0);
}

TEST(BetterLevel, is_no_lower_than_it_need_be_to_save_the_time) {
  auto tried = trial();
  tried.disk = 1e9;
  const base::Bytes some{50'000'000};  // 10 s at level 9, half a second at level 1, a twentieth at none
  const auto better = better_level(estimates(tried, {some, {10}, 9, 1}), 9);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->level, 1);
}

TEST(BetterLevel, is_a_higher_one_where_the_disk_is_slow) {
  const auto all = estimates(trial(), {gigabyte, {100}, 0, 1});  // 10 MB/s
  const auto better = better_level(all, 0);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->level, 1);
}

TEST(BetterLevel, is_one_that_saves_space_where_it_costs_no_time) {
  const auto all = estimates(trial(), {gigabyte, {21}, 0, 1});  // level 1 takes 20.5 s
  const auto better = better_level(all, 0);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->level, 1);
}

TEST(BetterLevel, is_none_where_little_is_to_be_gained) {
  EXPECT_FALSE(better_level(estimates(trial(), {gigabyte, {12}, 0, 1}), 0));
}

TEST(CompressionNote, has_the_figures_behind_it) {
  const ResultWriting writing{gigabyte, {100}, 0, 1};
  EXPECT_EQ(compression_note(estimates(trial(), writing), writing),
            "writing 954 MiB of rows took 1 min 40 s at compression = 0 and made them 954 MiB in the file; "
            "[result] "
            "compression = 1 would take about 1 min 0 s and make them 477 MiB");
}

TEST(CompressionTable, tells_all_levels_and_which_is_recommended) {
  const ResultWriting writing{gigabyte, {100}, 0, 1};
  const auto table = compression_table(estimates(trial(), writing), writing);
  EXPECT_EQ(table->shape().path, "run/compression");
  EXPECT_EQ(table->shape().rows, 5U);
  const auto& attributes = table->shape().attributes;
  const auto recommended = std::ranges::find(attributes, "recommended", &base::Attribute::name);
  ASSERT_NE(recommended, attributes.end());
  EXPECT_EQ(std::get<std::string>(recommended->value), "1");
}

TEST(SampledTable, passes_all_rows_on_and_keeps_some_of_each_variable_from_other_places) {
  store::MemoryTable table("runs", "run");
  table.add("x", std::vector<double>{1, 2, 3, 4});
  table.add("n", std::vector<std::int64_t>{5, 6, 7, 8});
  SampledTable sampled(table, base::Bytes{32});
  base::Block block;
  sampled.next(3, block);
  EXPECT_EQ(block.rows, 3U);
  sampled.next(3, block);
  EXPECT_EQ(block.rows, 1U);
  ASSERT_THAT(sampled.kept(), SizeIs(2));
  EXPECT_EQ(std::get<std::vector<double>>(sampled.kept()[0]), (std::vector<double>{2, 3}));
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(sampled.kept()[1]), std::vector<std::int64_t>{8})
      << "as many as its block has";
}

TEST(SampleLargest, leaves_small_results_alone) {
  store::MemoryTable small("runs", "run");
  small.add("x", std::vector<double>(1000, 1.0));
  std::vector<base::TableSource*> tables{&small};
  EXPECT_EQ(sample_largest(tables), nullptr);
  EXPECT_EQ(tables.front(), &small);
}

TEST(SampleLargest, stands_in_for_the_largest_table) {
  store::MemoryTable small("rejected", "row");
  small.add("x", std::vector<double>(1000, 1.0));
  store::MemoryTable large("runs", "run");
  large.add("x", std::vector<double>(9'000'000, 1.0));
  std::vector<base::TableSource*> tables{&small, &large};
  const auto sampled = sample_largest(tables);
  ASSERT_NE(sampled, nullptr);
  EXPECT_EQ(tables[0], &small);
  EXPECT_EQ(tables[1], sampled.get());
}

}  // namespace
}  // namespace winnow::app
