#include "winnow/reduce/reduction.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "reduce/campaign.hpp"
#include "reduce/summary.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NanSensitiveDoubleEq;

/// A few reports whose statistics can be worked out by hand.
class ReductionTest : public testing::Test {
 protected:
  ReductionTest() {
    config_.folder = folder_.path();
    config_.files = {"*.txt"};
    config_.name = "{scenario}_{router}_buf{buffer:size}.txt";
    config_.group_by = {{"router"}};
    config_.statistics = {Statistic::count, Statistic::missing, Statistic::mean, Statistic::maximum};
  }

  test::TemporaryFolder folder_;
  Config config_;
};

TEST_F(ReductionTest, gives_each_groups_statistics_in_the_order_of_keys) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\nlatency_avg: NaN\n");
  folder_.write("city_Epidemic_buf2M.txt", "created: 1\nlatency_avg: 0.5\n");
  folder_.write("city_Epidemic_buf10M.txt", "created: 2\n");
  const auto reduced = reduce_all(config_);
  const auto& table = reduced.tables.at("reduce/router");
  EXPECT_EQ(table.shape.row_dimension, "group");
  EXPECT_THAT(table.names(), ElementsAre("router", "created", "latency_avg"));
  EXPECT_THAT(table.shape.dimensions.at(0).labels, ElementsAre("count", "missing", "mean", "max"));
  EXPECT_THAT(table.texts("router"), ElementsAre("Epidemic", "Prophet"));
  EXPECT_THAT(table.numbers("created"), ElementsAre(2, 0, 1.5, 2, 1, 0, 4, 4));
  constexpr double nan = read::missing;
  EXPECT_THAT(table.numbers("latency_avg"),
              ElementsAre(1, 0, 0.5, 0.5, 0, 1, NanSensitiveDoubleEq(nan), NanSensitiveDoubleEq(nan)));
}

TEST_F(ReductionTest, keeps_every_run_in_the_order_of_paths_with_NaN_where_a_metric_is_absent) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  folder_.write("city_Epidemic_buf2M.txt", "latency_avg: 0.5\n");
  const auto reduced = reduce_all(config_);
  const auto& runs = reduced.tables.at("runs");
  EXPECT_EQ(runs.shape.row_dimension, "run");
  EXPECT_THAT(runs.names(), ElementsAre("path", "scenario", "router", "buffer", "created", "latency_avg"));
  EXPECT_THAT(runs.texts("path"), ElementsAre("city_Epidemic_buf2M.txt", "city_Prophet_buf2M.txt"));
  EXPECT_THAT(runs.texts("router"), ElementsAre("Epidemic", "Prophet"));
  EXPECT_THAT(runs.integers("buffer"), ElementsAre(2'000'000, 2'000'000));
  EXPECT_THAT(runs.numbers("created"), ElementsAre(NanSensitiveDoubleEq(read::missing), 4));
  EXPECT_THAT(runs.numbers("latency_avg"), ElementsAre(0.5, NanSensitiveDoubleEq(read::missing)));
}

TEST_F(ReductionTest, wants_to_stop_at_a_quarantined_file_where_rejections_end_the_run) {
  for (const auto on_error : {OnError::reject, OnError::stop}) {
    config_.on_error = on_error;
    const auto reduction = *Reduction::make(config_);
    base::SoloTeam alone;
    EXPECT_FALSE(reduction->wants_stop());
    farm::Task task;
    task.payload = "city_Prophet_buf2M.txt";
    reduction->sink().quarantine(task, {farm::FailureKind::error, "out of memory"});
    EXPECT_EQ(reduction->wants_stop(), on_error == OnError::stop);
    const auto error = reduction->first_rejection(alone);
    ASSERT_EQ(error.has_value(), on_error == OnError::stop);
    if (error) {
      EXPECT_THAT(error->text(), HasSubstr("rejected: failed 1 times (error: out of memory)"));
    }
  }
}

TEST_F(ReductionTest, keeps_no_table_of_runs_that_nobody_wants) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  config_.runs = false;
  EXPECT_FALSE(reduce_all(config_).tables.contains("runs"));
}

/// Reports of two kinds: of run 1 both, of run 2 one; both kinds have `created`.
class JoinedRuns : public ReductionTest {
 protected:
  JoinedRuns() {
    folder_.write("P_1_stats.txt", "created: 4\nlatency: 0.5\n");
    folder_.write("P_1_energy.txt", "energy: 7\ncreated: 8\n");
    folder_.write("P_2_stats.txt", "created: 1\nlatency: NaN\n");
    config_.name = "{router}_{seed:int}_{report}.txt";
    config_.run_by = {"seed", "router"};
  }
};

