#include "winnow/report/export_csv.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "report/sample_file.hpp"

namespace winnow::report {
namespace {

TEST(ExportCsv, writes_coordinates_first_and_a_column_for_each_statistic) {
  const test::TemporaryFolder folder;
  const auto file = test::sample_file(folder);
  std::ostringstream out;
  const auto written = export_csv(file, "reduce/router_ttl", out);
  ASSERT_TRUE(written) << written.error().text();
  EXPECT_EQ(out.str(),
            "router,ttl,delay_count,delay_mean,delay_ci95,bytes_s_count,bytes_s_mean,bytes_s_ci95\r\n"
            "A,60,2,0.3333333333333333,0.01,0,,\r\n"
            "\"B, C\",7,1,12.5,,1,1e+300,\r\n");
}

TEST(ExportCsv, says_when_the_output_is_full) {
  const test::TemporaryFolder folder;
  const auto file = test::sample_file(folder);
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  const auto written = export_csv(file, "runs", out);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().text(), "cannot write runs as CSV (the output does not take it)");
}

}  // namespace
}  // namespace winnow::report
