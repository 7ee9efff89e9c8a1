// What a JournalWriter writes and a JournalReader gives back.

#include <gmock/gmock.h>

#include <fstream>
#include <limits>

#include "store/journal_file.hpp"
#include "support/full_disk.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"
#include "winnow/store/journal_reader.hpp"
#include "winnow/store/journal_writer.hpp"

namespace winnow::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::Seconds never{1e6};

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// The records of a journal, up to where it is damaged.
std::vector<std::string> records_of(const std::filesystem::path& path) {
  std::vector<std::string> records;
  auto reader = base::value_or_throw(JournalReader::open(path));
  while (const auto record = reader.next()) {
    records.emplace_back(reinterpret_cast<const char*>(record->data()), record->size());
  }
  return records;
}

bool is_prefix(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

void overwrite(const std::filesystem::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

class JournalTest : public testing::Test {
 protected:
  /// A journal of `saves` segments of two records each, behind the opening.
  std::vector<std::string> write(int saves) {
    JournalWriter writer(path, bytes_of("opening"), never, log);
    std::vector<std::string> written{"opening"};
    for (int i = 0; i < saves; ++i) {
      for (const auto* text : {"first of ", "second of "}) {
        written.push_back(text + std::to_string(i));
        writer.append(bytes_of(written.back()));
      }
      EXPECT_TRUE(writer.save());
    }
    return written;
  }

  test::TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "made" / "x.journal";
  base::MemoryLog log;
};

TEST_F(JournalTest, gives_back_what_was_saved_behind_its_opening) {
  const auto written = write(3);
  EXPECT_EQ(records_of(path), written);
  EXPECT_THAT(log.notes(), IsEmpty());
}

TEST_F(JournalTest, takes_a_record_in_two_parts) {
  JournalWriter writer(path, bytes_of("opening"), never, log);
  writer.append(bytes_of("begin and "), bytes_of("rest"));
  ASSERT_TRUE(writer.save());
  EXPECT_THAT(records_of(path), ElementsAre("opening", "begin and rest"));
}

TEST_F(JournalTest, leaves_no_file_of_a_run_that_ends_before_the_first_interval) {
  JournalWriter(path, bytes_of("opening"), never, log).append(bytes_of("forgotten"));
  EXPECT_FALSE(std::filesystem::exists(path.parent_path()));
}

TEST_F(JournalTest, leaves_no_file_where_nothing_is_said) {
  JournalWriter writer(path, bytes_of("opening"), base::Seconds{0.01}, log);
  EXPECT_TRUE(writer.save());
  EXPECT_FALSE(std::filesystem::exists(path.parent_path()));
}

TEST_F(JournalTest, saves_at_every_interval_unasked) {
  JournalWriter writer(path, bytes_of("opening"), base::Seconds{0.01}, log);
  writer.append(bytes_of("kept"));
  while (!std::filesystem::exists(path) || records_of(path).empty()) std::this_thread::yield();
  EXPECT_THAT(records_of(path), ElementsAre("opening", "kept"));
}

TEST_F(JournalTest, writes_before_the_interval_what_takes_much_memory) {
  JournalWriter writer(path, bytes_of("opening"), never, log);
  writer.append(bytes_of(std::string(2 << 20, 'x')));
  while (!std::filesystem::exists(path) || records_of(path).empty()) std::this_thread::yield();
  EXPECT_THAT(records_of(path), SizeIs(2));
}

TEST_F(JournalTest, gives_a_prefix_of_what_was_written_wherever_it_is_torn) {
  const auto written = write(3);
  const auto whole = *base::read_file(path);
  std::size_t most = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    overwrite(path, std::string_view(whole).substr(0, size));
    const auto read = records_of(path);
    ASSERT_TRUE(is_prefix(read, written)) << "torn at " << size;
    ASSERT_LT(read.size(), written.size()) << "torn at " << size;
    most = std::max(most, read.size());
  }
  EXPECT_EQ(most, 5u) << "the segments before the torn one";
}

TEST_F(JournalTest, gives_a_prefix_of_what_was_written_whichever_bit_is_flipped) {
  const auto written = write(3);
  const auto whole = *base::read_file(path);
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    overwrite(path, damaged);
    const auto read = records_of(path);
    ASSERT_TRUE(is_prefix(read, written)) << "bit " << bit;
    ASSERT_LT(read.size(), written.size()) << "bit " << bit;
  }
}

TEST_F(JournalTest, is_torn_where_the_last_segment_is_short_and_else_damaged) {
  write(3);
  const auto whole = *base::read_file(path);
  const auto is_torn = [&](std::string_view content) {
    overwrite(path, content);
    auto reader = base::value_or_throw(JournalReader::open(path));
    while (reader.next()) continue;
    EXPECT_GT(reader.lost().count, 0U);
    return reader.is_torn();
  };
  EXPECT_TRUE(is_torn(std::string_view(whole).substr(0, whole.size() - 1)));
  EXPECT_TRUE(is_torn(whole + "abc"));
  EXPECT_FALSE(is_torn(whole + std::string(100, '\0'))) << "as a file system may leave it";
  EXPECT_FALSE(is_torn(whole + std::string(100, '\xff')));
  auto damaged = whole;
  damaged[whole.size() / 2] ^= 1;
  EXPECT_FALSE(is_torn(damaged));
}

