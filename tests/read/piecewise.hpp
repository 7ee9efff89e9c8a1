#pragma once
// What the tests of csv and table share: pieces of files read through a reader, as text that can be compared.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/temporary_folder.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::read {

/// All that a piece of a file gave, in its order, each thing on a line.
struct Given {
  std::vector<std::string> rows;        ///< "line:byte latency=1.5 key=a"
  std::vector<std::string> rejections;  ///< "line:byte reason: text"
  Tally tally;
  std::string failure;  ///< of open() or next()

  [[nodiscard]] std::uint64_t bytes() const {
    return tally.accepted.bytes + tally.rejected.bytes + tally.ignored.bytes;
  }
  [[nodiscard]] std::uint64_t lines() const {
    return tally.accepted.lines + tally.rejected.lines + tally.ignored.lines;
  }
};

inline std::string shown_number(double value) {
  if (std::isnan(value)) return "missing";
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

/// Reads one piece; lines are counted from `first_line`.
class PieceReader {
 public:
  explicit PieceReader(const Dialect& dialect, Wanted wanted = {}) : keys_(wanted.keys) {
    auto reader = make_reader(dialect, names_, std::move(wanted));
    EXPECT_TRUE(reader) << reader.error().text();
    reader_ = std::move(*reader);
  }

  void read(const Piece& piece, Given& given) {
    const auto lines_before = given.lines();
    if (const auto opened = reader_->open(piece); !opened) {
      given.failure = opened.error().problem;
      return;
    }
    Batch batch;
    for (bool more = true; more;) {
      const auto next = reader_->next(batch);
      if (!next) {
        given.failure = next.error().problem;
        return;
      }
      more = *next;
      EXPECT_EQ(more, more || batch.rows() > 0);
      add(batch, lines_before, given);
    }
  }

  Given read(const std::string& path) {
    Given given;
    read({path}, given);
    return given;
  }

  [[nodiscard]] Reader& reader() { return *reader_; }
  [[nodiscard]] std::vector<std::string> text_columns() const {
    std::vector<std::string> texts;
    for (const auto id : reader_->text_columns()) texts.push_back(names_.name_of(id));
    return texts;
  }

 private:
  static std::string place(const Position& position, std::uint64_t lines_before) {
    return std::to_string(position.line + lines_before) + ":" + std::to_string(position.byte);
  }

  void add(const Batch& batch, std::uint64_t lines_before, Given& given) const {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      auto text = place(batch.positions[row], lines_before);
      for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        text += " " + names_.name_of(batch.columns[i]) + "=" + shown_number(batch.column(i)[row]);
      }
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        text += " " + keys_[i].name + "=" + std::string(batch.key(i)[row]);
      }
      given.rows.push_back(text);
    }
    for (const auto& [position, reason, text] : batch.rejections) {
      given.rejections.push_back(place(position, lines_before) + " " + reason + ": " + text);
    }
    given.tally += batch.tally;
  }

  ColumnNames names_;
  std::vector<KeyColumn> keys_;
  std::unique_ptr<Reader> reader_;
};

/// Reads texts as files.
class TextReader {
 public:
  explicit TextReader(const Dialect& dialect, Wanted wanted = {}) : reader_(dialect, std::move(wanted)) {}

  /// Also sees to it that every byte and line is accounted for.
  Given read(std::string_view text) {
    auto given = reader_.read(folder_.write("file" + std::to_string(files_++), text));
    if (!given.failure.empty()) return given;
    const auto newlines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
    EXPECT_EQ(given.bytes(), text.size());
    EXPECT_EQ(given.lines(), newlines + (text.ends_with('\n') ? 0 : 1));
    return given;
  }

  [[nodiscard]] std::vector<std::string> text_columns() const { return reader_.text_columns(); }
  [[nodiscard]] std::string format() { return std::string(reader_.reader().format()); }

 private:
  test::TemporaryFolder folder_;
  PieceReader reader_;
  int files_ = 0;
};

}  // namespace winnow::read
