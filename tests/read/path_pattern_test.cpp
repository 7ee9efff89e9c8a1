#include "read/path_pattern.hpp"

#include <gtest/gtest.h>

namespace winnow::read {
namespace {

/// True if the pattern takes the file, both given below the same folder.
bool takes(std::string_view pattern, std::string path) {
  const auto parsed = PathPattern::parse(pattern);
  EXPECT_TRUE(parsed) << parsed.error().text();
  if (!parsed || !path.starts_with(parsed->base())) return false;
  path = path.substr(parsed->base().size());
  const auto name_at = path.rfind('/') + 1;
  return parsed->takes(parsed->reach(path.substr(0, name_at)), path.substr(name_at));
}

TEST(PathPattern, matches_component_by_component) {
  EXPECT_TRUE(takes("one-city/*_MessageStatsReport.txt", "one-city/a_MessageStatsReport.txt"));
  EXPECT_FALSE(takes("one-city/*.txt", "one-city/deep/a.txt"));
  EXPECT_FALSE(takes("one-city/*.txt", "other/a.txt"));
  EXPECT_TRUE(takes("run[0-9]/out?/*.txt", "run3/outB/x.txt"));
  EXPECT_FALSE(takes("run[0-9]/out?/*.txt", "runX/outB/x.txt"));
  EXPECT_TRUE(takes("*/stats.txt", "a/stats.txt"));
}

TEST(PathPattern, spans_any_number_of_folders_with_two_stars) {
  for (const auto* path : {"a/x.txt", "a/b/x.txt", "a/b/c/d/x.txt"})
    EXPECT_TRUE(takes("a/**/*.txt", path)) << path;
  EXPECT_FALSE(takes("a/**/*.txt", "a/b/x.csv"));
  EXPECT_TRUE(takes("**/runs/**/x.txt", "runs/x.txt"));
  EXPECT_TRUE(takes("**/runs/**/x.txt", "a/runs/b/runs/x.txt"));
  EXPECT_FALSE(takes("**/runs/**/x.txt", "a/b/x.txt"));
}

TEST(PathPattern, takes_every_file_below_with_two_stars_at_the_end) {
  EXPECT_TRUE(takes("a/**", "a/x"));
  EXPECT_TRUE(takes("a/**", "a/b/c/x"));
}

TEST(PathPattern, takes_hidden_names_only_where_they_are_named) {
  EXPECT_FALSE(takes("*", ".x"));
  EXPECT_FALSE(takes("[.]x", ".x"));
  EXPECT_TRUE(takes(".*", ".x"));
  EXPECT_FALSE(takes("**/x", ".git/x"));
  EXPECT_TRUE(takes("**/.git/x", "a/.git/x"));
}

TEST(PathPattern, knows_its_fixed_folder) {
  EXPECT_EQ(PathPattern::parse("a/b/*.txt")->base(), "a/b/");
  EXPECT_EQ(PathPattern::parse("*.txt")->base(), "");
  EXPECT_EQ(PathPattern::parse("/*.txt")->base(), "/");
  EXPECT_EQ(PathPattern::parse("/a/./b//c*/d")->base(), "/a/b/");
  EXPECT_EQ(PathPattern::parse("../a/*")->base(), "../a/");
  EXPECT_EQ(PathPattern::parse("a/b.txt")->base(), "a/");
}

TEST(PathPattern, knows_whether_it_is_one_files_path) {
  EXPECT_TRUE(PathPattern::parse("a/b.txt")->is_fixed());
  EXPECT_FALSE(PathPattern::parse("a/?.txt")->is_fixed());
  EXPECT_FALSE(PathPattern::parse("*/b.txt")->is_fixed());
}

TEST(PathPattern, knows_the_only_name_that_can_match) {
  const auto pattern = PathPattern::parse("*/out/stats.txt");
  const auto in_run = pattern->enter(pattern->start(), "run");
  EXPECT_EQ(pattern->only_name(pattern->start()), nullptr);
  ASSERT_NE(pattern->only_name(in_run), nullptr);
  EXPECT_EQ(*pattern->only_name(in_run), "out");
  EXPECT_EQ(*pattern->only_name(pattern->enter(in_run, "out")), "stats.txt");
  const auto everywhere = PathPattern::parse("**/stats.txt");
  EXPECT_EQ(everywhere->only_name(everywhere->start()), nullptr);
}

TEST(PathPattern, enters_no_folder_in_vain) {
  const auto pattern = PathPattern::parse("*/out/x");
  EXPECT_EQ(pattern->reach("a/in"), 0u);
  EXPECT_EQ(pattern->reach("a/out/deeper"), 0u);
  EXPECT_NE(pattern->reach("a/out"), 0u);
}

TEST(PathPattern, refuses_what_names_no_files) {
  EXPECT_EQ(PathPattern::parse("").error().text(), "\"\" names no files: write a path, as \"reports/*.txt\"");
  EXPECT_EQ(PathPattern::parse("/").error().text(),
            "\"/\" names no files: write a path, as \"reports/*.txt\"");
  EXPECT_EQ(PathPattern::parse("a*/../b").error().text(),
            "\"..\" follows a wildcard in \"a*/../b\": write the path without going back");
}

TEST(PathPattern, refuses_more_than_64_components_after_a_wildcard) {
  std::string pattern = "*";
  for (int i = 0; i < 63; ++i) pattern += "/a";
  EXPECT_TRUE(PathPattern::parse(pattern));
  const auto refused = PathPattern::parse(pattern + "/a");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, "65 components, at most 64 may follow a wildcard");
}

TEST(Normalised, drops_what_means_nothing) {
  EXPECT_EQ(normalised("./a//b/./c/"), "a/b/c");
  EXPECT_EQ(normalised("//a"), "/a");
  EXPECT_EQ(normalised("/"), "/");
  EXPECT_EQ(normalised("../a"), "../a");
}

}  // namespace
}  // namespace winnow::read
