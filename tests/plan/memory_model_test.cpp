#include "winnow/plan/memory_model.hpp"

#include <gtest/gtest.h>

namespace winnow::plan {
namespace {

using base::Bytes;

/// M = 1000 + Σ (2 · size_i + 100).
constexpr MemoryModel model{2.0, Bytes{100}, Bytes{1000}};

TEST(MemoryModel, counts_base_overhead_and_the_largest_pieces_in_flight) {
  const PieceSizes pieces({{10}, {50}, {30}});
  EXPECT_EQ(file_peak(model, {50}), Bytes{1000 + 100 + 100});
  EXPECT_EQ(batch_peak(model, pieces, 0), Bytes{1000});
  EXPECT_EQ(batch_peak(model, pieces, 2), Bytes{1000 + 2 * (50 + 30) + 2 * 100});
}

TEST(MemoryModel, takes_the_last_size_for_pieces_that_are_not_listed) {
  EXPECT_EQ(batch_peak(model, PieceSizes({{50}, {10}}), 4), Bytes{1000 + 2 * (50 + 10 + 10 + 10) + 4 * 100});
}

TEST(MemoryModel, cuts_pieces_to_the_chunk) {
  EXPECT_EQ(batch_peak(model, PieceSizes({{50}, {10}}), 2, {20}), Bytes{1000 + 2 * (20 + 10) + 2 * 100});
}

TEST(MemoryModel, rounds_up_and_never_wraps) {
  EXPECT_EQ(file_peak({1.5, {}, {}}, {1}), Bytes{2});
  EXPECT_TRUE(file_peak(model, Bytes::unlimited()).is_unlimited());
}

TEST(BestWorkers, is_the_largest_number_that_fits) {
  const PieceSizes pieces({Bytes{50}});  // 200 a worker
  EXPECT_EQ(best_workers(model, pieces, {1600}, 64), 3U);
  EXPECT_EQ(best_workers(model, pieces, {1599}, 64), 2U);
  EXPECT_EQ(best_workers(model, pieces, {1600}, 2), 2U);
  EXPECT_EQ(best_workers(model, pieces, {1199}, 64), 0U);
  EXPECT_EQ(best_workers(model, pieces, Bytes::unlimited(), 64), 64U);
}

TEST(BestWorkers, agrees_with_the_peak_at_every_budget) {
  const PieceSizes pieces({{90}, {70}, {20}, {20}, {5}});
  for (std::uint64_t budget = 900; budget < 3000; budget += 7) {
    const auto workers = best_workers(model, pieces, {budget}, 9);
    EXPECT_TRUE(workers == 0 || batch_peak(model, pieces, workers) <= Bytes{budget});
    EXPECT_TRUE(workers == 9 || batch_peak(model, pieces, workers + 1) > Bytes{budget});
  }
}

TEST(BestChunk, is_the_largest_with_which_all_workers_fit) {
  const PieceSizes pieces({Bytes{50}});
  EXPECT_EQ(best_chunk(model, pieces, {1600}, 3, {1}, {512}), Bytes{512});  // no piece is that large
  EXPECT_EQ(best_chunk(model, pieces, {1600}, 4, {1}, {512}), Bytes{25});   // 1000 + 4 · (2 · 25 + 100)
  EXPECT_EQ(best_chunk(model, pieces, {1600}, 4, {25}, {512}), Bytes{25});
  EXPECT_FALSE(best_chunk(model, pieces, {1600}, 4, {26}, {512}).has_value());
}

TEST(Budget, is_the_share_of_the_limit) {
  EXPECT_EQ(budget_of(base::gibibytes(16), 0.75), base::gibibytes(12));
  EXPECT_TRUE(budget_of(Bytes::unlimited(), 0.75).is_unlimited());
}

}  // namespace
}  // namespace winnow::plan
