#pragma once
// What the targets of readers share: files read whole and in pieces, and what must hold of any of them.

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzzing.hpp"
#include "read/format_reader.hpp"
#include "read/record_reader.hpp"
#include "winnow/base/text.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::fuzz {

/// All that pieces of a file gave, bit by bit.
struct Given {
  std::string rows;        ///< their positions, columns, numbers and keys
  std::string rejections;  ///< their positions, reasons and texts
  std::uint64_t rejection_count = 0;
  read::Tally tally;
  std::string failure;  ///< of the last piece

  [[nodiscard]] std::uint64_t bytes() const {
    return tally.accepted.bytes + tally.rejected.bytes + tally.ignored.bytes;
  }
  [[nodiscard]] std::uint64_t lines() const {
    return tally.accepted.lines + tally.rejected.lines + tally.ignored.lines;
  }
};

/// Makes Given of batches.
class Collector {
 public:
  /// Both must outlive the collector.
  Collector(const read::ColumnNames& names, const std::vector<read::KeyColumn>& keys)
      : names_(names), keys_(keys) {}

  /// Reads a piece to its end: `open()` starts on it, `next(batch)` goes on.
  template <class Open, class Next>
  void read_piece(Open open, Next next, Given& given) const {
    const auto lines_before = given.lines();
    given.failure.clear();
    if (const auto opened = open(); !opened) {
      given.failure = opened.error().problem;
      return;
    }
    read::Batch batch;
    for (bool goes_on = true; goes_on;) {
      const auto more = next(batch);
      if (!more) {
        given.failure = more.error().problem;
        return;
      }
      goes_on = *more;
      require(goes_on || batch.rows() == 0, "the last batch has no rows");
      add(batch, lines_before, given);
    }
  }

 private:
  static void put(std::string& record, std::uint64_t number) {
    record.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  static void put(std::string& record, std::string_view text) {
    put(record, std::uint64_t{text.size()});
    record += text;
  }
  static void put(std::string& record, const read::Position& position, std::uint64_t lines_before) {
    put(record, position.line + lines_before);
    put(record, position.byte);
  }

  void add(const read::Batch& batch, std::uint64_t lines_before, Given& given) const {
    for (std::size_t row = 0; row < batch.rows(); ++row) add_row(batch, row, lines_before, given.rows);
    for (const auto& [position, reason, text] : batch.rejections) {
      require(!reason.empty() && text.size() <= read::max_rejected_text,
              "a rejection says why, and is short");
      put(given.rejections, position, lines_before);
      put(given.rejections, reason);
      put(given.rejections, text);
    }
    given.rejection_count += batch.rejections.size();
    given.tally += batch.tally;
  }

  void add_row(const read::Batch& batch, std::size_t row, std::uint64_t lines_before,
               std::string& rows) const {
    put(rows, batch.positions[row], lines_before);
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, &batch.column(i)[row], sizeof bits);
      put(rows, names_.name_of(batch.columns[i]));
      put(rows, bits);
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto text = batch.key(i)[row];
      require(read::parse_field(keys_[i].type, text).has_value(), "a key is of its type");
      put(rows, text);
    }
  }

  const read::ColumnNames& names_;
  const std::vector<read::KeyColumn>& keys_;
};

/// A reader as users of the module have it.
class PieceReader {
 public:
  PieceReader(const read::Dialect& dialect, const read::Wanted& wanted) : keys_(wanted.keys) {
    auto made = read::make_reader(dialect, names_, wanted);
    require(made.has_value(), "a dialect that was checked makes a reader");
    reader_ = std::move(*made);
  }

  void read(const read::Piece& piece, Given& given) {
    Collector(names_, keys_)
        .read_piece([&] { return reader_->open(piece); },
                    [&](read::Batch& batch) { return reader_->next(batch); }, given);
  }

  Given read_whole(const std::string& path) {
    Given given;
    read({path}, given);
    return given;
  }

  [[nodiscard]] std::string_view format() const { return reader_->format(); }

 private:
  read::ColumnNames names_;
  std::vector<read::KeyColumn> keys_;
  std::unique_ptr<read::Reader> reader_;
};

