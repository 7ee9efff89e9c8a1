#include "winnow/cluster/cpu_set.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

TEST(CpuSet, reads_and_writes_the_list_format_of_linux) {
  const auto set = CpuSet::parse("0-3,8,64-65\n").value();
  EXPECT_EQ(set.members(), (std::vector<unsigned>{0, 1, 2, 3, 8, 64, 65}));
  EXPECT_EQ(set.text(), "0-3,8,64-65");
  EXPECT_EQ(set.count(), 7U);
  EXPECT_TRUE(set.contains(64));
  EXPECT_FALSE(set.contains(66));
  EXPECT_FALSE(set.contains(1000));
}

TEST(CpuSet, of_an_empty_text_is_empty) {
  EXPECT_TRUE(CpuSet::parse("").value().empty());
  EXPECT_EQ(CpuSet().text(), "");
}

TEST(CpuSet, rejects_what_is_no_list) {
  for (const auto* text : {"x", "1-", "3-1", "1,,2", "-1", "0-4294967295"}) {
    EXPECT_FALSE(CpuSet::parse(text).has_value()) << text;
  }
  EXPECT_EQ(CpuSet::parse("0,b").error().text(),
            "\"0,b\" is not a list of processing units (\"b\" is neither a number nor a range): write it "
            "like \"0-3,8\"");
}

TEST(CpuSet, is_equal_to_another_with_the_same_members_however_it_came_to_be) {
  const auto shrunk = CpuSet::range(0, 200) & CpuSet::range(0, 3);
  EXPECT_EQ(shrunk, CpuSet::range(0, 3));
  EXPECT_TRUE((shrunk & CpuSet::range(4, 300)).empty());
}

TEST(CpuSet, knows_subsets_and_common_members) {
  const auto whole = CpuSet::range(0, 127);
  EXPECT_TRUE(CpuSet::range(60, 70).is_subset_of(whole));
  EXPECT_FALSE(CpuSet::range(120, 130).is_subset_of(whole));
  EXPECT_TRUE(CpuSet::range(120, 130).intersects(whole));
  EXPECT_EQ((CpuSet::range(0, 1) | CpuSet::range(100, 101)).text(), "0-1,100-101");
}

}  // namespace
}  // namespace winnow::cluster
