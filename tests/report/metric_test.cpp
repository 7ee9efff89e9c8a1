#include "winnow/report/metric.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

namespace winnow::report {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(Metric, is_found_by_its_place_in_the_list) {
  for (const auto& text : all_metrics()) EXPECT_EQ(&text_of(text.metric), &text);
}

TEST(Metric, has_a_name_of_its_own_that_prometheus_takes) {
  std::set<std::string_view> names;
  const std::regex allowed("winnow_[a-z]+(_[a-z]+)*");
  for (const auto& text : all_metrics()) {
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_TRUE(std::regex_match(std::string(text.name), allowed)) << text.name;
  }
}

TEST(Metric, says_by_its_name_whether_it_only_grows) {
  for (const auto& text : all_metrics()) {
    EXPECT_EQ(text.name.ends_with("_total"), text.kind == MetricKind::counter) << text.name;
  }
}

TEST(Metric, has_help_and_labels_that_the_monitoring_system_leaves_alone) {
  const std::set<std::string> reserved{"job", "instance", "le", "quantile", "study"};
  const std::regex label("[a-z_]+");
  for (const auto& text : all_metrics()) {
    EXPECT_THAT(std::string(text.help), EndsWith(".")) << text.name;
    const std::string labels(text.labels);
    for (std::sregex_iterator at(labels.begin(), labels.end(), label), end; at != end; ++at) {
      EXPECT_EQ(reserved.count(at->str()), 0U) << text.name;
    }
  }
}

TEST(Metric, stands_in_the_reference) {
  const auto reference = metrics_reference();
  EXPECT_THAT(reference, HasSubstr("| `winnow_tasks_total` | counter | `queue`, `status` | Tasks that"));
  EXPECT_THAT(reference, HasSubstr("| `winnow_run_active` | gauge |  | 1 while"));
  for (const auto& text : all_metrics()) {
    EXPECT_THAT(reference, HasSubstr("| `" + std::string(text.name) + "` |"));
  }
}

}  // namespace
}  // namespace winnow::report
