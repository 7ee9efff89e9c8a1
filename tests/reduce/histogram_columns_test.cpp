#include "reduce/histogram_columns.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "reduce/campaign.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

class HistogramColumnsTest : public testing::Test {
 protected:
  HistogramColumnsTest() {
    config_.folder = folder_.path();
    config_.files = {"*.csv"};
    config_.name = "{kind}_{seed:int}.csv";
    config_.group_by = {{"kind"}};
    config_.dialect.format = "csv";
    config_.dialect.delimiter = ",";
    config_.histograms.bins = 4;
    folder_.write("a_1.csv", "x\n0\n1\n7\n");
    folder_.write("a_2.csv", "x\n3\nNaN\n8\n");
    folder_.write("b_1.csv", "x\n4\n5\n");
  }

  WholeTable reduced(const Spread& spread = {}) {
    return reduce_all(config_, spread).tables.at("reduce/kind");
  }

  test::TemporaryFolder folder_;
  Config config_;
};

TEST_F(HistogramColumnsTest, reach_over_the_values_of_all_groups_where_no_range_is_given) {
  const auto table = reduced();
  EXPECT_THAT(table.names(), ElementsAre("kind", "x", "x_histogram"));
  EXPECT_THAT(table.integers("x_histogram"), ElementsAre(2, 1, 0, 2, 0, 0, 2, 0));
  const auto& bins = table.shape.dimensions.at(1);
  EXPECT_EQ(bins.name, "x_bin");
  EXPECT_THAT(bins.scales.at(0).values, ElementsAre(1, 3, 5, 7));
  EXPECT_THAT(bins.scales.at(1).values, ElementsAre(0, 2, 4, 6));
  EXPECT_THAT(bins.scales.at(2).values, ElementsAre(2, 4, 6, 8));
  EXPECT_EQ(table.attribute("histograms_without_range_relative_error"), "0.000000");
}

TEST_F(HistogramColumnsTest, count_apart_what_lies_outside_a_given_range) {
  config_.histograms.ranges = {{"x", {1, 5}}};
  const auto table = reduced();
  EXPECT_THAT(table.names(), ElementsAre("kind", "x", "x_histogram", "x_below", "x_above"));
  EXPECT_THAT(table.integers("x_histogram"), ElementsAre(1, 0, 1, 0, 0, 0, 0, 2));
  EXPECT_THAT(table.integers("x_below"), ElementsAre(1, 0));
  EXPECT_THAT(table.integers("x_above"), ElementsAre(2, 0));
}

TEST_F(HistogramColumnsTest, leave_out_filtered_rows) {
  config_.where = "x < 6";
  EXPECT_THAT(reduced().integers("x_histogram"), ElementsAre(2, 0, 1, 0, 0, 0, 0, 2));
}

TEST_F(HistogramColumnsTest, count_the_means_of_runs_where_these_are_the_unit) {
  config_.unit = Unit::run;
  config_.histograms.ranges = {{"x", {0, 8}}};
  EXPECT_THAT(reduced().integers("x_histogram"), ElementsAre(0, 1, 1, 0, 0, 0, 1, 0));
}

TEST_F(HistogramColumnsTest, are_empty_for_a_group_without_the_metric) {
  folder_.write("c_1.csv", "y\n1\n");
  config_.histograms.ranges = {{"x", {0, 8}}};
  const auto table = reduced();
  EXPECT_THAT(table.integers("x_histogram"), ElementsAre(2, 1, 0, 2, 0, 0, 2, 0, 0, 0, 0, 0));
  EXPECT_THAT(table.integers("y_histogram"), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
}

TEST_F(HistogramColumnsTest, lose_no_value_beyond_what_is_kept_exactly_and_misplace_none_far_from_an_edge) {
  std::string rows = "x\n0\n10000\n";
  for (int i = 0; i < 10'000; ++i) rows += i % 4 == 0 ? "100\n" : "6000\n";
  folder_.write("a_3.csv", rows);
  const auto table = reduced();
  EXPECT_THAT(table.integers("x_histogram"), ElementsAre(2506, 0, 7500, 1, 2, 0, 0, 0));
  EXPECT_EQ(table.attribute("histograms_without_range_relative_error"), "0.003906");
}

TEST_F(HistogramColumnsTest, are_the_same_bits_however_the_work_is_spread) {
  for (int seed = 0; seed < 12; ++seed) {
    std::string rows = "x,y\n";
    for (int i = 0; i < 1500; ++i) rows += fmt::format("{},{}\n", (i * 7919 + seed) % 1013, i / 1000.0);
    folder_.write(fmt::format("a_{}.csv", 10 + seed), rows);
  }
  config_.histograms.ranges = {{"x", {100, 900}}};
  for (const auto unit : {Unit::row, Unit::run}) {
    config_.unit = unit;
    const auto expected = reduced().bytes();
    for (const int ranks : {1, 2, 3}) {
      const Spread spread{.ranks = ranks, .kernels = 2, .batch = 3, .block = 2, .seed = 5};
      EXPECT_TRUE(reduced(spread).bytes() == expected) << ranks;
    }
    config_.piece = base::Bytes{1000};
    EXPECT_TRUE(reduced({.ranks = 2}).bytes() == expected) << "in pieces";
    config_.piece = base::mebibytes(32);
  }
}

}  // namespace
}  // namespace winnow::reduce
