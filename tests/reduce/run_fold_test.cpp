#include "reduce/run_fold.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "reduce/exact_mean.hpp"
#include "reduce/open_runs.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

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

  /// The parts that it leaves open, as records.
  std::vector<std::pair<std::string, std::string>> left_open() {
    base::Buffer bytes;
    base::Encoder out(bytes);
    fold_->leave_open("run", out);
    std::vector<std::pair<std::string, std::string>> parts;
    for (base::Decoder in(bytes); !in.at_end();) {
      const auto part = get_record(in);
      parts.emplace_back(part.key, part.payload);
    }
    return parts;
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
  EXPECT_THAT(left_open(), IsEmpty());
  make(Unit::row, true);
  add({1, 3}, {"a", "b"});
  EXPECT_THAT(left_open(), SizeIs(1));
  make(Unit::run, true);
  add({1, 3}, {"a", "b"});
  EXPECT_THAT(left_open(), SizeIs(1 + 1 + 2)) << "the run itself, all of it, and its two kinds";
}

TEST_F(RunFoldTest, leaves_the_means_of_its_layout_open_under_run_and_path) {
  make(Unit::row, true);
  layout_ = {17, {0, 1}, {4, 2}, true};
  read::Batch batch;
  batch.values = {1, 3, 10, 20};
  batch.stride = 2;
  batch.positions.resize(2);
  fold_->add(batch, layout_, 5, account_);
  const auto parts = left_open();
  ASSERT_THAT(parts, SizeIs(1));
  const auto part = RunPart::of(parts[0].first);
  EXPECT_EQ(part.run, "run");
  EXPECT_EQ(part.path, "1.csv");
  base::Decoder in(as_bytes(parts[0].second));
  EXPECT_EQ(in.get<std::uint64_t>(), 17u);
  ExactMean first, second;
  ASSERT_TRUE(first.merge_encoded(in) && second.merge_encoded(in));
  EXPECT_EQ(first.mean(), 2) << "of metric 4, the layout's first";
  EXPECT_EQ(second.mean(), 15);
}

}  // namespace
}  // namespace winnow::reduce
