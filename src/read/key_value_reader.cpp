#include "read/key_value_reader.hpp"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "read/number.hpp"

namespace winnow::read {
namespace {

constexpr ColumnNames::Id unknown = std::numeric_limits<ColumnNames::Id>::max();
constexpr std::size_t most_rejections = 256;  ///< in one batch
constexpr int lines_looked_at = 8;

struct Entry {
  std::string_view key;  ///< empty: the line is not `key: value`
  std::string_view value;
};

Entry split(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon > KeyValueReader::longest_key) return {};
  return {trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))};
}

std::optional<double> value_of(std::string_view text) {
  if (text.empty() || is_nan_word(text)) return missing;
  return parse_number(text);
}

bool has_number(const Entry& entry) {
  return !entry.key.empty() && !entry.value.empty() && value_of(entry.value).has_value();
}

bool says_nothing(std::string_view line) {
  return line.empty() || line.front() == '#';
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace

bool KeyValueReader::looks_like(std::string_view start) const {
  for (int seen = 0; seen < lines_looked_at && !start.empty();) {
    const auto line = first_line(start);
    start.remove_prefix(std::min(line.size() + 1, start.size()));
    const auto body = trimmed(line);
    if (says_nothing(body)) continue;
    if (has_number(split(body))) return true;
    ++seen;
  }
  return false;
}

void KeyValueReader::begin() {
  ++file_;
  last_ = 0;
  rest_ = {};
  at_ = {1, 0};
  columns_.clear();
  values_.clear();
  accepted_ = {};
}

base::Result<bool> KeyValueReader::next(LineSource& lines, Batch& batch) {
  batch.clear();
  for (;;) {
    take_lines(batch);
    if (batch.rejections.size() == most_rejections) return true;
    const auto run = lines.next();
    if (!run) return tl::unexpected(run.error());
    if (run->text.empty()) return give_row(batch);
    if (run->overlong_size > 0) {
      take_overlong(*run, batch);
    } else {
      rest_ = run->text;
    }
  }
}

void KeyValueReader::take_lines(Batch& batch) {
  while (!rest_.empty() && batch.rejections.size() < most_rejections) {
    auto used = take_expected_line();
    if (used == 0) used = take_any_line(batch);
    rest_.remove_prefix(used);
  }
}

/// The line's size if it is the expected key with a plain number and no blank at its end; else 0, and nothing
/// is taken.
std::size_t KeyValueReader::take_expected_line() {
  if (at_.line == 1 || last_ >= successors_.size()) return 0;
  const auto id = successors_[last_];
  if (id == unknown || is_taken(id)) return 0;
  const std::string_view key = names_.name_of(id);
  if (!rest_.starts_with(key) || rest_.size() < key.size() + 2 || rest_[key.size()] != ':') return 0;
  const char* const end = rest_.data() + rest_.size();
  const char* number = rest_.data() + key.size() + 1;
  if (*number == ' ') ++number;
  double value = 0;
  const auto [number_end, code] = fast_float::from_chars(number, end, value);
  if (code != std::errc() || number_end == end || *number_end != '\n' || !std::isfinite(value)) return 0;
  const auto size = static_cast<std::size_t>(number_end + 1 - rest_.data());
  take_value(id, value);
  count(accepted_, size);
  return size;
}

std::size_t KeyValueReader::take_any_line(Batch& batch) {
  const bool is_first = at_.line == 1;
  const auto line = first_line(rest_);
  const auto size = std::min(line.size() + 1, rest_.size());
  const auto body = trimmed(is_first ? without_byte_order_mark(line) : line);
  if (says_nothing(body)) {
    count(batch.tally.ignored, size);
    return size;
  }
  const auto entry = split(body);
  if (is_first && !has_number(entry)) {
    count(batch.tally.ignored, size);
    return size;
  }
  if (const auto reason = take_entry(entry.key, entry.value); reason.empty()) {
    count(accepted_, size);
  } else {
    reject(reason, body, batch);
    count(batch.tally.rejected, size);
  }
  return size;
}

void KeyValueReader::take_overlong(const LineRun& run, Batch& batch) {
  reject("line too long", run.text, batch);
  count(batch.tally.rejected, run.overlong_size);
}

/// Empty, or the reason why the entry was not taken.
std::string_view KeyValueReader::take_entry(std::string_view key, std::string_view value_text) {
  if (key.empty()) return "not key: value";
  const auto value = value_of(value_text);
  if (!value) return "not a number";
  if (columns_.size() == most_keys) return "too many keys";
  const auto id = names_.id_of(key);
  if (is_taken(id)) return "repeated key";
  take_value(id, *value);
  return {};
}

void KeyValueReader::take_value(Id id, double value) {
  const std::size_t own_slot = std::size_t{id} + 1;
  if (successors_.size() <= own_slot) {
    successors_.resize(own_slot + 1, unknown);
    taken_in_.resize(own_slot, 0);
  }
  successors_[last_] = id;
  last_ = own_slot;
  taken_in_[id] = file_;
  columns_.push_back(id);
  values_.push_back(value);
}

void KeyValueReader::reject(std::string_view reason, std::string_view text, Batch& batch) const {
  batch.rejections.push_back({at_, std::string(reason), std::string(text.substr(0, max_rejected_text))});
}

/// Counts the line at `at_` and goes on to the next.
void KeyValueReader::count(Tally::Amount& amount, std::size_t size) {
  ++amount.lines;
  amount.bytes += size;
  ++at_.line;
  at_.byte += size;
}

bool KeyValueReader::give_row(Batch& batch) {
  if (columns_.empty()) return false;
  batch.columns.assign(columns_.begin(), columns_.end());
  batch.values.assign(values_.begin(), values_.end());
  batch.positions.push_back({1, 0});
  batch.tally.accepted = std::exchange(accepted_, {});
  columns_.clear();
  return true;
}

}  // namespace winnow::read