TEST_F(JoinedRuns, are_one_row_each_named_after_their_first_file) {
  const auto runs = reduce_all(config_).tables.at("runs");
  EXPECT_THAT(runs.names(), ElementsAre("path", "files", "seed", "router", "created", "energy", "latency"));
  EXPECT_THAT(runs.texts("path"), ElementsAre("P_1_energy.txt", "P_2_stats.txt"));
  EXPECT_THAT(runs.integers("files"), ElementsAre(2, 1));
  EXPECT_THAT(runs.integers("seed"), ElementsAre(1, 2));
  EXPECT_THAT(runs.texts("router"), ElementsAre("P", "P"));
  EXPECT_THAT(runs.numbers("created"), ElementsAre((4 + 8) / 2, 1)) << "pooled";
  EXPECT_THAT(runs.numbers("energy"), ElementsAre(7, NanSensitiveDoubleEq(read::missing)));
  EXPECT_THAT(runs.numbers("latency"), ElementsAre(0.5, NanSensitiveDoubleEq(read::missing)));
}

TEST_F(JoinedRuns, are_one_observation_each_where_runs_are_the_unit) {
  config_.unit = Unit::run;
  config_.group_by = {{"router"}, {"report"}};
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_THAT(tables.at("reduce/router").numbers("created"), ElementsAre(2, 0, 3.5, 6));
  EXPECT_THAT(tables.at("reduce/router").numbers("latency"), ElementsAre(1, 1, 0.5, 0.5));
  EXPECT_THAT(tables.at("reduce/report").texts("report"), ElementsAre("energy", "stats"));
  EXPECT_THAT(tables.at("reduce/report").numbers("created"), ElementsAre(1, 0, 8, 8, 2, 0, 2.5, 4));
}

TEST_F(JoinedRuns, count_row_by_row_where_rows_are_the_unit_which_is_told) {
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_THAT(tables.at("reduce/router").numbers("created"), ElementsAre(3, 0, 13.0 / 3, 8));
  EXPECT_EQ(totals.files_accepted, 3u);
  EXPECT_EQ(totals.files_of_rows, 0u);
  EXPECT_EQ(totals.runs_pooled, 1u);
  config_.metrics = {"latency", "energy"};
  EXPECT_EQ(reduce_all(config_).totals.runs_pooled, 0u) << "no metric stands in both reports";
}

TEST_F(JoinedRuns, come_first_and_last_by_their_first_files) {
  config_.unit = Unit::run;
  config_.statistics = {Statistic::first, Statistic::last};
  folder_.write("P_2_a.txt", "created: 3\n");
  folder_.write("O_3_a.txt", "created: 9\n");
  config_.group_by = {};
  EXPECT_THAT(reduce_all(config_).tables.at("reduce/all").numbers("created"), ElementsAre(9, 2));
}

TEST_F(JoinedRuns, have_no_part_in_files_that_gave_nothing) {
  config_.where = "created < 5";
  const auto runs = reduce_all(config_).tables.at("runs");
  EXPECT_THAT(runs.texts("path"), ElementsAre("P_1_stats.txt", "P_2_stats.txt"));
  EXPECT_THAT(runs.integers("files"), ElementsAre(1, 1));
}

TEST_F(JoinedRuns, leave_a_metric_named_files_a_name_of_its_own) {
  folder_.write("P_3_stats.txt", "files: 12\n");
  const auto runs = reduce_all(config_).tables.at("runs");
  EXPECT_EQ(runs.integers("files").at(2), 1);
  EXPECT_EQ(runs.numbers("metric_files").at(2), 12);
}

TEST_F(ReductionTest, says_what_fields_are_common_to_all_files_but_not_grouped_by) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  folder_.write("city_Epidemic_buf2M.txt", "created: 4\n");
  auto reduced = reduce_all(config_);
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_scenario"), "city");
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_buffer"), "2000000");
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_router"), "");
  folder_.write("town_Epidemic_buf2M.txt", "created: 4\n");
  reduced = reduce_all(config_);
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_scenario"), "");
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_buffer"), "2000000");
}

TEST_F(ReductionTest, says_no_field_to_be_common_that_is_grouped_by) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  const auto reduced = reduce_all(config_);
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_router"), "");
  EXPECT_EQ(reduced.tables.at("reduce/router").attribute("field_scenario"), "city");
}