inline bool operator==(const read::Tally::Amount& a, const read::Tally::Amount& b) {
  return a.lines == b.lines && a.bytes == b.bytes;
}

inline void require_same(const Given& given, const Given& expected) {
  require(given.failure == expected.failure, "the same failure");
  require(given.rows == expected.rows, "the same rows");
  require(given.rejections == expected.rejections, "the same rejections");
  require(given.tally.accepted == expected.tally.accepted, "as much accepted");
  require(given.tally.rejected == expected.tally.rejected, "as much rejected");
  require(given.tally.ignored == expected.tally.ignored, "as much ignored");
}

/// The size of blocks, by choice: that hold a byte order mark whole, and of which there are not too many.
inline std::size_t choose_block(Input& input) {
  constexpr std::size_t most_blocks = 256;
  const auto smallest = base::byte_order_mark.size() + 1 + input.text().size() / most_blocks;
  return smallest + input.choose(256);
}

/// That a format's own reader gives what the whole gave, though it sees the file come in small blocks, by
/// choice.
template <class FormatReader>
void check_blocks(Input& input, const std::string& path, const read::Dialect& dialect,
                  const read::Wanted& wanted, const Given& whole) {
  constexpr std::size_t most_judged = std::size_t{64} << 10;
  if (input.text().size() > most_judged) return;
  read::ColumnNames names;
  read::ColumnRoles roles(names, wanted);
  const read::ValueParser values(dialect.missing);
  FormatReader reader(read::Rules{dialect, roles, values});
  // As large as the file, because columns are judged by what a window holds, be it a block more or less: of a
  // longer text, that may be less than all of it.
  const auto lookahead = read::RecordReader::lookahead(dialect) + input.text().size();
  read::InputWindow window(lookahead, choose_block(input));
  Given given;
  Collector(names, wanted.keys)
      .read_piece(
          [&] {
            return window.open(path).and_then([&] { return reader.start(window, 0, read::Piece::whole); });
          },
          [&](read::Batch& batch) { return reader.next(window, batch); }, given);
  const bool is_binary = given.failure == "binary" || whole.failure == "binary";  // the first block decides
  if (!is_binary) require_same(given, whole);
}

/// That every byte and line of a text that was read to its end is accounted for.
inline void require_accounted(const Given& given, std::string_view text) {
  if (!given.failure.empty()) return;
  std::uint64_t newlines = 0;
  for (const char byte : text) newlines += byte == '\n' ? 1 : 0;
  require(given.bytes() == text.size(), "the tally's bytes are the file's");
  require(given.lines() == newlines + (text.ends_with('\n') ? 0 : 1), "the tally's lines are the file's");
  require(given.rejection_count <= given.tally.rejected.lines, "what is rejected has its lines");
  require((given.rejection_count == 0) == (given.tally.rejected.bytes == 0),
          "what is rejected has its reason");
}

/// What is wanted of the columns, by choice: every number, or a key of some type beside them.
inline read::Wanted choose_wanted(Input& input) {
  using read::FieldType;
  constexpr FieldType types[] = {FieldType::text, FieldType::integer, FieldType::real, FieldType::size,
                                 FieldType::duration};
  read::Wanted wanted;
  if (const auto choice = input.choose(std::size(types) + 1); choice > 0) {
    wanted.keys = {{"k", types[choice - 1]}};
  }
  switch (input.choose(3)) {
    case 1:
      wanted.numbers = [](std::string_view name) {
        return name == "a" ? read::Wish::by_name : read::Wish::no;
      };
      break;
    case 2:
      wanted.numbers = [](std::string_view name) {
        return name == "k" ? read::Wish::by_name : read::Wish::if_numbers;
      };
      break;
    default:
      break;
  }
  return wanted;
}

/// Words for missing values, by choice.
inline std::vector<std::string> choose_missing(Input& input) {
  const std::vector<std::vector<std::string>> lists{{}, {"NA", "-"}, {"999"}};
  return lists[input.choose(lists.size())];
}

}  // namespace winnow::fuzz
