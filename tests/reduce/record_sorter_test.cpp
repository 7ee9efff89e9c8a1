#include "reduce/record_sorter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "reduce/records.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

void expect_sorted(std::vector<OwnedRecord> records, base::Bytes memory) {
  test::TemporaryFolder folder;
  RecordSorter sorter(folder.path(), memory);
  for (const auto& record : records) sorter.add(view_of(record));
  EXPECT_EQ(sorter.size(), records.size());
  sorter.sort();
  std::ranges::sort(records);
  EXPECT_EQ(drain(sorter), records) << memory.count;
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(RecordSorter, sorts_what_fits_in_memory) {
  expect_sorted(random_records(1, 5000), base::mebibytes(16));
}

TEST(RecordSorter, sorts_what_needs_a_few_runs) {
  expect_sorted(random_records(2, 5000), base::kibibytes(64));
}

TEST(RecordSorter, sorts_what_needs_more_runs_than_are_merged_at_once) {
  expect_sorted(random_records(3, 5000), {200});  // some 1500 runs: three levels of merging
}

TEST(RecordSorter, sorts_nothing) {
  expect_sorted({}, {200});
}

TEST(RecordSorter, makes_no_file_while_memory_suffices) {
  RecordSorter sorter("/no/such/folder", base::kibibytes(4));
  sorter.add({"b", ""});
  sorter.add({"a", ""});
  sorter.sort();
  EXPECT_EQ(drain(sorter), (std::vector<OwnedRecord>{{"a", ""}, {"b", ""}}));
}

}  // namespace
}  // namespace winnow::reduce
