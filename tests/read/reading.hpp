#pragma once
// What the tests of readers share: a whole file read through a reader.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/format_reader.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::read {

/// Rules, and what they refer to.
struct OwnRules {
  explicit OwnRules(Wanted wanted = {}, Dialect of_dialect = {})
      : dialect(std::move(of_dialect)), roles(names, std::move(wanted)), values(dialect.missing) {}

  Dialect dialect;
  ColumnNames names;
  ColumnRoles roles;
  ValueParser values;
  Rules rules{dialect, roles, values};
};

/// All that a file gave.
struct WholeFile {
  std::vector<std::pair<std::string, double>> row;  ///< name and value, in order
  int rows = 0;
  int batches = 0;
  std::size_t most_rejections = 0;  ///< in one batch
  std::vector<Rejection> rejections;
  Tally tally;

  /// "line:byte reason: text" for each.
  [[nodiscard]] std::vector<std::string> refused() const {
    std::vector<std::string> texts;
    for (const auto& [position, reason, text] : rejections) {
      texts.push_back(std::to_string(position.line) + ":" + std::to_string(position.byte) + " " + reason +
                      ": " + text);
    }
    return texts;
  }
};

/// Calls `next(batch)` until it says that the file is over.
template <class Next>
WholeFile read_whole(const ColumnNames& names, Next next) {
  WholeFile whole;
  Batch batch;
  for (bool more = true; more; ++whole.batches) {
    const auto result = next(batch);
    EXPECT_TRUE(result) << result.error().text();
    if (!result) return whole;
    more = *result;
    EXPECT_TRUE(more || batch.rows() == 0);
    whole.rows += static_cast<int>(batch.rows());
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      whole.row.emplace_back(names.name_of(batch.columns[i]), batch.column(i)[0]);
    }
    whole.most_rejections = std::max(whole.most_rejections, batch.rejections.size());
    whole.rejections.insert(whole.rejections.end(), batch.rejections.begin(), batch.rejections.end());
    whole.tally += batch.tally;
  }
  return whole;
}

/// That every line and byte of `text` is accounted for, and each rejected line has its reason.
inline void expect_accounted(const WholeFile& whole, std::string_view text) {
  const auto& [accepted, rejected, ignored] = whole.tally;
  const auto newlines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  EXPECT_EQ(accepted.bytes + rejected.bytes + ignored.bytes, text.size());
  EXPECT_EQ(accepted.lines + rejected.lines + ignored.lines, newlines + (text.ends_with('\n') ? 0 : 1));
  EXPECT_EQ(accepted.lines, whole.row.size());
  EXPECT_EQ(rejected.lines, whole.rejections.size());
}

}  // namespace winnow::read
