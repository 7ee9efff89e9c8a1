#include "winnow/report/metrics_text.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "report/full_run.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/report/metric.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::set<std::string> lines_of(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

TEST(MetricsText, have_help_and_type_each_before_their_values) {
  const auto text = metrics_text(full_run());
  for (const auto& metric : all_metrics()) {
    const std::string name(metric.name);
    const auto help = text.find("# HELP " + name + " " + std::string(metric.help) + "\n");
    const auto type = text.find("# TYPE " + name + " " + std::string(name_of(metric.kind)) + "\n");
    const auto value = text.find("\n" + name + (metric.kind == MetricKind::histogram ? "_bucket{" : "{"));
    ASSERT_NE(help, std::string::npos) << name;
    ASSERT_NE(type, std::string::npos) << name;
    ASSERT_NE(value, std::string::npos) << name;
    EXPECT_LT(help, type);
    EXPECT_LT(type, value);
  }
}

TEST(MetricsText, leave_out_memory_that_was_not_measured_yet) {
  auto run = full_run();
  for (auto& node : run.nodes) node.memory = node.peak = {};
  const auto text = metrics_text(run);
  EXPECT_THAT(text, Not(HasSubstr("winnow_node_memory_bytes{")));
  EXPECT_THAT(text, Not(HasSubstr("winnow_node_memory_peak_bytes{")));
  EXPECT_THAT(text, HasSubstr("winnow_node_memory_limit_bytes{"));
}

TEST(MetricsText, tell_tasks_by_status_and_what_an_attempt_takes) {
  const auto lines = lines_of(metrics_text(full_run()));
  EXPECT_TRUE(lines.count("winnow_tasks_total{study=\"city\",queue=\"files\",status=\"done\"} 300"));
  EXPECT_TRUE(lines.count("winnow_tasks_total{study=\"city\",queue=\"files\",status=\"quarantined\"} 1"));
  EXPECT_TRUE(lines.count("winnow_queue_length{study=\"city\",queue=\"files\"} 15"));
  const std::string durations = "winnow_task_duration_seconds";
  EXPECT_TRUE(lines.count(durations + "_bucket{study=\"city\",queue=\"files\",le=\"0.03\"} 0"));
  EXPECT_TRUE(lines.count(durations + "_bucket{study=\"city\",queue=\"files\",le=\"0.1\"} 300"));
  EXPECT_TRUE(lines.count(durations + "_bucket{study=\"city\",queue=\"files\",le=\"+Inf\"} 308"));
  EXPECT_TRUE(lines.count(durations + "_count{study=\"city\",queue=\"files\"} 308"));
  EXPECT_TRUE(lines.count("winnow_task_duration_seconds_sum{study=\"city\",queue=\"files\"} 15.5"));
}

TEST(MetricsText, tell_memory_in_bytes_and_no_limit_where_there_is_none) {
  const auto text = metrics_text(full_run());
  EXPECT_THAT(text, HasSubstr("winnow_node_memory_bytes{study=\"city\",node=\"n2\"} 104857600\n"));
  EXPECT_THAT(text, HasSubstr("winnow_node_memory_limit_bytes{study=\"city\",node=\"n1\"} 8589934592\n"));
  EXPECT_THAT(text, Not(HasSubstr("winnow_node_memory_limit_bytes{study=\"city\",node=\"n2\"}")));
}

TEST(MetricsText, tell_how_far_a_search_is) {
  const auto lines = lines_of(metrics_text(full_run()));
  EXPECT_TRUE(lines.count("winnow_evaluations_total{study=\"city\",problem=\"\",status=\"ok\"} 47"));
  EXPECT_TRUE(lines.count("winnow_evaluations_total{study=\"city\",problem=\"\",status=\"failed\"} 3"));
  EXPECT_TRUE(lines.count("winnow_evaluation_retries_total{study=\"city\",problem=\"\"} 5"));
  EXPECT_TRUE(lines.count("winnow_best_objective{study=\"city\",problem=\"\"} -0.125"));
  EXPECT_TRUE(lines.count("winnow_cache_hits_total{study=\"city\",problem=\"\"} 4"));
}

TEST(MetricsText, count_alerts_by_rule_and_severity) {
  const auto lines = lines_of(metrics_text(full_run()));
  EXPECT_TRUE(lines.count("winnow_alerts_active{study=\"city\",rule=\"memory\",severity=\"critical\"} 1"));
  EXPECT_TRUE(lines.count("winnow_alerts_total{study=\"city\",rule=\"memory\",severity=\"critical\"} 2"));
}

TEST(MetricsText, leave_out_what_is_not_known) {
  auto run = full_run();
  run.progress.searches[0].best = run.progress.searches[0].spread = std::numeric_limits<double>::quiet_NaN();
  run.progress.searches[0].of.reset();
  run.processes[0].open_files.reset();
  run.hosts.clear();
  const auto text = metrics_text(run);
  for (const auto* name : {"winnow_best_objective", "winnow_best_feasible", "winnow_spread",
                           "winnow_evaluations_budget", "winnow_rank_open_files", "winnow_host_pressure"}) {
    EXPECT_THAT(text, Not(HasSubstr(name)));
  }
}

TEST(MetricsText, keep_any_name_apart_from_the_format) {
  auto run = full_run();
  run.study = "a \"b\"\\\nc";
  EXPECT_THAT(metrics_text(run), HasSubstr(R"(winnow_run_active{study="a \"b\"\\\nc"} 1)"));
}

TEST(MetricsText, satisfy_the_checker_of_prometheus) {
  if (std::system("command -v promtool > /dev/null") != 0) GTEST_SKIP() << "there is no promtool here";
  const test::TemporaryFolder folder;
  const auto file = folder.write("metrics", metrics_text(full_run()));
  EXPECT_EQ(std::system(("promtool check metrics < " + file.string()).c_str()), 0);
}

}  // namespace
}  // namespace winnow::report
