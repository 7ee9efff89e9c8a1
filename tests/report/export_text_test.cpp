#include "winnow/report/export_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_file.hpp"
#include "winnow/base/file.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;

class ExportTextTest : public testing::Test {
 protected:
  ExportTextTest() {
    options_.name = "{report}_{router}_{ttl}_average.txt";
    options_.folder = out_.path();
  }

  std::string refusal() {
    const auto written = export_text(file_, options_);
    EXPECT_TRUE(std::filesystem::is_empty(out_.path()));
    return written ? "none" : written.error().text();
  }

  [[nodiscard]] std::string content(const std::string& name) const {
    return base::read_file(out_.path() / name).value_or("no file");
  }

  test::TemporaryFolder folder_;
  test::TemporaryFolder out_;
  store::ResultFile file_ = test::sample_file(folder_);
  TextExport options_;
};

TEST_F(ExportTextTest, writes_a_file_for_each_row_of_the_table_that_the_name_fits) {
  const auto written = export_text(file_, options_);
  ASSERT_TRUE(written) << written.error().text();
  EXPECT_EQ(*written, 2);
  EXPECT_EQ(content("Stats_A_60_average.txt"), "bytes/s: nan\ndelay: 0.3333\n");
  EXPECT_THAT(content("Stats_B, C_7_average.txt"), HasSubstr("delay: 12.5000\n"));
}

TEST_F(ExportTextTest, takes_statistic_format_and_metrics) {
  options_.statistic = "count";
  options_.format = "%g";
  options_.metrics = {"*", "!bytes*"};
  ASSERT_TRUE(export_text(file_, options_));
  EXPECT_EQ(content("Stats_A_60_average.txt"), "delay: 2\n");
}

TEST_F(ExportTextTest, refuses_fields_that_no_group_has) {
  options_.name = "{router}_{colour}.txt";
  EXPECT_EQ(
      refusal(),
      "no group has the fields of the name (they are router and colour): name one of reduce/router_ttl, "
      "reduce/router and runs");
  options_.group = "reduce/router_ttl";
  EXPECT_EQ(refusal(), "no field \"colour\" in reduce/router_ttl: there are router, ttl and report");
}

TEST_F(ExportTextTest, refuses_a_name_that_rows_would_share) {
  options_.group = "reduce/router_ttl";
  options_.name = "{router}.txt";
  EXPECT_EQ(refusal(),
            "the name of files does not use \"ttl\" (rows of reduce/router_ttl would share a file): put "
            "{ttl} into it, "
            "or name another group");
}

TEST_F(ExportTextTest, refuses_what_is_not_there) {
  options_.metrics = {"dealy"};
  EXPECT_EQ(refusal(), "no metric \"dealy\" in reduce/router_ttl: did you mean delay");
  options_.metrics = {};
  options_.statistic = "median";
  EXPECT_EQ(refusal(), "no statistic \"median\" in reduce/router_ttl: there are count, mean and ci95");
  options_.statistic = "mean";
  options_.format = "%d";
  EXPECT_THAT(refusal(), HasSubstr("bad number format"));
  options_.format = "%.4f";
  options_.folder = out_.path() / "missing";
  EXPECT_THAT(refusal(), HasSubstr("missing: make it, or name another"));
}

}  // namespace
}  // namespace winnow::report
