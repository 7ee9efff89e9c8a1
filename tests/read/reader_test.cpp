#include "winnow/read/reader.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "read/reading.hpp"
#include "read/unprivileged.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/descriptor.hpp"

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::Pair;

class ReaderTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { reader_ = std::move(*make_reader({.format = GetParam()}, names_)); }

  /// Why the reader refuses the file; "" if it does not.
  std::string refusal(const std::string& path) {
    const auto opened = reader_->open({path});
    return opened ? "" : opened.error().problem;
  }

  WholeFile read(const std::string& path) {
    EXPECT_EQ(refusal(path), "");
    return read_whole(names_, [&](Batch& batch) { return reader_->next(batch); });
  }

  test::TemporaryFolder folder_;
  ColumnNames names_;
  std::unique_ptr<Reader> reader_;
};

INSTANTIATE_TEST_SUITE_P(Formats, ReaderTest, testing::Values("key-value", "auto"), [](const auto& format) {
  auto name = format.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST_P(ReaderTest, reads_files_one_after_the_other) {
  for (int i = 0; i < 30; ++i) {
    const auto number = std::to_string(i);
    const auto path = folder_.write("report" + number, "title\nx: " + number + "\ny: 2\n");
    EXPECT_THAT(read(path).row, ElementsAre(Pair("x", i), Pair("y", 2.0)));
  }
}

TEST_P(ReaderTest, refuses_an_empty_file) {
  EXPECT_EQ(refusal(folder_.write("empty", "")), "empty");
}

TEST_P(ReaderTest, refuses_a_binary_file) {
  EXPECT_EQ(refusal(folder_.write("binary", std::string_view("x: 1\0y: 2\n", 10))), "binary");
}

TEST_P(ReaderTest, refuses_a_file_that_is_not_there) {
  EXPECT_EQ(refusal(folder_.path() / "none"), "cannot be read: No such file or directory");
}

TEST_P(ReaderTest, refuses_a_file_that_it_may_not_read) {
  const auto path = folder_.write("secret", "title\nx: 1\n");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const test::Unprivileged nobody;
  EXPECT_EQ(refusal(path), "cannot be read: Permission denied");
}

TEST_P(ReaderTest, refuses_a_file_whose_reading_fails) {
  // Nothing is mapped at address 0.
  EXPECT_EQ(refusal("/proc/self/mem"), "cannot be read: Input/output error");
}

TEST_P(ReaderTest, refuses_folders_and_devices) {
  EXPECT_EQ(refusal(folder_.path()), "not a regular file");
  EXPECT_EQ(refusal("/dev/null"), "not a regular file");
  EXPECT_EQ(refusal("/dev/zero"), "not a regular file");
}

TEST_P(ReaderTest, refuses_a_fifo_at_once_and_leaves_its_content) {
  const auto path = (folder_.path() / "fifo").string();
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(refusal(path), "not a regular file");
  const base::Descriptor both_ends(::open(path.c_str(), O_RDWR | O_NONBLOCK));
  ASSERT_EQ(::write(both_ends.get(), "x: 1\n", 5), 5);
  EXPECT_EQ(refusal(path), "not a regular file");
  char left[10];
  EXPECT_EQ(::read(both_ends.get(), left, sizeof left), 5);
}

TEST_P(ReaderTest, refuses_a_socket) {
  const auto path = (folder_.path() / "socket").string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::ranges::copy(path, address.sun_path);
  const base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(refusal(path), "not a regular file");
}

TEST_P(ReaderTest, reads_on_after_a_refusal) {
  const auto good = folder_.write("good", "title\nx: 1\n");
  EXPECT_NE(refusal(folder_.path() / "none"), "");
  Batch batch;
  EXPECT_EQ(reader_->next(batch).value(), false);
  EXPECT_THAT(read(good).row, ElementsAre(Pair("x", 1.0)));
}

TEST(AutoReader, refuses_a_file_of_no_known_format) {
  const test::TemporaryFolder folder;
  ColumnNames names;
  const auto reader = std::move(*make_reader({.format = "auto"}, names));
  const auto opened =
      reader->open({folder.write("letter", "Dear reader,\nthis file has no numbers\nand no columns.\n")});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().problem, "no known format");
}

TEST(AutoReader, takes_every_report_of_a_campaign_for_what_it_is) {
  const auto campaign = std::filesystem::path(WINNOW_SOURCE_DIR) / "inputs/one-city";
  ColumnNames names;
  const auto reader = std::move(*make_reader({.format = "auto"}, names));
  int reports = 0;
  for (const auto& file : std::filesystem::directory_iterator(campaign)) {
    const auto name = file.path().filename().string();
    if (!name.ends_with("Report.txt")) continue;
    const bool is_stats = name.ends_with("_MessageStatsReport.txt");
    const auto opened = reader->open({file.path()});
    ASSERT_TRUE(opened) << name << ": " << opened.error().text();
    EXPECT_EQ(reader->format(), is_stats ? "key-value" : "table") << name;
    const auto whole = read_whole(names, [&](Batch& batch) { return reader->next(batch); });
    EXPECT_TRUE(whole.rejections.empty()) << name;
    EXPECT_EQ(whole.tally.accepted.bytes + whole.tally.ignored.bytes, file.file_size()) << name;
    ++reports;
  }
  EXPECT_GT(reports, 0);
}

TEST(MakeReader, names_the_nearest_of_an_unknown_format) {
  ColumnNames names;
  const auto reader = make_reader({.format = "keyvalue"}, names);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().text(),
            "unknown format \"keyvalue\" (known are auto, key-value, csv and table): write \"key-value\"");
  EXPECT_EQ(make_reader({.format = "parquet"}, names).error().advice, "write one of them");
}

