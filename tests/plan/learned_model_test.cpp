#include "winnow/plan/learned_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace winnow::plan {
namespace {

using base::Bytes;
using base::mebibytes;

constexpr MemoryModel reader{.gamma = 3.0};
constexpr MemoryModel search{.gamma = 0.0};

/// A node with a rank for each worker, each of which is 30 MiB before any work.
Observation seen(std::uint32_t workers, std::uint64_t peak, std::uint64_t pieces = 0,
                 std::uint64_t shared = 0) {
  return {.ranks = workers,
          .workers = workers,
          .pieces = mebibytes(pieces),
          .idle = mebibytes(std::uint64_t{30} * workers),
          .shared = mebibytes(shared),
          .peak = mebibytes(peak)};
}

double predicted(const MemoryModel& model, const Observation& of) {
  return static_cast<double>(model.base.count) +
         static_cast<double>(model.rank.count * of.ranks + model.overhead.count * of.workers) +
         model.gamma * static_cast<double>(of.pieces.count);
}

/// What is predicted for `of`, relative to what was seen.
double ratio(const MemoryModel& model, const Observation& of) {
  return predicted(model, of) / static_cast<double>(of.peak.count);
}

TEST(LearnedModel, predicts_a_run_that_it_has_seen_with_the_margin) {
  for (const auto& one : {seen(2, 70), seen(1, 600), seen(64, 40'000, 32), seen(8, 300, 0, 20)}) {
    EXPECT_NEAR(ratio(fit(std::vector{one}, reader), one), learned_margin(1), 1e-6);
  }
}

TEST(LearnedModel, stays_above_what_was_seen_and_within_15_percent_of_it) {
  std::vector<Observation> runs;
  for (const std::uint32_t workers : {1U, 2U, 4U, 16U}) {
    runs.push_back(seen(workers, 40 + 130 * workers));
    runs.push_back(seen(workers, 43 + 133 * workers));  // a few per cent more
  }
  const auto model = fit(runs, search);
  for (const auto& one : runs) {
    EXPECT_GE(ratio(model, one), 1.0) << one.workers;
    EXPECT_LE(ratio(model, one), 1.15) << one.workers;
  }
  EXPECT_NEAR(ratio(model, seen(64, 40 + 130 * 64)), learned_margin(2), 0.05)
      << "of more than were ever seen";
}

TEST(LearnedModel, leaves_less_room_the_more_runs_of_a_kind_it_has_seen) {
  const auto one = seen(2, 100);
  EXPECT_NEAR(ratio(fit(std::vector{one}, search), one), 1.075, 1e-6);
  EXPECT_NEAR(ratio(fit(std::vector{one, one}, search), one), 1.06, 1e-6);
  EXPECT_NEAR(ratio(fit(std::vector{one, one, one}, search), one), 1.05, 1e-6);
}

TEST(LearnedModel, tells_what_a_worker_takes_from_what_a_node_takes) {
  const auto model = fit(std::vector{seen(1, 30 + 100 + 20), seen(4, 120 + 400 + 20)}, search);
  // All of it with the margin.
  EXPECT_NEAR(static_cast<double>(model.overhead.count) / (1 << 20), 107.5, 1e-3);
  EXPECT_NEAR(static_cast<double>(model.base.count) / (1 << 20), 21.5, 1e-3);
  EXPECT_NEAR(static_cast<double>(model.rank.count) / (1 << 20), 32.25, 1e-3);
}

TEST(LearnedModel, takes_what_the_leader_alone_has_grown_by_for_the_nodes) {
  const auto model = fit(std::vector{seen(2, 60 + 200 + 20, 0, 200)}, search);
  EXPECT_EQ(model.base, mebibytes(200));
  EXPECT_LT(model.overhead, mebibytes(20));
}

TEST(LearnedModel, gives_all_to_the_workers_where_nothing_else_is_known) {
  const auto model = fit(std::vector{seen(1, 30 + 200)}, search);
  EXPECT_EQ(model.base, Bytes{});
  EXPECT_GE(model.overhead, mebibytes(200));
}

TEST(LearnedModel, keeps_gamma_where_nothing_speaks_against_it) {
  EXPECT_DOUBLE_EQ(fit(std::vector{seen(2, 200, 16)}, reader).gamma, 3.0);
  EXPECT_DOUBLE_EQ(fit(std::vector{seen(2, 70)}, reader).gamma, 3.0);
}

TEST(LearnedModel, learns_gamma_from_pieces_of_several_sizes) {
  const auto model =
      fit(std::vector{seen(2, 80 + 5 * 10, 10), seen(2, 80 + 5 * 100, 100), seen(2, 80 + 5 * 1000, 1000)},
          reader);
  EXPECT_NEAR(model.gamma, 5 * learned_margin(1), 0.05);
}

TEST(LearnedModel, lowers_gamma_where_pieces_take_less_than_it_says) {
  const auto model = fit(std::vector{seen(1, 30 + 100, 100)}, reader);
  EXPECT_LT(model.gamma, 1.1);
  EXPECT_NEAR(ratio(model, seen(1, 30 + 100, 100)), learned_margin(1), 1e-6);
}

TEST(LearnedModel, has_no_negative_part) {
  const auto model = fit(std::vector{seen(1, 100), seen(2, 101), seen(4, 121)}, search);
  for (const auto part : {model.base, model.overhead, model.rank}) EXPECT_LT(part, mebibytes(200));
  EXPECT_GE(model.gamma, 0);
}

TEST(LearnedModel, lets_a_rare_run_exceed_it) {
  std::vector<Observation> runs(31, seen(2, 100));
  runs.push_back(seen(2, 1000));
  EXPECT_NEAR(ratio(fit(runs, search), seen(2, 100)), learned_margin(32), 1e-6);
}

TEST(LearnedModel, counts_ranks_without_work) {
  auto idle = seen(1, 150);
  idle.ranks = 4;
  idle.idle = mebibytes(120);
  const auto model = fit(std::vector{idle}, search);
  EXPECT_NEAR(static_cast<double>(model.rank.count) / (1 << 20), 32.25, 1e-3);
  EXPECT_NEAR(ratio(model, idle), learned_margin(1), 1e-6);
}

TEST(LearnedModel, takes_what_ranks_without_a_worker_grow_by_for_no_workers) {
  const std::vector<Observation> few{seen(2, 69), seen(1, 35)};
  auto many = seen(2, 4 * 36);
  many.ranks = 4;
  many.idle = mebibytes(4 * 30);
  many.spare = mebibytes(2 * 36);
  for (const auto& runs : {std::vector{many}, std::vector{few[0], many, few[1]}}) {
    const auto model = fit(runs, reader);
    for (const auto& one : {few[0], few[1], many}) {
      EXPECT_GE(ratio(model, one), 1.0) << one.ranks;
      EXPECT_LE(ratio(model, one), 1.15) << one.ranks;
    }
  }
  many.spare = mebibytes(2 * 40);
  EXPECT_NEAR(ratio(fit(std::vector{many}, reader), many), learned_margin(1), 1e-6) << "workers took less";
  many.spare = {};
  EXPECT_GT(ratio(fit(std::vector{many}, reader), few[0]), 1.15) << "where that was not seen";
}

}  // namespace
}  // namespace winnow::plan
