#include "plan/node_solver.hpp"

#include <gmock/gmock.h>

#include "plan/clusters.hpp"

namespace winnow::plan {
namespace {

using base::gibibytes;
using base::mebibytes;
using study::Resources;
using study::WorkerCount;
using test::node_of;
using test::with_ranks;

struct Solved {
  NodePlan plan;
  std::vector<std::string> warnings;
};

Solved solved(const cluster::Node& node, const Resources& resources, const Workload& workload = {}) {
  NodeSolver solver(resources, workload);
  Solved result{solver.solve(node), {}};
  for (const auto& warning : solver.take_warnings()) result.warnings.push_back(warning.text());
  return result;
}

TEST(NodeSolver, shrinks_the_chunk_before_it_cuts_workers) {
  const auto plan = solved(node_of("a", 32, gibibytes(16)), {}).plan;
  EXPECT_EQ(plan.workers, 32U);
  EXPECT_EQ(plan.bound, Bound::cores);
  EXPECT_LT(plan.chunk, auto_chunk);
  EXPECT_GT(plan.predicted_peak + mebibytes(1), plan.budget);  // and no more than it must
  EXPECT_LE(plan.predicted_peak, plan.budget);
}

TEST(NodeSolver, cuts_workers_when_the_smallest_chunk_is_still_too_large) {
  const auto plan =
      solved(node_of("a", 32, gibibytes(1)), {}).plan;  // 768 MiB, and 53 MiB a worker at the least
  EXPECT_EQ(plan.workers, 13U);
  EXPECT_EQ(plan.bound, Bound::memory);
  EXPECT_GE(plan.chunk, mebibytes(1));
  EXPECT_LE(plan.predicted_peak, plan.budget);
}

TEST(NodeSolver, goes_by_what_the_reader_declares) {
  Workload streaming;
  streaming.gamma = 1.0;
  streaming.piece = base::kibibytes(256);
  streaming.files = {gibibytes(100)};
  const auto plan = solved(node_of("a", 32, gibibytes(16)), {}, streaming).plan;
  EXPECT_EQ(plan.workers, 32U);
  EXPECT_EQ(plan.chunk, base::kibibytes(256));
  EXPECT_EQ(plan.predicted_peak, mebibytes(64 + 32 * 50) + base::kibibytes(32 * 256));
}

TEST(NodeSolver, takes_the_chunk_of_the_study_as_upper_bound) {
  Resources resources;
  resources.chunk = mebibytes(8);
  EXPECT_EQ(solved(node_of("a", 2, gibibytes(64)), resources).plan.chunk, mebibytes(8));
}

TEST(NodeSolver, honours_the_ceiling) {
  const auto node = node_of("a", 32, gibibytes(1024));
  Resources resources;
  resources.max_workers = WorkerCount::cores(4);
  EXPECT_EQ(solved(node, resources).plan.workers, 8U);
  EXPECT_EQ(solved(node, resources).plan.bound, Bound::setting);
  resources.max_workers = 5;
  EXPECT_EQ(solved(node, resources).plan.workers, 5U);
  resources.max_workers = 500;
  EXPECT_EQ(solved(node, resources).plan.workers, 32U);
}

TEST(NodeSolver, uses_the_share_of_cores_that_the_study_allows) {
  Resources resources;
  resources.cpu_limit = 0.5;
  EXPECT_EQ(solved(node_of("a", 7, gibibytes(64)), resources).plan.workers, 3U);
  resources.cpu_limit = 0.01;
  EXPECT_EQ(solved(node_of("a", 7, gibibytes(64)), resources).plan.workers, 1U);
}

TEST(NodeSolver, honours_the_floor_with_a_warning) {
  Resources resources;
  resources.min_workers = WorkerCount::cores(2);
  const auto [plan, warnings] = solved(node_of("a", 32, gibibytes(1)), resources);
  EXPECT_EQ(plan.workers, 16U);
  EXPECT_EQ(plan.bound, Bound::setting);
  EXPECT_EQ(plan.chunk, mebibytes(1));
  EXPECT_EQ(warnings,
            std::vector<std::string>{
                "on a: resources.min_workers = 16 does not fit in memory, 13 would (the most that may be "
                "used is 0.75 × 1 GiB = 768 MiB): lower resources.min_workers; until then fewer pieces than "
                "workers are in memory at once"});
}

TEST(NodeSolver, keeps_a_given_number_of_workers) {
  Resources resources;
  resources.workers = 20U;
  const auto roomy = solved(node_of("a", 32, gibibytes(64)), resources);
  EXPECT_EQ(roomy.plan.workers, 20U);
  EXPECT_EQ(roomy.plan.bound, Bound::setting);
  EXPECT_TRUE(roomy.warnings.empty());
  const auto tight = solved(node_of("a", 32, gibibytes(1)), resources);
  EXPECT_EQ(tight.plan.workers, 20U);
  ASSERT_EQ(tight.warnings.size(), 1U);
  EXPECT_TRUE(tight.warnings[0].starts_with("on a: resources.workers = 20 does not fit in memory, 13 would"));
}

TEST(NodeSolver, warns_of_more_given_workers_than_cores) {
  Resources resources;
  resources.workers = 4U;
  EXPECT_EQ(solved(node_of("a", 2, gibibytes(64)), resources).warnings,
            std::vector<std::string>{
                "on a: resources.workers = 4 is more than the 2 cores there (workers take turns "
                "on a core): lower it, or set resources.workers = \"auto\""});
}

TEST(NodeSolver, runs_a_worker_on_each_rank) {
  const auto plan = solved(with_ranks(node_of("a", 8, gibibytes(64)), 2), {}).plan;
  EXPECT_EQ(plan.workers, 2U);
  EXPECT_EQ(plan.bound, Bound::ranks);
  EXPECT_EQ(plan.kernels, (std::vector<unsigned>{1, 1}));
}

TEST(NodeSolver, leaves_ranks_without_work_where_fewer_fit) {
  Resources resources;
  resources.max_workers = 2;
  EXPECT_EQ(solved(with_ranks(node_of("a", 8, gibibytes(64)), 3), resources).plan.kernels,
            (std::vector<unsigned>{1, 1, 0}));
}

TEST(NodeSolver, runs_workers_as_threads_of_the_ranks_there_are) {
  Resources resources;
  resources.worker_type = study::WorkerType::thread;
  EXPECT_EQ(solved(with_ranks(node_of("a", 8, gibibytes(64)), 1), resources).plan.kernels,
            std::vector<unsigned>{8});
  EXPECT_EQ(solved(with_ranks(node_of("a", 8, gibibytes(64)), 3), resources).plan.kernels,
            (std::vector<unsigned>{3, 3, 2}));
}

TEST(NodeSolver, warns_if_fewer_ranks_were_started_than_workers_given) {
  Resources resources;
  resources.workers = 4U;
  EXPECT_EQ(solved(with_ranks(node_of("a", 8, gibibytes(64)), 1), resources).warnings,
            std::vector<std::string>{"on a: resources.workers = 4, but only 1 rank was started (each rank "
                                     "runs one worker): start mpirun "
                                     "with --map-by ppr:4:node, or set resources.worker_type = \"thread\""});
}

TEST(NodeSolver, falls_back_where_no_limit_can_be_read_and_says_the_cause) {
  const auto [plan, warnings] = solved(node_of("a", 32, std::nullopt), {});
  EXPECT_EQ(plan.workers, 4U);
  EXPECT_EQ(plan.bound, Bound::fallback);
  EXPECT_TRUE(plan.budget.is_unlimited());
  EXPECT_EQ(warnings,
            std::vector<std::string>{"on a: 4 workers without a cap on memory (no memory limit is known: "
                                     "/proc/meminfo cannot be read): set resources.memory"});
  EXPECT_EQ(solved(node_of("a", 2, std::nullopt), {}).plan.workers, 2U);
}

TEST(NodeSolver, takes_the_studys_limit_where_no_other_can_be_read) {
  Resources resources;
  resources.memory = gibibytes(1);
  const auto [plan, warnings] = solved(node_of("a", 32, std::nullopt), resources);
  EXPECT_EQ(plan.limit, gibibytes(1));
  EXPECT_EQ(plan.limit_source, "resources.memory");
  EXPECT_EQ(plan.workers, 13U);
  EXPECT_TRUE(warnings.empty());
}

TEST(NodeSolver, never_goes_above_the_real_limit) {
  Resources resources;
  resources.memory = gibibytes(64);
  const auto [plan, warnings] = solved(node_of("a", 2, gibibytes(16)), resources);
  EXPECT_EQ(plan.limit, gibibytes(16));
  EXPECT_EQ(plan.limit_source, "physical memory");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(warnings[0].starts_with(
      "on a: resources.memory = 64 GiB is more than there is (the limit is 16 GiB, by "
      "physical memory)"));
}

TEST(NodeSolver, without_safety_uses_all_cores_without_a_cap) {
  Resources resources;
  resources.safety = false;
  resources.cpu_limit = 0.5;
  const auto [plan, warnings] = solved(node_of("a", 32, gibibytes(1)), resources);
  EXPECT_EQ(plan.workers, 32U);
  EXPECT_EQ(plan.chunk, auto_chunk);
  EXPECT_GT(plan.predicted_peak, plan.limit);
  EXPECT_EQ(warnings,
            std::vector<std::string>{"on a: 32 workers without a cap on memory (resources.safety = false): "
                                     "set resources.safety = true"});
}

TEST(NodeSolver, gives_no_work_to_a_node_that_is_too_small) {
  const auto [plan, warnings] = solved(node_of("a", 32, mebibytes(64)), {});
  EXPECT_EQ(plan.workers, 0U);
  EXPECT_EQ(warnings,
            std::vector<std::string>{
                "on a: a piece of 1 MiB does not fit, so no work goes there (it needs 64 MiB + 3 × 1 MiB + "
                "50 MiB = 117 MiB; the most that may be used is 0.75 × 64 MiB = 48 MiB): raise "
                "resources.eta, or leave the node out"});
}

Workload learned_search(base::Bytes overhead) {
  Workload workload;
  workload.has_pieces = false;
  workload.learned = LearnedModel{{.gamma = 0, .overhead = overhead, .base = {}, .rank = mebibytes(30)}, 1};
  return workload;
}

TEST(NodeSolver, lets_so_many_processes_run_as_fit_once_it_is_known_what_they_take) {
  const auto node = node_of("a", 32, gibibytes(16));
  EXPECT_EQ(solved(node, {}, learned_search(mebibytes(20))).plan.workers, 32U);
  EXPECT_EQ(solved(node, {}, learned_search(gibibytes(2))).plan.workers, 5U);
  EXPECT_EQ(solved(node, {}, learned_search(gibibytes(2))).plan.bound, Bound::memory);
}

TEST(NodeSolver, counts_the_ranks_that_have_started_with_work_or_without) {
  Resources resources;
  resources.workers = 2;
  const auto node = with_ranks(node_of("a", 8, gibibytes(16)), 8);
  const auto plan = solved(node, resources, learned_search(mebibytes(100))).plan;
  EXPECT_EQ(plan.base, mebibytes(8 * 30));
  EXPECT_EQ(plan.predicted_peak, mebibytes(8 * 30 + 2 * 100));
}

TEST(NodeSolver, counts_ranks_without_a_worker_before_anything_was_learned) {
  study::Resources resources;
  resources.workers = 2U;
  const auto node = node_of("a", 8, gibibytes(16));
  const auto all_work = solved(with_ranks(node, 2), resources).plan;
  const auto some_idle = solved(with_ranks(node, 8), resources).plan;
  EXPECT_EQ(some_idle.base, all_work.base + idle_rank * 6);
  EXPECT_EQ(some_idle.predicted_peak, all_work.predicted_peak + idle_rank * 6);
}

TEST(NodeSolver, takes_workers_that_will_be_threads_for_one_rank) {
  Resources resources;
  resources.worker_type = study::WorkerType::thread;
  const auto node = node_of("a", 8, gibibytes(16));
  EXPECT_EQ(solved(node, resources, learned_search(mebibytes(100))).plan.predicted_peak, mebibytes(30 + 800));
  EXPECT_EQ(solved(node, {}, learned_search(mebibytes(100))).plan.predicted_peak, mebibytes(240 + 800));
}

TEST(NodeSolver, runs_one_worker_where_earlier_runs_took_more_than_is_to_be_used_but_no_more_than_there_is) {
  const auto node = with_ranks(node_of("a", 8, gibibytes(1)), 2);
  const auto [plan, warnings] = solved(node, {}, learned_search(mebibytes(900)));
  EXPECT_EQ(plan.workers, 1U);
  EXPECT_EQ(plan.kernels, (std::vector<unsigned>{1, 0}));
  EXPECT_EQ(plan.bound, Bound::memory);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(
      warnings.front(),
      "on a: one worker takes more than is to be used, and runs by itself (it needs 60 MiB + 900 MiB = "
      "960 MiB, as earlier runs have shown; the most that may be used is 0.75 × 1 GiB = 768 MiB): raise "
      "resources.eta, or run on nodes with more memory");
  EXPECT_EQ(solved(node, {}, learned_search(mebibytes(970))).plan.workers, 0U) << "more than there is";
}

TEST(NodeSolver, counts_ranks_once_where_nothing_fits) {
  const auto workload = learned_search(gibibytes(100));
  const Resources resources;
  NodeSolver solver(resources, workload);
  const auto plan = solver.solve(with_ranks(node_of("a", 8, gibibytes(16)), 2));
  EXPECT_THAT(solver.refusal({plan}).value().text(),
              testing::HasSubstr("it needs 60 MiB + 100 GiB = 100 GiB"));
}

TEST(NodeSolver, says_how_to_forget_what_was_learned_where_nothing_fits) {
  const auto workload = learned_search(gibibytes(100));
  const Resources resources;
  NodeSolver solver(resources, workload);
  const auto plan = solver.solve(node_of("a", 8, gibibytes(16)));
  EXPECT_EQ(plan.workers, 0U);
  EXPECT_EQ(
      solver.refusal({plan}).value().text(),
      "no worker fits on any node (it needs 0 B + 100 GiB = 100 GiB, as earlier runs have shown; the most "
      "that may be used is 0.75 × 16 GiB = 12 GiB, on a, by physical memory): raise resources.eta, or run "
      "on nodes with more memory; resources.learned = \"none\" forgets earlier runs");
}

}  // namespace
}  // namespace winnow::plan
