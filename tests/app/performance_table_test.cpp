#include "app/watch/performance_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "winnow/store/result_file.hpp"

namespace winnow::app {
namespace {

watch::OperationStatistics operation(std::string name, double own) {
  watch::OperationStatistics one;
  one.name = std::move(name);
  one.long_name = "what it does";
  one.calls = 2;
  one.items = 8;
  one.bytes = {100};
  one.own = {own};
  one.total = {2 * own};
  one.longest = {own};
  one.durations.add(watch::DurationCounts::bucket_of(static_cast<std::uint64_t>(own * 1e9)), 2);
  return one;
}

class PerformanceTableTest : public testing::Test {
 protected:
  void SetUp() override { table_->next(100, block_); }

  [[nodiscard]] std::size_t index(std::string_view name) const {
    const auto& variables = table_->shape().variables;
    const auto found = std::ranges::find(variables, name, &base::Variable::name);
    EXPECT_NE(found, variables.end()) << name;
    return static_cast<std::size_t>(found - variables.begin());
  }
  [[nodiscard]] const std::vector<double>& reals(std::string_view name) const {
    return std::get<std::vector<double>>(block_.cells[index(name)]);
  }
  [[nodiscard]] const std::vector<std::int64_t>& counts(std::string_view name) const {
    return std::get<std::vector<std::int64_t>>(block_.cells[index(name)]);
  }
  [[nodiscard]] std::string text(std::string_view name, std::uint64_t row) const {
    const auto i = index(name);
    return std::string(store::text_cell(std::get<std::string>(block_.cells[i]),
                                        table_->shape().variables[i].text_width, row));
  }

  std::unique_ptr<base::TableSource> table_ =
      performance_table({operation("read", 1), operation("parse", 3)}, "6");
  base::Block block_;
};

TEST_F(PerformanceTableTest, has_the_operations_that_took_most_first) {
  EXPECT_EQ(table_->shape().path, "run/performance");
  ASSERT_EQ(block_.rows, 2);
  EXPECT_EQ(text("operation", 0), "parse");
  EXPECT_EQ(text("operation", 1), "read");
  EXPECT_EQ(text("resource", 0), "processor");
  EXPECT_THAT(reals("own_share"), testing::ElementsAre(0.75, 0.25));
  EXPECT_THAT(reals("mean"), testing::ElementsAre(3, 1));
  EXPECT_THAT(reals("throughput"), testing::ElementsAre(100 / 6.0, 50));
  EXPECT_THAT(counts("items"), testing::ElementsAre(8, 8));
  EXPECT_NEAR(reals("p95")[0], 3, 3.0 / 32);
}

TEST_F(PerformanceTableTest, knows_no_throughput_of_what_is_only_handed_on) {
  table_ = performance_table({operation("send", 1)}, "6");
  table_->next(100, block_);
  EXPECT_TRUE(std::isnan(reals("throughput")[0]));
}

TEST_F(PerformanceTableTest, describes_every_column) {
  for (const auto& variable : table_->shape().variables) {
    EXPECT_NE(std::ranges::find(variable.attributes, "long_name", &base::Attribute::name),
              variable.attributes.end())
        << variable.name;
  }
}

TEST_F(PerformanceTableTest, says_how_the_result_was_to_be_compressed) {
  ASSERT_EQ(table_->shape().attributes.size(), 1);
  EXPECT_EQ(std::get<std::string>(table_->shape().attributes[0].value), "6");
}

}  // namespace
}  // namespace winnow::app
