#include "read/repeated_names.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

/// Knows all of the lists.
RepeatedNames read_all(const std::vector<std::string>& lists, const std::string& folder,
                       std::size_t share = 1'000'000) {
  RepeatedNames names(lists, folder, share);
  while (!names.read(3)) {
  }
  return names;
}

TEST(RepeatedNames, tells_the_first_coming_from_later_ones) {
  const test::TemporaryFolder folder;
  const auto list = folder.write("names.txt", "once\ntwice\n\nthrice\ntwice\r\n./thrice\n/runs/thrice\n");
  auto names = read_all({list}, "/runs/");
  EXPECT_TRUE(names.is_first("/runs/twice"));
  EXPECT_TRUE(names.is_first("/runs/once"));
  EXPECT_FALSE(names.is_first("/runs/twice"));
  EXPECT_TRUE(names.is_first("/runs/thrice"));
  EXPECT_FALSE(names.is_first("/runs/thrice"));
  EXPECT_FALSE(names.is_first("/runs/thrice"));
}

TEST(RepeatedNames, looks_at_all_lists_and_passes_those_that_cannot_be_read) {
  const test::TemporaryFolder folder;
  const auto one = folder.write("one.txt", "a\nb");
  const auto two = folder.write("two.txt", "b\nc\n");
  auto names = read_all({one, "/nowhere/at/all.txt", two}, "/");
  EXPECT_TRUE(names.is_first("/b"));
  EXPECT_FALSE(names.is_first("/b"));
}

TEST(RepeatedNames, comes_to_the_same_with_any_share_in_memory) {
  const test::TemporaryFolder folder;
  std::mt19937 random(7);
  std::vector<std::string> paths;
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    paths.push_back("/run" + std::to_string(random() % 3000));
    text += paths.back() + "\n";
  }
  const auto list = folder.write("names.txt", text);
  for (const std::size_t share : {1'000'000, 700, 10}) {
    auto names = read_all({list}, "/", share);
    std::map<std::string, int> seen;
    for (const auto& path : paths) EXPECT_EQ(names.is_first(path), seen[path]++ == 0) << path << " " << share;
  }
}

TEST(RepeatedNames, reads_lists_in_order_once) {
  const test::TemporaryFolder folder;
  std::string text;
  for (int i = 100; i < 300; ++i) text += std::to_string(i) + "\n";
  RepeatedNames names({folder.write("names.txt", text)}, "/", 10);
  EXPECT_TRUE(names.read(220));
  EXPECT_TRUE(names.is_first("/100"));
}

}  // namespace
}  // namespace winnow::read
