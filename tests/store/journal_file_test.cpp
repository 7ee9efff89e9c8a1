#include "store/journal_file.hpp"

#include <gtest/gtest.h>

#include "support/full_disk.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/store/journal_reader.hpp"

namespace winnow::store {
namespace {

base::Buffer payload_of(std::size_t size) {
  const base::Buffer record(size, std::byte{7});
  base::Buffer payload;
  base::Encoder(payload).put_bytes(record);
  return payload;
}

TEST(JournalFile, can_be_begun_again_where_the_disk_was_full_from_the_start) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "full.journal";
  JournalFile file(path);
  {
    const test::FullDisk full(4);
    EXPECT_FALSE(file.append(payload_of(100)));
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  EXPECT_TRUE(file.append(payload_of(100)));
  auto reader = base::value_or_throw(JournalReader::open(path));
  EXPECT_TRUE(reader.next());
}

TEST(JournalFile, stays_as_it_was_where_the_disk_is_full) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "x.journal";
  JournalFile file(path);
  ASSERT_TRUE(file.append(payload_of(100)));
  const auto size = std::filesystem::file_size(path);
  {
    const test::FullDisk full(size + 50);
    const auto failed = file.append(payload_of(100));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().problem, "cannot write " + path.string());
  }
  EXPECT_EQ(std::filesystem::file_size(path), size);
  ASSERT_TRUE(file.append(payload_of(10)));
  auto reader = base::value_or_throw(JournalReader::open(path));
  EXPECT_EQ(reader.next()->size(), 100u);
  EXPECT_EQ(reader.next()->size(), 10u);
  EXPECT_FALSE(reader.next());
}

TEST(JournalFile, knows_what_is_not_durable) {
  const test::TemporaryFolder folder;
  JournalFile file(folder.path() / "x.journal");
  EXPECT_EQ(file.unsynced(), 0u);
  ASSERT_TRUE(file.append(payload_of(100)));
  EXPECT_GT(file.unsynced(), 100u);
  ASSERT_TRUE(file.sync());
  EXPECT_EQ(file.unsynced(), 0u);
}

}  // namespace
}  // namespace winnow::store
