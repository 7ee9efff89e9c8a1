#include "reduce/row_computer.hpp"

#include <gmock/gmock.h>

#include <numbers>
#include <optional>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::NanSensitiveDoubleEq;

constexpr double nan = read::missing;

class RowComputerTest : public testing::Test {
 protected:
  /// To be called once the Config is what it shall be.
  void make() {
    computer_.emplace(*Formulas::make(config_, fields_), fields_, columns_);
    computer_->begin_file({std::string("Epidemic"), std::int64_t{7}});
  }

  read::Batch batch(const std::vector<std::string>& names, std::vector<std::vector<double>> columns) {
    read::Batch batch;
    for (const auto& name : names) batch.columns.push_back(columns_.id_of(name));
    for (const auto& column : columns) batch.values.insert(batch.values.end(), column.begin(), column.end());
    for (std::uint64_t row = 0; row < columns.front().size(); ++row)
      batch.positions.push_back({row + 1, 10 * row});
    return batch;
  }

  [[nodiscard]] std::vector<double> column(const read::Batch& batch, const std::string& name) {
    const auto found = std::ranges::find(batch.columns, columns_.id_of(name));
    if (found == batch.columns.end()) return {};
    const auto values = batch.column(static_cast<std::size_t>(found - batch.columns.begin()));
    return {values.begin(), values.end()};
  }

  Config config_;
  std::vector<read::Field> fields_{{"router", read::FieldType::text}, {"seed", read::FieldType::integer}};
  read::ColumnNames columns_;
  std::optional<RowComputer> computer_;
};

TEST_F(RowComputerTest, gives_rows_as_they_are_where_nothing_is_computed) {
  make();
  const auto rows = batch({"a"}, {{1, 2}});
  EXPECT_EQ(&computer_->compute(rows), &rows);
  EXPECT_EQ(computer_->filtered(), 0u);
}

TEST_F(RowComputerTest, derives_metrics_from_columns_fields_and_each_other) {
  config_.derive = {{"cost", "relayed / delivered"}, {"scaled", "cost * seed"}};
  make();
  const auto& rows = computer_->compute(batch({"relayed", "delivered"}, {{6, 1}, {3, 2}}));
  EXPECT_THAT(column(rows, "relayed"), ElementsAre(6, 1));
  EXPECT_THAT(column(rows, "cost"), ElementsAre(2, 0.5));
  EXPECT_THAT(column(rows, "scaled"), ElementsAre(14, 3.5));
}

TEST_F(RowComputerTest, takes_what_is_not_finite_for_missing) {
  config_.derive = {{"cost", "a / b"}};
  make();
  const auto& rows = computer_->compute(batch({"a", "b"}, {{1, 0, nan, 1e300, 8}, {0, 0, 1, 1e-300, 2}}));
  EXPECT_THAT(column(rows, "cost"), ElementsAre(NanSensitiveDoubleEq(nan), NanSensitiveDoubleEq(nan),
                                                NanSensitiveDoubleEq(nan), NanSensitiveDoubleEq(nan), 4));
}

TEST_F(RowComputerTest, derives_nothing_in_rows_that_lack_a_column) {
  config_.derive = {{"cost", "relayed / delivered"}, {"twice", "cost * 2"}, {"here", "delivered + 1"}};
  make();
  const auto& rows = computer_->compute(batch({"delivered"}, {{3}}));
  EXPECT_EQ(rows.columns.size(), 2u);
  EXPECT_THAT(column(rows, "here"), ElementsAre(4));
  EXPECT_THAT(column(computer_->compute(batch({"relayed", "delivered"}, {{6}, {3}})), "twice"),
              ElementsAre(4));
}

TEST_F(RowComputerTest, takes_out_the_rows_for_which_where_does_not_hold) {
  config_.where = "ttl >= 60 && seed == 7";
  make();
  auto all = batch({"ttl", "x"}, {{59, 60, nan, 61}, {1, 2, 3, 4}});
  const auto& rows = computer_->compute(all);
  EXPECT_THAT(column(rows, "x"), ElementsAre(2, 4));
  EXPECT_EQ(computer_->filtered(), 2u);
  ASSERT_EQ(rows.rows(), 2u);
  EXPECT_EQ(rows.positions[1].byte, 30u);
}

TEST_F(RowComputerTest, takes_out_rows_for_which_where_is_missing_or_lacks_its_column) {
  config_.where = "x + 1";
  make();
  EXPECT_THAT(column(computer_->compute(batch({"x"}, {{nan, 1, -1}})), "x"), ElementsAre(1));
  EXPECT_EQ(computer_->compute(batch({"y"}, {{1, 2}})).rows(), 0u);
  EXPECT_EQ(computer_->filtered(), 2u);
}

TEST_F(RowComputerTest, takes_the_name_of_a_constant_for_a_column_where_there_is_one) {
  config_.derive = {{"turn", "x * _pi"}};
  make();
  EXPECT_THAT(column(computer_->compute(batch({"x"}, {{2}})), "turn"), ElementsAre(2 * std::numbers::pi));
  EXPECT_THAT(column(computer_->compute(batch({"x", "_pi"}, {{2}, {3}})), "turn"), ElementsAre(6));
}

TEST_F(RowComputerTest, filters_by_derived_metrics) {
  config_.derive = {{"cost", "a / b"}};
  config_.where = "cost > 1";
  make();
  EXPECT_THAT(column(computer_->compute(batch({"a", "b"}, {{4, 1, 1}, {2, 2, 0}})), "cost"), ElementsAre(2));
}

TEST_F(RowComputerTest, lets_a_derived_metric_stand_for_a_column_of_its_name) {
  config_.derive = {{"cost", "a * 2"}};
  make();
  const auto& rows = computer_->compute(batch({"cost", "a"}, {{5}, {1}}));
  EXPECT_EQ(rows.columns.size(), 2u);
  EXPECT_THAT(column(rows, "cost"), ElementsAre(2));
}

TEST_F(RowComputerTest, keeps_the_keys_of_the_rows_kept) {
  config_.where = "x > 1";
  make();
  read::Batch all;
  all.columns = {columns_.id_of("x")};
  all.stride = 4;
  all.values = {1, 2, 3, nan};
  all.keys = {"a", "b", "c", "", "d", "e", "f", ""};
  all.positions = {{1, 0}, {2, 1}, {3, 2}};
  const auto& rows = computer_->compute(all);
  EXPECT_THAT(rows.key(0), ElementsAre("b", "c"));
  EXPECT_THAT(rows.key(1), ElementsAre("e", "f"));
  EXPECT_THAT(rows.column(0), ElementsAre(2, 3));
}

TEST_F(RowComputerTest, names_no_column_that_no_file_has) {
  config_.where = "relyed > 1";
  make();
  EXPECT_EQ(columns_.size(), 0u);
}

}  // namespace
}  // namespace winnow::reduce