TEST_F(ReductionTest, keeps_a_run_and_a_group_of_files_that_have_none_of_the_metrics) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  folder_.write("city_Epidemic_buf2M.txt", "energy: 1\n");
  config_.metrics = {"energy"};
  const auto reduced = reduce_all(config_);
  EXPECT_THAT(reduced.tables.at("runs").numbers("energy"),
              ElementsAre(1, NanSensitiveDoubleEq(read::missing)));
  EXPECT_THAT(reduced.tables.at("reduce/router").texts("router"), ElementsAre("Epidemic", "Prophet"));
  EXPECT_EQ(reduced.tables.at("reduce/router").numbers("energy").at(4), 0);
}

TEST_F(ReductionTest, explains_its_statistics) {
  config_.statistics = {Statistic::ci95};
  EXPECT_THAT(reduce_all(config_).tables.at("reduce/router").attribute("statistic_ci95"),
              HasSubstr("Student's t"));
}

TEST_F(ReductionTest, gives_the_statistics_that_evaluate_gives) {
  folder_.write("city_Prophet_buf1M.txt", "created: 4\nlatency_avg: 1\n");
  folder_.write("city_Prophet_buf2M.txt", "created: 7\nlatency_avg: NaN\n");
  folder_.write("city_Prophet_buf3M.txt", "created: 8.5\nlatency_avg: 3\n");
  config_.statistics = {default_statistics.begin(), default_statistics.end()};
  const auto reduced = reduce_all(config_);
  Moments created, latency;
  for (const double value : {4.0, 7.0, 8.5}) created.add(value);
  for (const double value : {1.0, read::missing, 3.0}) latency.add(value);
  for (std::size_t i = 0; i < default_statistics.size(); ++i) {
    const auto& table = reduced.tables.at("reduce/router");
    EXPECT_EQ(table.numbers("created")[i], evaluate(default_statistics[i], {created}));
    EXPECT_EQ(table.numbers("latency_avg")[i], evaluate(default_statistics[i], {latency}));
  }
}

TEST_F(ReductionTest, gives_sums_quantiles_and_the_first_and_last_run_by_path) {
  folder_.write("city_Prophet_buf10M.txt", "created: 4\nlatency_avg: NaN\n");
  folder_.write("city_Prophet_buf2M.txt", "created: 1\nlatency_avg: 5\n");
  folder_.write("city_Prophet_buf3M.txt", "created: 10\n");
  config_.statistics = {Statistic::sum, Statistic::median, *statistic_named("p75"), Statistic::first,
                        Statistic::last};
  const auto table = reduce_all(config_).tables.at("reduce/router");
  EXPECT_THAT(table.shape.dimensions.at(0).labels, ElementsAre("sum", "median", "p75", "first", "last"));
  EXPECT_THAT(table.numbers("created"), ElementsAre(15, 4, 7, 4, 10));
  EXPECT_THAT(table.numbers("latency_avg"), ElementsAre(5, 5, 5, 5, 5));
  EXPECT_THAT(table.attribute("statistic_p75"), HasSubstr("75 %"));
}

TEST_F(ReductionTest, says_whether_quantiles_are_exact_and_how_far_off_they_may_be) {
  std::string rows = "created\n";
  for (std::size_t i = 0; i < Distribution::exact_at_most; ++i) rows += std::to_string(i) + "\n";
  folder_.write("city_Prophet_buf10M.txt", rows);
  config_.dialect.format = "csv";
  config_.statistics = {Statistic::median};
  auto table = reduce_all(config_).tables.at("reduce/router");
  EXPECT_EQ(table.attribute("quantiles_exact_at_most"), std::to_string(Distribution::exact_at_most));
  EXPECT_EQ(table.attribute("quantiles_relative_error"), std::to_string(0.0));
  EXPECT_EQ(table.numbers("created").at(0), 2047.5);
  folder_.write("city_Prophet_buf2M.txt", "created\n4096\n");
  table = reduce_all(config_, {.ranks = 2}).tables.at("reduce/router");
  EXPECT_EQ(table.attribute("quantiles_relative_error"), std::to_string(LogGrid::error_bound(0)));
  EXPECT_NEAR(table.numbers("created").at(0), 2048, 2048.0 / 256);
  config_.statistics = {Statistic::mean};
  EXPECT_EQ(reduce_all(config_).tables.at("reduce/router").attribute("quantiles_relative_error"), "");
}

TEST_F(ReductionTest, goes_by_rows_within_a_file_for_the_first_and_the_last_value) {
  folder_.write("city_Prophet_buf1M.txt", "created,other\nNaN,1\n7,2\n9,\n3,\n");
  config_.dialect.format = "csv";
  config_.statistics = {Statistic::first, Statistic::last};
  const auto table = reduce_all(config_).tables.at("reduce/router");
  EXPECT_THAT(table.numbers("created"), ElementsAre(7, 3));
  EXPECT_THAT(table.numbers("other"), ElementsAre(1, 2));
}