TEST(Formats, can_all_be_made_and_stay_small) {
  ColumnNames names;
  ASSERT_FALSE(formats().empty());
  for (const auto& format : formats()) {
    EXPECT_TRUE(make_reader({.format = format.name}, names)) << format.name;
    EXPECT_FALSE(format.summary.empty());
    EXPECT_GE(format.gamma, 1.0);
    EXPECT_GT(format.piece, base::Bytes{});
  }
}

/// What is allocated at the moment.
std::size_t allocated() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(Formats, declare_the_memory_that_the_longest_records_take) {
  test::TemporaryFolder folder;
  for (const auto max_field : {base::Bytes{100}, base::kibibytes(64), base::mebibytes(1)}) {
    Dialect dialect{.format = "csv", .max_field = max_field};
    std::string field;
    while (field.size() + 2 <= max_field.count) field += "\"\"";
    std::string text = "a,b,c\n";
    for (int record = 0; record < 8; ++record) text += "1,\"" + field + "\",\"" + field + "\"\n";
    const auto path = folder.write("records.csv", text);

    Wanted wanted;
    wanted.keys = {{"b", FieldType::text}, {"c", FieldType::text}};
    const auto before = allocated();
    ColumnNames names;
    const auto reader = *make_reader(dialect, names, wanted);
    Batch batch;
    ASSERT_TRUE(reader->open({path}));
    std::size_t rows = 0;
    std::size_t peak = 0;
    while (*reader->next(batch)) {
      rows += batch.rows();
      peak = std::max(peak, allocated() - before);
    }
    EXPECT_EQ(rows, 8u);
    const auto declared = format_of(dialect);
    EXPECT_LE(static_cast<double>(peak), declared.gamma * static_cast<double>(declared.piece.count));
  }
}

TEST(Formats, declare_more_memory_where_longer_records_are_allowed) {
  const Dialect longer{.format = "table", .max_field = base::mebibytes(1)};
  EXPECT_EQ(format_of(longer).piece, base::mebibytes(4));
  EXPECT_EQ(format_of({.format = "auto", .max_field = base::mebibytes(1)}).piece, base::mebibytes(4));
  EXPECT_EQ(format_of({.format = "key-value", .max_field = base::mebibytes(1)}).piece, base::kibibytes(64));
  EXPECT_EQ(format_of({.format = "csv", .max_field = {1}}).piece, base::kibibytes(256));
}

}  // namespace
}  // namespace winnow::read
