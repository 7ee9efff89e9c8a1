#include "read/unpacked_file.hpp"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "read/piecewise.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

std::string gzipped(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(::deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

std::string zstandard(std::string_view text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  const auto size = ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3);
  EXPECT_EQ(ZSTD_isError(size), 0u);
  packed.resize(size);
  return packed;
}

/// A csv of so many rows.
std::string rows_of_csv(int count) {
  std::string text = "x,y\n";
  for (int i = 0; i < count; ++i)
    text += std::to_string(i) + ",0." + std::to_string(i * 7919 % 10'007) + "\n";
  return text;
}

struct Kind {
  std::string name;
  std::string suffix;
  std::string (*pack)(std::string_view);
};

class UnpackedFileTest : public testing::TestWithParam<Kind> {
 protected:
  Given read(std::string_view bytes) {
    return reader_.read(folder_.write("file" + std::to_string(files_++), bytes));
  }

  test::TemporaryFolder folder_;
  PieceReader reader_{Dialect{}};
  int files_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Kinds, UnpackedFileTest,
                         testing::Values(Kind{"gzip", ".gz", gzipped}, Kind{"zstd", ".zst", zstandard}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(UnpackedFileTest, gives_what_the_plain_file_gives) {
  for (const auto& text :
       {rows_of_csv(3), rows_of_csv(100'000), std::string("# a b\n1 2\n"), std::string("t\nx: 1\n")}) {
    const auto plain = read(text);
    const auto format = std::string(reader_.reader().format());
    const auto packed = read(GetParam().pack(text));
    EXPECT_EQ(packed.failure, "");
    EXPECT_EQ(packed.rows, plain.rows);
    EXPECT_EQ(packed.bytes(), text.size());
    EXPECT_EQ(reader_.reader().format(), format + GetParam().suffix);
  }
}

TEST_P(UnpackedFileTest, takes_members_that_follow_each_other_for_one_text) {
  const auto text = rows_of_csv(50'000);
  const auto packed =
      GetParam().pack(text.substr(0, 100'001)) + GetParam().pack("") + GetParam().pack(text.substr(100'001));
  EXPECT_EQ(read(packed).rows, read(text).rows);
}

TEST(UnpackedFile, passes_over_zeros_behind_gzip_members) {
  const test::TemporaryFolder folder;
  PieceReader reader{Dialect{}};
  const auto text = rows_of_csv(50'000);
  const auto padded =
      gzipped(text.substr(0, 100'001)) + std::string(200'000, '\0') + gzipped(text.substr(100'001));
  const auto expected = reader.read(folder.write("file.csv", text));
  for (const auto& packed : {padded, padded + std::string(1, '\0')}) {
    const auto given = reader.read(folder.write("file.csv.gz", packed));
    EXPECT_EQ(given.failure, "");
    EXPECT_EQ(given.rows, expected.rows);
  }
}

TEST(UnpackedFile, passes_over_zstandard_frames_that_hold_no_text) {
  const test::TemporaryFolder folder;
  PieceReader reader{Dialect{}};
  const auto text = rows_of_csv(50'000);
  const std::string first("\x50\x2a\x4d\x18\x04\0\0\0size", 12);
  const std::string second("\x5f\x2a\x4d\x18\0\0\0\0", 8);
  const auto packed = first + zstandard(text.substr(0, 100'001)) + second + zstandard(text.substr(100'001));
  const auto given = reader.read(folder.write("file.csv.zst", packed));
  EXPECT_EQ(given.failure, "");
  EXPECT_EQ(given.bytes(), text.size());
  EXPECT_EQ(given.rows, reader.read(folder.write("file.csv", text)).rows);
}

TEST_P(UnpackedFileTest, gives_the_rows_before_the_end_of_truncated_data) {
  const auto text = rows_of_csv(100'000);
  const auto packed = GetParam().pack(text);
  const auto whole = read(text);
  for (const auto size : {packed.size() / 2, packed.size() - 1}) {
    const auto given = read(packed.substr(0, size));
    EXPECT_EQ(given.failure, "truncated " + GetParam().name + " data");
    EXPECT_GT(given.rows.size(), 1000u);
    EXPECT_TRUE(std::equal(given.rows.begin(), given.rows.end(), whole.rows.begin()));
    EXPECT_LE(given.bytes(), text.size());
  }
}

TEST_P(UnpackedFileTest, refuses_what_is_truncated_before_any_row) {
  EXPECT_EQ(read(GetParam().pack(rows_of_csv(100)).substr(0, 8)).failure,
            "truncated " + GetParam().name + " data");
}

TEST_P(UnpackedFileTest, tells_of_damage_and_of_what_follows_the_end) {
  const auto packed = GetParam().pack(rows_of_csv(20'000));
  EXPECT_EQ(read(packed + "and something else").failure, "damaged " + GetParam().name + " data");
  auto damaged = packed;
  for (std::size_t i = 0; i < 64; ++i) damaged[damaged.size() / 2 + i] = '\x55';
  EXPECT_EQ(read(damaged).failure, "damaged " + GetParam().name + " data");
}

TEST_P(UnpackedFileTest, gives_all_that_can_be_had_before_the_damage) {
  const auto text = rows_of_csv(20'000);
  auto packed = GetParam().pack(text);
  packed.replace(packed.size() - 8, 8, 8, '\x55');
  UnpackedFile file;
  ASSERT_TRUE(file.open(folder_.write("damaged", packed)));
  std::string buffer(2 * text.size(), '\0');
  const auto chunk = file.read(buffer.data(), buffer.size(), 0);
  ASSERT_TRUE(chunk) << chunk.error().text();
  constexpr std::size_t block = std::size_t{128} << 10;  // of Zstandard, which is sound or not as a whole
  EXPECT_GE(chunk->size, text.size() - block);
  EXPECT_EQ(buffer.substr(0, block), text.substr(0, block));
  const auto next = file.read(buffer.data(), buffer.size(), chunk->size);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().problem, "damaged " + GetParam().name + " data");
}

TEST_P(UnpackedFileTest, refuses_an_empty_text) {
  EXPECT_EQ(read(GetParam().pack("")).failure, "empty");
}

TEST_P(UnpackedFileTest, is_never_split) {
  const auto path = folder_.write("packed", GetParam().pack(rows_of_csv(1000)));
  EXPECT_FALSE(can_split(path, {}));
  Given given;
  reader_.read({path, 100, 200}, given);
  EXPECT_EQ(given.failure, "cannot be split");
  Given whole;
  reader_.read({path, 0, 200}, whole);
  EXPECT_EQ(whole.rows.size(), 1000u);
}

TEST(CanSplit, says_so_of_plain_csv_and_tables_alone) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(can_split(folder.write("csv", rows_of_csv(10)), {}));
  EXPECT_TRUE(can_split(folder.write("table", "1 2\n3 4\n"), {}));
  EXPECT_FALSE(can_split(folder.write("report", "title\nx: 1\n"), {}));
  EXPECT_FALSE(can_split(folder.path() / "none", {}));
  EXPECT_FALSE(can_split(folder.write("csv", rows_of_csv(10)), {}, {{"no such column", FieldType::text}}));
}

}  // namespace
}  // namespace winnow::read
