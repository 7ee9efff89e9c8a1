#include "reduce/node_state.hpp"

#include <gmock/gmock.h>

#include <span>
#include <string>
#include <vector>

#include "reduce/local_state.hpp"
#include "reduce/records.hpp"

namespace winnow::reduce {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

Scheme scheme() {
  Config config;
  config.files = {"*"};
  config.name = "{router}.txt";
  config.group_by = {{"router"}};
  return *Scheme::make(config);
}

/// What a kernel leaves of one file with these columns, all of value 1, and of a rejected line.
base::Buffer partial_of(const Scheme& scheme, const std::string& router,
                        const std::vector<std::string>& columns) {
  read::ColumnNames names;
  LocalState state(scheme, names);
  read::Batch batch;
  for (const auto& column : columns) batch.columns.push_back(names.id_of(column));
  batch.values.assign(columns.size(), 1);
  batch.positions.push_back({.line = 1, .byte = 0});
  state.begin_file(router + ".txt", {router}, LocalState::Extent::row);
  state.add_rows(batch);
  state.add({router + ".txt", {.line = 2, .byte = 11}, "not a number", "x"});
  base::Buffer partial;
  state.take(partial);
  return partial;
}

TEST(NodeState, meets_metrics_of_kernels_that_number_them_differently) {
  const auto plan = scheme();
  NodeState state(plan);
  ASSERT_TRUE(state.fold(partial_of(plan, "a", {"created", "delivered"})));
  ASSERT_TRUE(state.fold(partial_of(plan, "a", {"delivered"})));
  ASSERT_TRUE(state.fold(partial_of(plan, "b", {"relayed", "created"})));
  ASSERT_EQ(state.metrics.size(), 3u);
  ASSERT_EQ(state.groups.at(0).size(), 2u);
  EXPECT_EQ(state.groups[0].summary(0, state.metrics.id_of("delivered")).moments.count(), 2u);
  EXPECT_EQ(state.groups[0].summary(0, state.metrics.id_of("created")).moments.count(), 1u);
  EXPECT_EQ(state.groups[0].summary(1, state.metrics.id_of("relayed")).moments.count(), 1u);
  EXPECT_EQ(state.layouts.size(), 3u);
  EXPECT_EQ(drain(state.runs).size(), 3u);
  EXPECT_EQ(drain(state.rejected).size(), 3u);
}

TEST(NodeState, refuses_a_partial_state_that_is_cut_off_or_has_more_behind_it) {
  const auto plan = scheme();
  auto partial = partial_of(plan, "a", {"created", "delivered"});
  for (std::size_t size = 0; size < partial.size(); ++size) {
    EXPECT_FALSE(NodeState(plan).fold(std::span(partial).first(size))) << size;
  }
  partial.push_back({});
  EXPECT_FALSE(NodeState(plan).fold(partial));
}

TEST(NodeState, keeps_a_file_that_no_kernel_could_take) {
  const auto plan = scheme();
  NodeState state(plan);
  EXPECT_TRUE(state.is_empty());
  state.reject_file({"a.txt", {}, "not a regular file", ""}, {10});
  EXPECT_FALSE(state.is_empty());
  EXPECT_EQ(state.account.totals().files_rejected, 1u);
  EXPECT_EQ(state.account.totals().tally.rejected.bytes, 10u);
  EXPECT_EQ(drain(state.rejected).size(), 1u);
}

TEST(NodeState, counts_what_its_groups_take) {
  const auto plan = scheme();
  NodeState state(plan);
  const auto empty = state.group_memory();
  ASSERT_TRUE(state.fold(partial_of(plan, "a", {"created", "delivered"})));
  EXPECT_GE(state.group_memory().count, empty.count + 2 * sizeof(Moments));
}

TEST(NodeState, refuses_more_groups_than_there_is_memory_for_with_numbers_and_a_way_out) {
  const auto plan = scheme();
  NodeState state(plan);
  state.limit_groups(base::kibibytes(64));
  const auto fold_many = [&] {
    for (int group = 0; group < 1000; ++group) {
      ASSERT_TRUE(state.fold(partial_of(plan, std::to_string(group), {"created", "delivered"})));
    }
  };
  try {
    fold_many();
    FAIL() << "nobody complained";
  } catch (const base::Failure& failure) {
    const auto& error = failure.error();
    EXPECT_THAT(error.problem, HasSubstr("more than the 64 KiB that there is"));
    EXPECT_THAT(error.why,
                MatchesRegex("reduce/router alone has [0-9]+ groups of 2 metrics and takes .* KiB so far"));
    EXPECT_THAT(error.advice, HasSubstr("reduce.group_by"));
    EXPECT_THAT(error.advice, HasSubstr("resources.memory"));
  }
  EXPECT_GT(state.groups.at(0).size(), 100u) << "it should have come that far";
}

TEST(NodeState, refuses_what_took_too_much_in_a_kernel_already) {
  const auto plan = scheme();
  read::ColumnNames names;
  LocalState kernel(plan, names, base::kibibytes(64));
  read::Batch batch;
  batch.columns.push_back(names.id_of("created"));
  batch.values.assign(1, 1);
  batch.positions.push_back({.line = 1, .byte = 0});
  for (int run = 0; run < 1000; ++run) {
    kernel.begin_file("file", {std::to_string(run)}, LocalState::Extent::row);
    kernel.add_rows(batch);
  }
  base::Buffer partial;
  kernel.take(partial);
  EXPECT_LT(partial.size(), 64u << 10) << "it goes on without the groups";
  NodeState state(plan);
  state.limit_kernel_groups(base::kibibytes(64));
  try {
    static_cast<void>(state.fold(partial));
    FAIL() << "nobody complained";
  } catch (const base::Failure& failure) {
    EXPECT_THAT(failure.error().problem,
                MatchesRegex("the groups of one piece of input take .* KiB, more than the 64 KiB .*"));
    EXPECT_THAT(failure.error().advice, HasSubstr("resources.chunk"));
  }
  partial.clear();
  kernel.take(partial);
  EXPECT_TRUE(NodeState(plan).fold(partial)) << "it begins anew";
}

}  // namespace
}  // namespace winnow::reduce
