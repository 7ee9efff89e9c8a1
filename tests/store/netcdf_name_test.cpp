#include "store/netcdf_name.hpp"

#include <gtest/gtest.h>

namespace winnow::store {
namespace {

TEST(NetcdfName, keeps_what_netcdf_allows) {
  EXPECT_EQ(netcdf_name("delivery_prob"), "delivery_prob");
  EXPECT_EQ(netcdf_name("hop count (avg)"), "hop count (avg)");
  EXPECT_EQ(netcdf_name("größe"), "größe");
  EXPECT_EQ(netcdf_name("1st"), "1st");
}

TEST(NetcdfName, replaces_what_would_be_a_path_or_unreadable) {
  EXPECT_EQ(netcdf_name("bytes/s"), "bytes_s");
  EXPECT_EQ(netcdf_name("tab\there"), "tab_here");
  EXPECT_EQ(netcdf_name("latin1 \xe9"), "latin1 _");
  EXPECT_EQ(netcdf_name("trailing  "), "trailing");
}

TEST(NetcdfName, never_begins_with_a_mark_and_is_never_empty) {
  EXPECT_EQ(netcdf_name("."), "_.");
  EXPECT_EQ(netcdf_name("%used"), "_%used");
  EXPECT_EQ(netcdf_name(""), "_");
}

TEST(NetcdfName, is_no_longer_than_netcdf_reads) {
  const std::string longest(longest_name, 'x');
  EXPECT_EQ(netcdf_name(longest), longest);
  EXPECT_EQ(netcdf_name(longest + 'y'), longest);
  const std::string room_for_one(longest_name - 1, 'x');
  EXPECT_EQ(netcdf_name(room_for_one + "ö"), room_for_one) << "half a character";
  EXPECT_EQ(netcdf_name(room_for_one + " y"), room_for_one) << "a blank at the end";
}

TEST(NameSet, tells_long_names_apart_that_differ_behind_what_is_cut) {
  const std::string longest(longest_name, 'x');
  NameSet names;
  EXPECT_EQ(names.add(longest + "1"), longest);
  EXPECT_EQ(names.add(longest + "2"), std::string(longest_name - 1, 'x') + "_");
  EXPECT_EQ(names.add(longest + "3"), std::string(longest_name - 2, 'x') + "__");
}

TEST(NameSet, gives_every_name_once) {
  NameSet names;
  EXPECT_EQ(names.add("a/b"), "a_b");
  EXPECT_EQ(names.add("a_b"), "a_b_");
  EXPECT_EQ(names.add("a_b"), "a_b__");
}

}  // namespace
}  // namespace winnow::store
