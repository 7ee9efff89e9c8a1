#include "reduce/run_fold.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

class RunFoldTest : public testing::Test {
 protected:
  void make(Unit unit, bool runs) {
    Config config;
    config.files = {"*"};
    config.name = "{seed:int}.csv";
    config.group_by = {{}, {"kind"}};
    config.unit = unit;
    config.runs = runs;
    scheme_.emplace(*Scheme::make(config));
    fold_.emplace(*scheme_);
    layout_ = {17, {0}, {0}, true};
    fold_->begin("1.csv", {std::int64_t{1}}, {"", ""});
  }

  void add(const std::vector<double>& values, const std::vector<std::string_view>& kinds) {
    read::Batch batch;
    batch.values = values;
    batch.keys = kinds;
    batch.positions.resize(values.size());
    fold_->add(batch, layout_, 1, account_);
  }

  std::optional<Scheme> scheme_;
  std::optional<RunFold> fold_;
  RowLayout layout_;
  Account account_{2};
};

TEST_F(RunFoldTest, gives_each_group_the_mean_of_its_rows_as_one_observation) {
  make(Unit::run, true);
  add({1, 3}, {"a", "b"});
  add({5, NAN}, {"a", "c"});
  auto tables = empty_tables(*scheme_);
  fold_->close_groups(tables);
  EXPECT_EQ(tables[0].summary(0, 0).moments.count(), 1u);
  EXPECT_EQ(tables[0].summary(0, 0).moments.mean(), 3);
  ASSERT_EQ(tables[1].size(), 3u);
  EXPECT_EQ(tables[1].summary(0, 0).moments.mean(), 3);
  EXPECT_EQ(tables[1].summary(1, 0).moments.mean(), 3);
  EXPECT_EQ(tables[1].summary(2, 0).moments.missing(), 1u) << "a group of missing values alone";
  EXPECT_THAT(fold_->means(), ElementsAre(3));
  EXPECT_EQ(fold_->layout(), 17u);
  EXPECT_EQ(fold_->rows(), 4u);
}

TEST_F(RunFoldTest, forgets_the_run_before) {
  make(Unit::run, true);
  add({100}, {"a"});
  fold_->begin("2.csv", {std::int64_t{2}}, {"", ""});
  EXPECT_TRUE(fold_->is_empty());
  add({2}, {"b"});
  auto tables = empty_tables(*scheme_);
  fold_->close_groups(tables);
  EXPECT_EQ(tables[1].size(), 1u);
  EXPECT_THAT(fold_->means(), ElementsAre(2));
}

TEST_F(RunFoldTest, keeps_only_what_is_asked_for) {
  make(Unit::row, false);
  add({1, 3}, {"a", "b"});
  GroupTable open;
  fold_->leave_open(open);
  EXPECT_EQ(open.size(), 0u);
  make(Unit::row, true);
  add({1, 3}, {"a", "b"});
  fold_->leave_open(open);
  EXPECT_EQ(open.size(), 1u);
  make(Unit::run, true);
  add({1, 3}, {"a", "b"});
  fold_->leave_open(open);
  EXPECT_EQ(open.size(), 1u + 1 + 2) << "the run itself, all of it, and its two kinds";
}

}  // namespace
}  // namespace winnow::reduce
