#include "study/document.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(Document, gives_settings_in_the_order_of_their_places) {
  const auto document = parse_document("title = \"x\"\n[b]\nz = 1\na = 2\n[a]\n  c = [true,\n  \"y\"]\n",
                                       "f.toml", make_schema());
  ASSERT_TRUE(document);
  ASSERT_EQ(document->settings.size(), 4u);
  EXPECT_EQ(document->settings[0].path(), "title");
  EXPECT_EQ(document->settings[1].path(), "b.z");
  EXPECT_EQ(document->settings[2].path(), "b.a");
  EXPECT_EQ(document->settings[3].path(), "a.c");
  EXPECT_EQ(document->settings[3].place.text(), "f.toml:6:3");
  EXPECT_EQ(document->settings[3].node.as<Node::List>()->at(1).place.text(), "f.toml:7:3");
}

TEST(Document, knows_sections_without_a_setting) {
  const auto document = parse_document("[b]\n[a]\n", "f.toml", make_schema());
  ASSERT_TRUE(document);
  ASSERT_EQ(document->sections.size(), 2u);
  EXPECT_EQ(document->sections[0].section, "b");
  EXPECT_EQ(document->sections[1].place.text(), "f.toml:2:2");
}

TEST(Document, gives_the_place_of_a_mistake_in_the_syntax) {
  const auto document = parse_document("a = 1\nb = 8GiB\n", "f.toml", make_schema());
  ASSERT_FALSE(document);
  EXPECT_EQ(
      document.error().text(),
      "f.toml:2:6: this is not TOML (Error while parsing decimal integer: expected digit, saw 'G'): mend it "
      "here or just before");
}

TEST(Document, gives_tables_within_a_section_however_they_are_written) {
  for (const std::string text : {"[a]\nb.c = 1\nb.\"d e\" = \"x\"\n", "[a]\nb = { c = 1, \"d e\" = \"x\" }\n",
                                 "[a]\n[a.b]\nc = 1\n\"d e\" = \"x\"\n"}) {
    const auto document = parse_document(text, "", make_schema());
    ASSERT_TRUE(document) << text;
    ASSERT_EQ(document->settings.size(), 1u) << text;
    EXPECT_EQ(document->settings[0].path(), "a.b");
    const auto* table = document->settings[0].node.as<Node::Table>();
    ASSERT_NE(table, nullptr) << text;
    EXPECT_EQ(*table->at("c").as<std::int64_t>(), 1);
    EXPECT_EQ(*table->at("d e").as<std::string>(), "x");
  }
}

TEST(Document, keeps_what_no_key_takes_as_foreign) {
  const auto document = parse_document("[a]\nd = 2026-03-01\n", "", make_schema());
  ASSERT_TRUE(document);
  EXPECT_EQ(document->settings.at(0).node.as<Node::Foreign>()->type, "a date");
}

TEST(TypedValue, is_toml_where_it_can_be) {
  EXPECT_EQ(*parse_typed_value("4", {})->as<std::int64_t>(), 4);
  EXPECT_EQ(*parse_typed_value("false", {})->as<bool>(), false);
  EXPECT_EQ(parse_typed_value(R"(["a", "b"])", {})->as<Node::List>()->size(), 2u);
  EXPECT_EQ(parse_typed_value(R"({ a = "b" })", {})->as<Node::Table>()->size(), 1u);
}

TEST(TypedValue, is_the_text_itself_where_it_is_no_toml) {
  for (const std::string text : {"8GiB", "{a}_{b}.txt", "one-city/*.txt", "a b", "1\nb = 2", ""}) {
    const auto node = parse_typed_value(text, {"--set x"});
    ASSERT_TRUE(node) << text;
    ASSERT_NE(node->as<std::string>(), nullptr) << text;
    EXPECT_EQ(*node->as<std::string>(), text);
    EXPECT_EQ(node->place.file, "--set x");
  }
}

TEST(TypedValue, refuses_what_could_not_stand_in_a_study) {
  const auto node = parse_typed_value("a\xff", {"--set title"});
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().text(),
            "--set title: a\\xff is not UTF-8 (a study is, as all TOML): write it in UTF-8");
}

TEST(TypedValue, refuses_a_list_whose_quotes_the_shell_took) {
  const auto node = parse_typed_value("[a,b]", {"--set reduce.metrics"});
  ASSERT_FALSE(node);
  EXPECT_EQ(
      node.error().text(),
      "--set reduce.metrics: [a,b] is not TOML (a shell takes away quotes that are not quoted themselves): "
      R"(write it between single quotes, '["a", "b"]'; a text that begins with [ as '"[ab]*"')");
}

}  // namespace
}  // namespace winnow::study
