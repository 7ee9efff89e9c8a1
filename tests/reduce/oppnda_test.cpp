// Means of a published campaign against those that its own tool computed.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "reduce/campaign.hpp"

namespace winnow::reduce {
namespace {

const std::filesystem::path data = std::filesystem::path(WINNOW_SHARED_DIR) / "data" / "oppnda";

/// The text of a group's means as the reference writes it: sorted lines "metric: mean", without sim_time.
std::string means_of(const WholeTable& table, std::size_t group) {
  std::string text;
  for (const auto& variable : table.shape.variables) {
    if (variable.coordinate || variable.name == "sim_time") continue;
    text += fmt::format("{}: {:.4f}\n", variable.name, table.numbers(variable.name)[group]);
  }
  return text;
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

/// The names of the reference files are of the fields' values; `kind` is the second of them.
void compare(const WholeTable& table, const std::string& kind, std::size_t& compared) {
  for (std::size_t group = 0; group < table.shape.rows; ++group) {
    const auto name = fmt::format("MessageStatsReport_{}_{}_{}_average.txt", table.texts("router")[group],
                                  table.integers(kind)[group], kind);
    EXPECT_EQ(means_of(table, group), content_of(data / "averages" / name)) << name;
    ++compared;
  }
}

TEST(Oppnda, means_are_those_of_the_reference_to_its_last_digit) {
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "no reference data at " << data;
  Config config;
  config.folder = data / "reports";
  config.files = {"*_MessageStatsReport.txt"};
  config.name = "{scenario}_{router}_{seed:int}_{ttl:int}_{buffer:int}M_{report}.txt";
  config.group_by = {{"router", "ttl"}, {"router", "buffer"}};
  config.statistics = {Statistic::mean};
  const auto [tables, totals] = reduce_all(config, {.ranks = 2, .kernels = 2, .seed = 1});
  EXPECT_EQ(totals.files_accepted, 2145u);
  EXPECT_EQ(totals.rejections(), 0u);
  std::size_t compared = 0;
  compare(tables.at("reduce/router_ttl"), "ttl", compared);
  compare(tables.at("reduce/router_buffer"), "buffer", compared);
  EXPECT_EQ(compared, 72u);
  EXPECT_EQ(tables.at("reduce/router_ttl").attribute("field_report"), "MessageStatsReport");
}

}  // namespace
}  // namespace winnow::reduce
