// The dashboard and the page of metrics in jobs/ are of the metrics that there are.

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "winnow/base/file.hpp"
#include "winnow/report/metric.hpp"

namespace winnow::report {
namespace {

using testing::IsEmpty;
using testing::Not;

const std::string jobs_folder = std::string(WINNOW_SOURCE_DIR) + "/jobs/";

/// The names of series, a histogram's among them.
std::set<std::string> series() {
  std::set<std::string> names;
  for (const auto& text : all_metrics()) {
    const std::string name(text.name);
    if (text.kind == MetricKind::histogram) {
      names.insert({name + "_bucket", name + "_sum", name + "_count"});
    } else {
      names.insert(name);
    }
  }
  return names;
}

/// All values of the key anywhere in the document.
void collect(const nlohmann::json& json, const std::string& key, std::vector<std::string>& values) {
  if (json.is_object() && json.contains(key) && json[key].is_string()) values.push_back(json[key]);
  if (!json.is_structured()) return;
  for (const auto& item : json) collect(item, key, values);
}

TEST(Dashboard, asks_for_metrics_that_there_are) {
  const auto json =
      nlohmann::json::parse(base::value_or_throw(base::read_file(jobs_folder + "grafana.json")));
  std::vector<std::string> expressions;
  for (const auto* key : {"expr", "query", "definition"}) collect(json, key, expressions);
  const std::regex name("\\bwinnow_\\w+");
  std::set<std::string> asked;
  for (const auto& expression : expressions) {
    for (std::sregex_iterator at(expression.begin(), expression.end(), name), end; at != end; ++at) {
      asked.insert(at->str());
    }
  }
  ASSERT_THAT(asked, Not(IsEmpty()));
  const auto known = series();
  for (const auto& one : asked) EXPECT_EQ(known.count(one), 1U) << one;
}

TEST(MetricsPage, is_the_list_of_metrics) {
  const auto file = jobs_folder + "metrics.md";
  const auto wanted =
      "# Metrics\n\nWhat `[watch] prometheus` and `[watch] textfile` tell of a run, "
      "as\n[README.md](README.md) says. "
      "Each metric has the label `study` beside its own.\n\n" +
      metrics_reference() +
      "\nThe server of `[watch] prometheus` adds what its library tells of itself: "
      "`exposer_transferred_bytes_total`,\n"
      "`exposer_scrapes_total` and `exposer_request_latencies`.\n";
  if (std::getenv("WINNOW_UPDATE_REFERENCE") != nullptr) std::ofstream(file) << wanted;
  EXPECT_EQ(base::value_or_throw(base::read_file(file)), wanted)
      << "write it anew: WINNOW_UPDATE_REFERENCE=1 ctest -R '^report$'";
}

}  // namespace
}  // namespace winnow::report
