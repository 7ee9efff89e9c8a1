#include "reduce/row_groups.hpp"

#include <gmock/gmock.h>

#include "reduce/field_key.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

class RowGroupsTest : public testing::Test {
 protected:
  RowGroupsTest() {
    Config config;
    config.files = {"*"};
    config.name = "{router}.csv";
    config.group_by = {{"router", "ttl:int", "kind"}};
    scheme_.emplace(*Scheme::make(config));
    groups_.emplace(*scheme_, scheme_->groupings.front());
  }

  std::vector<GroupTable::Id> find(const std::vector<std::string>& ttl,
                                   const std::vector<std::string>& kind) {
    read::Batch batch;
    batch.keys.insert(batch.keys.end(), ttl.begin(), ttl.end());
    batch.keys.insert(batch.keys.end(), kind.begin(), kind.end());
    batch.positions.resize(ttl.size());
    std::vector<GroupTable::Id> found(ttl.size());
    for (const auto& [id, rows] : groups_->find(batch, table_, 2, account_).groups()) {
      for (const auto row : rows) found[row] = id;
    }
    return found;
  }

  std::optional<Scheme> scheme_;
  std::optional<RowGroups> groups_;
  GroupTable table_;
  Account account_{3};
};

TEST_F(RowGroupsTest, puts_rows_of_the_same_keys_into_one_group) {
  groups_->begin_file({std::string("Prophet")});
  EXPECT_THAT(find({"60", "90", "60", "60"}, {"a", "a", "b", "a"}), ElementsAre(0, 1, 2, 0));
  EXPECT_EQ(table_.size(), 3u);
  std::string_view key = table_.key(1);
  EXPECT_EQ(std::get<std::string_view>(take_from_key(read::FieldType::text, key)), "Prophet");
  EXPECT_EQ(std::get<std::int64_t>(take_from_key(read::FieldType::integer, key)), 90);
  EXPECT_EQ(std::get<std::string_view>(take_from_key(read::FieldType::text, key)), "a");
}

TEST_F(RowGroupsTest, goes_by_what_a_text_means_and_not_by_how_it_is_written) {
  groups_->begin_file({std::string("Prophet")});
  EXPECT_THAT(find({"60", "060"}, {"a", "a"}), ElementsAre(0, 0));
}

TEST_F(RowGroupsTest, does_not_take_two_columns_for_one) {
  groups_->begin_file({std::string("Prophet")});
  EXPECT_THAT(find({"1", "11"}, {"1a", "a"}), ElementsAre(0, 1));
}

TEST_F(RowGroupsTest, tells_files_apart_whose_names_are_keys_too) {
  groups_->begin_file({std::string("Prophet")});
  EXPECT_THAT(find({"60"}, {"a"}), ElementsAre(0));
  groups_->begin_file({std::string("Epidemic")});
  EXPECT_THAT(find({"60"}, {"a"}), ElementsAre(1));
}

TEST_F(RowGroupsTest, finds_all_groups_anew_in_a_table_that_was_emptied) {
  groups_->begin_file({std::string("Prophet")});
  EXPECT_THAT(find({"60", "90"}, {"a", "a"}), ElementsAre(0, 1));
  table_.clear();
  groups_->forget();
  EXPECT_THAT(find({"90"}, {"a"}), ElementsAre(0));
  EXPECT_EQ(table_.size(), 1u);
}

TEST_F(RowGroupsTest, tells_the_account_how_wide_the_texts_are) {
  groups_->begin_file({std::string("Prophet")});
  find({"60", "60"}, {"a", "wide"});
  EXPECT_EQ(account_.fields()[2].width, 4u);
  EXPECT_EQ(std::get<std::int64_t>(*account_.fields()[1].value), 60);
}

}  // namespace
}  // namespace winnow::reduce
