#include "winnow/base/units.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

TEST(ParseBytes, tells_powers_of_1000_from_powers_of_1024) {
  EXPECT_EQ(parse_bytes("5M"), Bytes{5'000'000});
  EXPECT_EQ(parse_bytes("5MB"), Bytes{5'000'000});
  EXPECT_EQ(parse_bytes("5MiB"), mebibytes(5));
  EXPECT_EQ(parse_bytes("5Mi"), mebibytes(5));
  EXPECT_EQ(parse_bytes("250k"), Bytes{250'000});
  EXPECT_EQ(parse_bytes("1.5 GiB"), Bytes{3 * 512ull << 20});
  EXPECT_EQ(parse_bytes("12"), Bytes{12});
  EXPECT_EQ(parse_bytes("0B"), Bytes{0});
}

TEST(ParseBytes, refuses_what_is_no_size) {
  for (const auto* text :
       {"", "M", "-1", "-0", "5X", "5MiBs", "1e400", "nan", "inf", "99999999T", "five", "5  M"}) {
    EXPECT_FALSE(parse_bytes(text)) << text;
  }
  EXPECT_EQ(parse_bytes("8QB").error().text(),
            "\"8QB\" is not a size: write a number with B, kB, MB, GB, KiB, MiB or GiB");
}

TEST(ParseSeconds, knows_the_usual_suffixes) {
  EXPECT_EQ(parse_seconds("250ms"), Seconds{0.25});
  EXPECT_EQ(parse_seconds("10"), Seconds{10});
  EXPECT_EQ(parse_seconds("1.5 s"), Seconds{1.5});
  EXPECT_EQ(parse_seconds("2min"), Seconds{120});
  EXPECT_EQ(parse_seconds("2h"), Seconds{7200});
  EXPECT_EQ(parse_seconds("1d"), Seconds{86400});
}

TEST(ParseSeconds, refuses_what_is_no_duration) {
  for (const auto* text : {"", "s", "-1s", "1y", "nan", "1 s s"}) EXPECT_FALSE(parse_seconds(text)) << text;
}

TEST(ToText, writes_amounts_for_people) {
  EXPECT_EQ(to_text(Bytes{12}), "12 B");
  EXPECT_EQ(to_text(kibibytes(340)), "340 KiB");
  EXPECT_EQ(to_text(mebibytes(7680)), "7.5 GiB");
  EXPECT_EQ(to_text(Bytes{1023}), "0.999 KiB");
  EXPECT_EQ(to_text(Bytes::unlimited()), "unlimited");
  EXPECT_EQ(to_text(Seconds{0.25}), "0.25 s");
  EXPECT_EQ(to_text(Seconds{59.97}), "1 min 0 s");
  EXPECT_EQ(to_text(Seconds{200}), "3 min 20 s");
  EXPECT_EQ(to_text(Seconds{7500}), "2 h 5 min");
  EXPECT_EQ(to_text(Seconds::never()), "never");
}

}  // namespace
}  // namespace winnow::base
