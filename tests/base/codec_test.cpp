#include "winnow/base/codec.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace winnow::base {
namespace {

TEST(Codec, gives_back_what_was_put) {
  Buffer bytes;
  Encoder out(bytes);
  out.put(3.25);
  out.put(std::int64_t{-7});
  out.put_varint(std::numeric_limits<std::uint64_t>::max());
  out.put_varint(0);
  out.put_text("päth");
  Decoder in(bytes);
  EXPECT_EQ(in.get<double>(), 3.25);
  EXPECT_EQ(in.get<std::int64_t>(), -7);
  EXPECT_EQ(in.get_varint(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(in.get_varint(), 0u);
  EXPECT_EQ(in.get_text(), "päth");
  EXPECT_TRUE(in.at_end());
  EXPECT_TRUE(in.ok());
}

TEST(Codec, small_numbers_take_one_byte) {
  Buffer bytes;
  Encoder(bytes).put_varint(127);
  EXPECT_EQ(bytes.size(), 1u);
}

TEST(Decoder, notices_every_cut) {
  Buffer bytes;
  Encoder out(bytes);
  out.put_varint(300);
  out.put_text("text");
  out.put(1.5);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Decoder in(std::span<const std::byte>(bytes).first(size));
    in.get_varint();
    in.get_text();
    in.get<double>();
    EXPECT_FALSE(in.ok()) << size;
  }
}

TEST(Decoder, refuses_a_length_beyond_the_end_and_an_endless_varint) {
  Buffer lying;
  Encoder(lying).put_varint(std::numeric_limits<std::uint64_t>::max());
  Decoder in(lying);
  EXPECT_EQ(in.get_text(), "");
  EXPECT_FALSE(in.ok());
  const Buffer endless(20, std::byte{0xff});
  Decoder other(endless);
  other.get_varint();
  EXPECT_FALSE(other.ok());
}

}  // namespace
}  // namespace winnow::base
