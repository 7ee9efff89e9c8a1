#include "reduce/row_layout.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

class RowLayoutTest : public testing::Test {
 protected:
  std::vector<read::ColumnNames::Id> columns(const std::vector<std::string>& names) {
    std::vector<read::ColumnNames::Id> ids;
    for (const auto& name : names) ids.push_back(names_.id_of(name));
    return ids;
  }

  read::ColumnNames names_;
  MetricSelection selection_{{"!sim_time"}};
  LayoutBook book_{names_, selection_};
};

TEST_F(RowLayoutTest, holds_the_columns_that_are_metrics) {
  const auto layout = book_.use(columns({"created", "sim_time", "delivered"}));
  EXPECT_THAT(layout.columns, ElementsAre(0, 2));
  EXPECT_THAT(layout.metrics, ElementsAre(0, 1));
  EXPECT_EQ(book_.metrics(), 2u);
  EXPECT_EQ(book_.name_of(1), "delivered");
}

TEST_F(RowLayoutTest, is_found_again_after_files_of_another_kind) {
  const auto first = book_.use(columns({"created", "delivered"})).id;
  const auto other = book_.use(columns({"latency", "created"})).id;
  EXPECT_NE(first, other);
  EXPECT_EQ(book_.use(columns({"created", "delivered"})).id, first);
  EXPECT_EQ(book_.layouts().size(), 2u);
}

TEST_F(RowLayoutTest, has_the_id_that_another_book_gives_it) {
  book_.use(columns({"first"}));
  const auto id = book_.use(columns({"created", "delivered"})).id;
  read::ColumnNames names;
  LayoutBook book(names, selection_);
  EXPECT_EQ(book.use({names.id_of("created"), names.id_of("delivered")}).id, id);
}

TEST_F(RowLayoutTest, is_unused_until_it_is_used_again) {
  book_.use(columns({"a"}));
  book_.use(columns({"b"}));
  book_.forget_use();
  book_.use(columns({"b"}));
  EXPECT_FALSE(book_.layouts()[0].used);
  EXPECT_TRUE(book_.layouts()[1].used);
}

}  // namespace
}  // namespace winnow::reduce
