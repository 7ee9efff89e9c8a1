#include "reduce/record_reader.hpp"

#include <gtest/gtest.h>

#include "reduce/records.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

TEST(RecordReader, reads_records_across_and_larger_than_blocks) {
  test::TemporaryFolder folder;
  auto records = random_records(1, 500);
  records.insert(records.begin() + 250, {"long", std::string(1000, 'x')});
  ScratchFile file(folder.path());
  file.append(encoding_of(records));
  for (const std::uint64_t block : {1, 7, 64, 1 << 20}) {
    RecordReader reader(file, 0, file.size(), {block});
    EXPECT_EQ(drain(reader), records) << block;
  }
}

TEST(RecordReader, reads_a_part_of_a_file) {
  test::TemporaryFolder folder;
  const std::vector<OwnedRecord> before{{"a", "1"}}, part{{"b", ""}, {"", "2"}}, after{{"c", "3"}};
  ScratchFile file(folder.path());
  file.append(encoding_of(before));
  const auto begin = file.size();
  file.append(encoding_of(part));
  const auto end = file.size();
  file.append(encoding_of(after));
  RecordReader reader(file, begin, end, {16});
  EXPECT_EQ(drain(reader), part);
}

TEST(RecordReader, finds_nothing_in_an_empty_file) {
  ScratchFile file("/no/such/folder");
  RecordReader reader(file, 0, 0, {16});
  Record record;
  EXPECT_FALSE(reader.next(record));
}

}  // namespace
}  // namespace winnow::reduce