TEST_F(ReductionTest, derives_metrics_that_need_no_naming_and_counts_the_rows_that_where_takes_out) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\nrelayed: 6\n");
  folder_.write("city_Prophet_buf3M.txt", "created: 0\nrelayed: 6\n");
  folder_.write("city_Epidemic_buf3M.txt", "created: 2\n");
  config_.metrics = {"relayed"};
  config_.derive = {{"cost", "relayed / created"}, {"size", "buffer / 1000000"}};
  config_.where = "created > 0";
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_THAT(tables.at("runs").names(),
              ElementsAre("path", "scenario", "router", "buffer", "cost", "relayed", "size"));
  EXPECT_THAT(tables.at("runs").numbers("size"), ElementsAre(3, 2));
  EXPECT_THAT(tables.at("runs").numbers("cost"), ElementsAre(NanSensitiveDoubleEq(read::missing), 1.5));
  EXPECT_THAT(tables.at("reduce/router").texts("router"), ElementsAre("Epidemic", "Prophet"));
  EXPECT_EQ(totals.rows_filtered, 1u);
  EXPECT_EQ(totals.files_accepted, 3u);
  EXPECT_EQ(totals.rejections(), 0u);
  config_.metrics = {"!cost"};
  EXPECT_THAT(reduce_all(config_).tables.at("runs").names(),
              ElementsAre("path", "scenario", "router", "buffer", "created", "relayed", "size"));
}

TEST_F(ReductionTest, tells_which_columns_of_expressions_no_file_has) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  config_.where = "craeted > 0";
  config_.derive = {{"more", "created + 1"}};
  const auto unseen = (*Reduction::make(config_))->probe().value();
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0].key, "reduce.where");
  EXPECT_THAT(unseen[0].near, ElementsAre("created"));
  ASSERT_EQ(reduce_all(config_).totals.unseen.size(), 1u);
}

TEST_F(ReductionTest, makes_one_row_of_all_files_where_nothing_is_grouped_by) {
  config_.group_by = {};
  EXPECT_EQ(reduce_all(config_).tables.at("reduce/all").shape.rows, 0u);
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n");
  folder_.write("city_Epidemic_buf2M.txt", "created: 6\n");
  const auto reduced = reduce_all(config_);
  EXPECT_EQ(reduced.tables.at("reduce/all").shape.rows, 1u);
  EXPECT_THAT(reduced.tables.at("reduce/all").numbers("created"), ElementsAre(2, 0, 5, 6));
}

TEST_F(ReductionTest, renames_a_metric_that_is_named_like_a_field) {
  folder_.write("city_Prophet_buf2M.txt", "buffer: 4\n");
  const auto runs = reduce_all(config_).tables.at("runs");
  EXPECT_EQ(runs.integers("buffer").at(0), 2'000'000);
  EXPECT_EQ(runs.numbers("metric_buffer").at(0), 4);
}

TEST_F(ReductionTest, accounts_for_every_file_line_and_byte) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\n\n# a comment\nlatency_avg: fast\n");
  folder_.write("city_Epidemic_buf2M.txt", "no number here\ncreated: none\n");
  folder_.write("city_Epidemic_buf3M.txt", "");
  folder_.write("unlike the pattern.txt", "created: 1\n");
  config_.dialect.format = "key-value";
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_EQ(totals.inputs.files(), 4u);
  EXPECT_EQ(totals.files_accepted, 1u);
  EXPECT_EQ(totals.files_rejected, 3u);
  const auto& tally = totals.tally;
  EXPECT_EQ(tally.accepted.bytes + tally.rejected.bytes + tally.ignored.bytes, totals.inputs.size().count);
  EXPECT_EQ(tally.accepted.lines, 1u);

  const auto& rejected = tables.at("rejected");
  EXPECT_EQ(rejected.shape.row_dimension, "rejection");
  EXPECT_THAT(rejected.texts("path"),
              ElementsAre("city_Epidemic_buf2M.txt", "city_Epidemic_buf2M.txt", "city_Epidemic_buf3M.txt",
                          "city_Prophet_buf2M.txt", "unlike the pattern.txt"));
  EXPECT_THAT(rejected.texts("reason"), ElementsAre("no values", "not a number", "empty", "not a number",
                                                    "name does not match the pattern"));
  EXPECT_THAT(rejected.integers("line"), ElementsAre(0, 2, 0, 4, 0));
  EXPECT_THAT(rejected.integers("byte"), ElementsAre(0, 15, 0, 24, 0));
  EXPECT_EQ(rejected.texts("text").at(4), config_.name);
  EXPECT_EQ(totals.rejections(), rejected.shape.rows);
  EXPECT_EQ(totals.reasons.at(0).reason, "not a number");
  EXPECT_EQ(totals.reasons.at(0).count, 2u);
}

