#include "reduce/record_spool.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reduce/records.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

TEST(RecordSpool, gives_back_all_records_within_and_beyond_its_memory) {
  test::TemporaryFolder folder;
  for (const std::uint64_t memory : {0, 1000, 1 << 20}) {
    RecordSpool spool(folder.path(), {memory});
    EXPECT_TRUE(spool.is_empty());
    std::vector<OwnedRecord> expected;
    for (std::uint64_t part = 0; part < 10; ++part) {
      const auto records = random_records(part, 40);
      ASSERT_TRUE(spool.append(encoding_of(records)));
      expected.insert(expected.end(), records.begin(), records.end());
    }
    EXPECT_FALSE(spool.is_empty());
    RecordSpool moved(std::move(spool));
    EXPECT_EQ(moved.sample().keys().size(), expected.size());
    EXPECT_EQ(drain(moved), expected) << memory;
  }
}

TEST(RecordSpool, makes_no_file_while_memory_suffices) {
  RecordSpool spool("/no/such/folder", {1000});
  ASSERT_TRUE(spool.append(encoding_of({{"a", "1"}})));
  EXPECT_EQ(drain(spool).size(), 1u);
}

TEST(RecordSpool, takes_nothing_of_damaged_records) {
  RecordSpool spool("/no/such/folder", {1000});
  auto bytes = encoding_of({{"a", "1"}, {"b", "2"}});
  bytes.pop_back();
  EXPECT_FALSE(spool.append(bytes));
  EXPECT_TRUE(spool.sample().keys().empty());
  EXPECT_TRUE(drain(spool).empty());
}

}  // namespace
}  // namespace winnow::reduce