TEST_F(JournalTest, takes_no_segment_for_whole_that_stands_elsewhere_than_it_was_written) {
  write(2);
  const auto whole = *base::read_file(path);
  overwrite(path, whole + whole.substr(8));
  EXPECT_THAT(records_of(path), SizeIs(5));
  auto reader = base::value_or_throw(JournalReader::open(path));
  while (reader.next()) continue;
  EXPECT_EQ(reader.lost().count, whole.size() - 8);
}

TEST_F(JournalTest, gives_nothing_of_a_file_that_is_no_journal) {
  EXPECT_THAT(records_of(folder.write("notes.txt", "three months of work, and longer than a head")),
              IsEmpty());
  EXPECT_THAT(records_of(folder.write("empty", "")), IsEmpty());
  EXPECT_FALSE(JournalReader::open(folder.path() / "none"));
}

TEST_F(JournalTest, ends_with_one_warning_where_it_cannot_be_written) {
  JournalWriter writer(folder.write("file", "") / "x.journal", bytes_of("opening"), never, log);
  writer.append(bytes_of("lost"));
  EXPECT_FALSE(writer.save());
  writer.append(bytes_of("lost, too"));
  EXPECT_FALSE(writer.save());
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_EQ(log.notes()[0].level, base::Level::warning);
  EXPECT_THAT(log.notes()[0].text, HasSubstr("the run goes on without further checkpoints: "));
  EXPECT_THAT(log.notes()[0].text, HasSubstr("Not a directory"));
}

TEST_F(JournalTest, at_once_keeps_what_cannot_be_written_until_it_can_be) {
  const auto folder_to_be = folder.write("file", "");
  JournalWriter writer(folder_to_be / "x.journal", bytes_of("opening"), never, log, WritePace::at_once);
  writer.append(bytes_of("first"));
  EXPECT_FALSE(writer.save());
  writer.append(bytes_of("second"));
  EXPECT_FALSE(writer.save());
  EXPECT_FALSE(writer.ended());
  EXPECT_THAT(writer.trouble()->text(), HasSubstr("Not a directory"));
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_THAT(log.notes()[0].text, HasSubstr("is kept in memory, until it can be written: cannot make"));
  std::filesystem::remove(folder_to_be);
  writer.append(bytes_of("third"));
  EXPECT_TRUE(writer.save());
  EXPECT_FALSE(writer.trouble());
  EXPECT_THAT(records_of(folder_to_be / "x.journal"), ElementsAre("opening", "first", "second", "third"));
}

TEST_F(JournalTest, at_once_gives_what_is_not_in_the_file) {
  const auto file = folder.path() / "x.journal";
  JournalWriter writer(file, bytes_of("opening"), never, log, WritePace::at_once);
  writer.append(bytes_of("written"));
  EXPECT_TRUE(writer.save());
  const auto size = std::filesystem::file_size(file);
  EXPECT_EQ(writer.unwritten().behind, size);
  EXPECT_TRUE(writer.unwritten().records.empty());
  {
    const test::FullDisk full(size);
    writer.append(bytes_of("waiting"));
    EXPECT_FALSE(writer.save());
  }
  const auto rest = writer.unwritten();
  EXPECT_EQ(rest.behind, size);
  base::Decoder records(rest.records);
  EXPECT_EQ(records.get_text(), "waiting");
  EXPECT_TRUE(records.at_end());
  EXPECT_TRUE(writer.save());
  auto reader = base::value_or_throw(JournalReader::open(file, size));
  EXPECT_TRUE(reader.next() && reader.next());
  EXPECT_FALSE(reader.next()) << "what was written since is behind what is to be read";
}

TEST_F(JournalTest, at_once_ends_where_more_would_wait_than_may) {
  JournalWriter writer(folder.write("file", "") / "x.journal", bytes_of("opening"), never, log,
                       WritePace::at_once);
  const std::string much(std::size_t{9} << 20, 'x');
  for (int i = 0; i < 7; ++i) writer.append(bytes_of(much));
  EXPECT_FALSE(writer.save());
  EXPECT_FALSE(writer.ended());
  writer.append(bytes_of(much));
  EXPECT_TRUE(writer.ended());
  EXPECT_FALSE(writer.save());
}

TEST_F(JournalTest, never_writes_over_another_journal) {
  const auto written = write(1);
  JournalWriter writer(path, bytes_of("another"), never, log);
  writer.append(bytes_of("lost"));
  EXPECT_FALSE(writer.save());
  EXPECT_EQ(records_of(path), written);
}

}  // namespace
}  // namespace winnow::store