TEST_F(ReductionTest, rejects_what_the_walk_could_not_take) {
  folder_.write("names.txt", "city_Prophet_buf2M.csv\nno-such-file.csv\n");
  folder_.write("city_Prophet_buf2M.csv", "created: 4\n");
  config_.files = {"@names.txt"};
  config_.name = "{scenario}_{router}_buf{buffer:size}.csv";
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_EQ(totals.files_accepted, 1u);
  EXPECT_EQ(totals.files_rejected, 1u);
  EXPECT_THAT(tables.at("rejected").texts("path"), ElementsAre(HasSubstr("no-such-file.csv")));
  EXPECT_THAT(tables.at("rejected").texts("text"), ElementsAre(HasSubstr("names.txt:2")));
}

TEST_F(ReductionTest, keeps_a_task_that_failed_for_good_as_a_rejected_file) {
  const auto reduction = *Reduction::make(config_);
  farm::Task task;
  task.attempt = 3;
  task.size = {42};
  task.payload = "city_Prophet_buf2M.txt";
  reduction->sink().quarantine(task, {farm::FailureKind::worker_lost, "rank 3 is silent"});
  base::SoloTeam team;
  const auto totals = reduction->finish(team).totals;
  EXPECT_EQ(totals.files_rejected, 1u);
  EXPECT_EQ(totals.tally.rejected.bytes, 42u);
  ASSERT_EQ(totals.reasons.size(), 1u);
  EXPECT_EQ(totals.reasons[0].reason, "failed 4 times");
  EXPECT_EQ(totals.reasons[0].first.text, "worker lost: rank 3 is silent");
}

TEST_F(ReductionTest, tells_which_metrics_were_asked_for_and_never_seen) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\nlatency_avg: 1\n");
  config_.metrics = {"created", "latency_avgg", "hop*"};
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_THAT(tables.at("runs").names(), ElementsAre("path", "scenario", "router", "buffer", "created"));
  ASSERT_EQ(totals.unseen.size(), 2u);
  EXPECT_EQ(totals.unseen[0].pattern, "latency_avgg");
  EXPECT_THAT(totals.unseen[0].near, ElementsAre("latency_avg"));
}

TEST_F(ReductionTest, probes_the_first_files_for_metrics_that_are_likely_misspelt) {
  folder_.write("city_Prophet_buf2M.txt", "created: 4\nlatency_avg: 1\n");
  config_.metrics = {"craeted", "energy"};
  const auto unseen = (*Reduction::make(config_))->probe().value();
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0].pattern, "craeted");
  EXPECT_THAT(unseen[0].near, ElementsAre("created"));
}

TEST_F(ReductionTest, tells_by_the_probe_that_files_are_not_there) {
  for (const auto* pattern : {"none.txt", "none/*.txt", "@none.txt"}) {
    config_.files = {pattern};
    const auto unseen = (*Reduction::make(config_))->probe();
    ASSERT_FALSE(unseen) << pattern;
    EXPECT_THAT(unseen.error().why, HasSubstr("No such file or directory"));
  }
}

TEST_F(ReductionTest, finds_nothing_in_an_empty_folder) {
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_EQ(totals.inputs.files(), 0u);
  EXPECT_THAT(totals.reasons, IsEmpty());
  EXPECT_THAT(totals.unseen, IsEmpty());
  EXPECT_EQ(tables.at("runs").shape.rows, 0u);
  EXPECT_EQ(tables.at("rejected").shape.rows, 0u);
}

TEST_F(ReductionTest, refuses_what_cannot_be_carried_out) {
  config_.group_by = {{"router", "router"}};
  const auto reduction = Reduction::make(config_);
  ASSERT_FALSE(reduction);
  EXPECT_EQ(reduction.error().key, "reduce.group_by");
}

TEST_F(ReductionTest, shows_names_of_any_bytes_as_text) {
  folder_.write("city_Pr\xffphet_buf2M.txt", "created: 4\n");
  const auto [tables, totals] = reduce_all(config_);
  EXPECT_THAT(tables.at("reduce/router").texts("router"), ElementsAre("Pr\\xffphet"));
  EXPECT_THAT(tables.at("runs").texts("path"), ElementsAre("city_Pr\\xffphet_buf2M.txt"));
}

}  // namespace
}  // namespace winnow::reduce
