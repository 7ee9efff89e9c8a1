#include "reduce/cells.hpp"

#include <gtest/gtest.h>

#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

TEST(Cells, show_plain_text_as_it_is_without_a_copy) {
  std::string buffer;
  const std::string_view text = "city Prophet";
  EXPECT_EQ(cell_text(text, buffer).data(), text.data());
}

TEST(Cells, show_text_as_valid_utf8_on_one_line) {
  std::string buffer;
  EXPECT_EQ(cell_text("Z\xc3\xbcrich", buffer), "Z\xc3\xbcrich");
  EXPECT_EQ(cell_text("a\nb", buffer), "a\\x0ab");
  EXPECT_EQ(cell_text("caf\xe9", buffer), "caf\\xe9");
  EXPECT_EQ(cell_text(std::string(500, '\xe9'), buffer).size(), 2000u);
}

TEST(Cells, pad_text_with_zeros_to_its_width) {
  base::Cells cells = std::string();
  append_text(cells, "ab", 4);
  append_text(cells, "abcd", 4);
  EXPECT_EQ(std::get<std::string>(cells), std::string("ab\0\0abcd", 8));
}

TEST(Cells, have_the_type_and_unit_of_their_field) {
  const auto buffer = field_variable({"buffer", read::FieldType::size}, 0);
  EXPECT_EQ(buffer.type, base::CellType::int64);
  EXPECT_TRUE(buffer.coordinate);
  ASSERT_EQ(buffer.attributes.size(), 1u);
  EXPECT_EQ(buffer.attributes[0].name, "units");
  EXPECT_EQ(std::get<std::string>(buffer.attributes[0].value), "B");
  EXPECT_EQ(field_variable({"ttl", read::FieldType::duration}, 0).type, base::CellType::float64);
  EXPECT_EQ(field_variable({"router", read::FieldType::text}, 7).text_width, 7u);
  EXPECT_EQ(field_variable({"router", read::FieldType::text}, 0).text_width, 1u);
}

TEST(Cells, count_in_whole_numbers_and_say_what) {
  const auto files = count_variable("files", "files of the run");
  EXPECT_EQ(files.type, base::CellType::int64);
  EXPECT_EQ(std::get<std::string>(files.attributes.at(0).value), "files of the run");
  auto block = empty_block({files});
  append_count(block.cells.at(0), 3);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(block.cells[0]), std::vector<std::int64_t>{3});
}

TEST(Cells, tell_a_metrics_unit_meaning_and_original_name) {
  const auto known = metric_variable("metric_latency_avg", "latency_avg");
  ASSERT_EQ(known.attributes.size(), 3u);
  EXPECT_EQ(std::get<std::string>(known.attributes[0].value), "latency_avg");
  EXPECT_EQ(known.attributes[1].name, "units");
  EXPECT_EQ(std::get<std::string>(known.attributes[1].value), "s");
  EXPECT_EQ(known.attributes[2].name, "long_name");
  EXPECT_TRUE(metric_variable("no_such", "no_such").attributes.empty());
}

TEST(Cells, of_a_rank_follow_those_of_the_ranks_before_it) {
  test::ThreadTeam::run(3, [](base::Team& team) {
    base::TableShape shape;
    place_slab(shape, static_cast<std::uint64_t>(10 * team.rank()), team);
    EXPECT_EQ(shape.rows, 30u);
    EXPECT_EQ(shape.own_rows, static_cast<std::uint64_t>(10 * team.rank()));
    EXPECT_EQ(shape.first_row, team.rank() == 2 ? 10u : 0u);
  });
}

}  // namespace
}  // namespace winnow::reduce
