// However a file is cut into pieces, and whatever it holds: together they give what the whole gives.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "read/piecewise.hpp"
#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

/// A text of lines that are mostly records of three fields, with all that can be wrong about them.
std::string some_text(base::RandomSequence& random, std::string_view delimiter) {
  const std::vector<std::string> fields{"1",       "2.5",      "-3e2",
                                        "",        "nan",      "\"4\"",
                                        "\"a b\"", "\"x\ny\"", "\"\"\"\"",
                                        "\"q",     "q\"",      "\"p\"q",
                                        "\"\n\"",  "abc",      "\"\n\n5,6,7\n\"",
                                        "#",       "\r",       std::string(1, '\0')};
  const std::string newline = random.below(3) == 0 ? "\r\n" : "\n";
  const auto oddness = random.below(4);
  std::string text = random.below(4) == 0 ? "\xef\xbb\xbf" : "";
  text += "a" + std::string(delimiter) + "b" + std::string(delimiter) + "c" + newline;
  for (auto lines = random.below(60); lines > 0; --lines) {
    const auto count = random.below(12) < oddness ? random.below(5) : 3;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text += delimiter;
      const bool is_odd = random.below(8) < oddness;
      text += is_odd ? fields[random.below(fields.size())] : std::to_string(random.below(1000));
      if (is_odd && random.below(40) == 0) text += std::string(random.below(150), '9');
    }
    text += newline;
  }
  if (random.below(3) == 0) text.resize(text.size() - random.below(std::min<std::size_t>(text.size(), 4)));
  return text;
}

std::vector<std::uint64_t> some_cuts(base::RandomSequence& random, std::size_t size) {
  std::vector<std::uint64_t> cuts{0, Piece::whole};
  if (random.below(8) == 0) {
    for (std::size_t at = 1; at <= size + 1; ++at) cuts.push_back(at);
  } else {
    for (auto left = random.below(6); left > 0; --left) cuts.push_back(random.below(size + 2));
  }
  std::ranges::sort(cuts);
  return cuts;
}

class PiecesProperty : public testing::Test {
 protected:
  void check(const std::string& text, base::RandomSequence& random, PieceReader& reader) {
    const auto path = folder_.write("file" + std::to_string(files_++), text);
    const auto whole = reader.read(path);
    if (whole.failure.empty()) {
      EXPECT_EQ(whole.bytes(), text.size());
      const auto newlines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
      EXPECT_EQ(whole.lines(), newlines + (text.ends_with('\n') || text.empty() ? 0 : 1));
    }
    const auto cuts = some_cuts(random, text.size());
    Given pieces;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) reader.read({path, cuts[i], cuts[i + 1]}, pieces);
    EXPECT_EQ(pieces.failure, whole.failure);
    EXPECT_EQ(pieces.rows, whole.rows);
    EXPECT_EQ(pieces.rejections, whole.rejections);
    expect_same(pieces.tally.accepted, whole.tally.accepted);
    expect_same(pieces.tally.rejected, whole.tally.rejected);
    expect_same(pieces.tally.ignored, whole.tally.ignored);
    rows_ += whole.rows.size();
    rejections_ += whole.rejections.size();
  }

  void expect_enough_seen() const {
    EXPECT_GT(rows_, 1000u);
    EXPECT_GT(rejections_, 1000u);
  }

 private:
  static void expect_same(const Tally::Amount& a, const Tally::Amount& b) {
    EXPECT_EQ(a.bytes, b.bytes);
    EXPECT_EQ(a.lines, b.lines);
  }

  test::TemporaryFolder folder_;
  int files_ = 0;
  std::size_t rows_ = 0;
  std::size_t rejections_ = 0;
};

TEST_F(PiecesProperty, every_way_of_splitting_csv_gives_what_the_serial_parse_gives) {
  base::RandomSequence random(20260401, 0);
  for (const std::uint64_t max_field : {1, 5, 20, 65'536}) {
    PieceReader reader({.format = "csv", .delimiter = ",", .max_field = {max_field}},
                       {{}, {{"b", FieldType::text}}});
    for (int round = 0; round < 300 && !HasFailure(); ++round) {
      const auto text = some_text(random, ",");
      SCOPED_TRACE("max_field " + std::to_string(max_field) + ":\n" + text);
      check(text, random, reader);
    }
  }
  expect_enough_seen();
}

TEST_F(PiecesProperty, every_way_of_splitting_a_table_gives_what_the_serial_parse_gives) {
  base::RandomSequence random(20260402, 0);
  for (const std::uint64_t max_field : {1, 5, 65'536}) {
    PieceReader reader({.format = "table", .max_field = {max_field}});
    for (int round = 0; round < 200 && !HasFailure(); ++round) {
      const auto text = "#" + some_text(random, " ");
      SCOPED_TRACE("max_field " + std::to_string(max_field) + ":\n" + text);
      check(text, random, reader);
    }
  }
  expect_enough_seen();
}

TEST_F(PiecesProperty, texts_of_quotes_and_newlines_alone_are_split_alike) {
  base::RandomSequence random(20260403, 0);
  PieceReader reader({.format = "csv", .delimiter = ",", .max_field = {7}});
  for (int round = 0; round < 500 && !HasFailure(); ++round) {
    std::string text = "a,b\n";
    for (auto left = random.below(400); left > 0; --left) text += "\"\"\n,1x\r"[random.below(7)];
    SCOPED_TRACE(text);
    check(text, random, reader);
  }
  expect_enough_seen();
}

}  // namespace
}  // namespace winnow::read
