#include "mpi/packing.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "winnow/base/random.hpp"

namespace winnow::mpi {
namespace {

using testing::HasSubstr;

base::Buffer parcel_of(std::string_view content) {
  auto parcel = Packing::open_parcel();
  const auto bytes = std::as_bytes(std::span(content));
  parcel.insert(parcel.end(), bytes.begin(), bytes.end());
  return parcel;
}

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string repeated(std::string_view words, std::size_t size) {
  std::string text;
  while (text.size() < size) text += words;
  text.resize(size);
  return text;
}

/// What no compressor makes smaller.
std::string noise(std::size_t size) {
  base::RandomSequence random(1, 1);
  std::string text(size, '\0');
  std::ranges::generate(text, [&] { return static_cast<char>(random.below(256)); });
  return text;
}

TEST(Packing, gives_back_what_it_has_compressed) {
  Packing packing;
  for (const std::size_t size : {64UL, 1000UL, 100'000UL, 3'000'000UL}) {
    const auto text = repeated("reports/city_seed17_buf2M.txt 0.25 ", size);
    auto parcel = parcel_of(text);
    EXPECT_TRUE(packing.compress(parcel));
    EXPECT_LT(parcel.size(), size);
    EXPECT_TRUE(Packing::is_compressed(parcel));
    EXPECT_EQ(text_of(packing.unpack(parcel).value()), text);
  }
}

TEST(Packing, leaves_a_parcel_that_would_not_get_smaller_as_it_is) {
  Packing packing;
  for (const std::size_t size : {0UL, 1UL, 10UL, 1000UL, 300'000UL}) {
    const auto text = noise(size);
    auto parcel = parcel_of(text);
    EXPECT_FALSE(packing.compress(parcel));
    EXPECT_EQ(parcel.size(), size + Packing::overhead);
    EXPECT_EQ(text_of(packing.unpack(parcel).value()), text);
  }
}

TEST(Packing, refuses_a_parcel_that_is_cut_short_anywhere) {
  Packing packing;
  auto parcel = parcel_of(repeated("0123456789", 5000));
  ASSERT_TRUE(packing.compress(parcel));
  for (std::size_t size = 0; size < parcel.size(); ++size) {
    EXPECT_FALSE(packing.unpack(std::span(parcel).first(size))) << size;
  }
}

TEST(Packing, never_gives_other_content_where_a_byte_was_changed) {
  Packing packing;
  const auto text = repeated("0123456789", 5000);
  auto parcel = parcel_of(text);
  ASSERT_TRUE(packing.compress(parcel));
  for (std::size_t at = Packing::overhead; at < parcel.size(); ++at) {
    auto changed = parcel;
    changed[at] ^= std::byte{0x40};
    const auto content = packing.unpack(changed);
    EXPECT_TRUE(!content || text_of(*content) == text) << at;
  }
}

TEST(Packing, refuses_a_form_that_it_does_not_know) {
  Packing packing;
  const base::Buffer parcel{std::byte{7}, std::byte{1}};
  const auto content = packing.unpack(parcel);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().text(),
            "a message between ranks cannot be unpacked (its form is not known): start all ranks from the "
            "same program");
}

TEST(Packing, takes_no_memory_for_a_size_that_cannot_be) {
  Packing packing;
  auto parcel = parcel_of(repeated("0123456789", 5000));
  ASSERT_TRUE(packing.compress(parcel));
  // The frame header of RFC 8878, section 3.1.1.1: magic number, descriptor, then the content's size, here of
  // two bytes; the descriptor makes it eight, and they claim exabytes.
  base::Buffer lying(parcel.begin(), parcel.begin() + Packing::overhead + 4);
  lying.push_back(parcel[Packing::overhead + 4] | std::byte{0xc0});
  lying.insert(lying.end(), 8, std::byte{0x1f});
  lying.insert(lying.end(), parcel.begin() + Packing::overhead + 7, parcel.end());
  const auto content = packing.unpack(lying);
  ASSERT_FALSE(content);
  EXPECT_THAT(content.error().text(), HasSubstr("its bytes are damaged"));
}

}  // namespace
}  // namespace winnow::mpi
