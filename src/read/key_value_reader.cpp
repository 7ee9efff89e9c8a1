#include "read/key_value_reader.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "read/decimal.hpp"
#include "read/number.hpp"
#include "read/reasons.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

constexpr ColumnNames::Id unknown = std::numeric_limits<ColumnNames::Id>::max();
constexpr std::size_t most_rejections = 256;  ///< in one batch
constexpr int lines_looked_at = 8;

/// False for what other formats hold more likely than a key.
bool may_be_sole_key(std::string_view key) {
  if (key.find_first_of(",;|\t\"") != std::string_view::npos) return false;
  const auto gap = key.find(' ');
  return gap == std::string_view::npos || !parse_number(key.substr(0, gap));
}

bool says_nothing(std::string_view line) {
  return line.empty() || line.front() == '#';
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

KeyValueReader::Entry KeyValueReader::split(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon > longest_key) return {};
  return {base::trimmed(line.substr(0, colon)), base::trimmed(line.substr(colon + 1))};
}

bool KeyValueReader::has_number(const Entry& entry) const {
  return !entry.key.empty() && !entry.value.empty() && value_parser_.parse(entry.value).has_value();
}

bool KeyValueReader::looks_like(const Start& start) const {
  auto text = start.text;
  for (int seen = 0; seen < lines_looked_at && !text.empty();) {
    const auto line = first_line(text);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto body = base::trimmed(line);
    if (says_nothing(body)) continue;
    const auto entry = split(body);
    if (has_number(entry) && may_be_sole_key(entry.key)) return true;
    ++seen;
  }
  return false;
}

base::Result<void> KeyValueReader::start(InputWindow&, std::uint64_t, std::uint64_t) {
  ++file_;
  last_ = 0;
  at_ = {1, 0};
  columns_.clear();
  values_.clear();
  accepted_ = {};
  return {};
}

base::Result<bool> KeyValueReader::next(InputWindow& window, Batch& batch) {
  batch.clear();
  for (;;) {
    const auto lines = whole_lines(window);
    rest_ = lines;
    take_lines(batch);
    window.drop(lines.size() - rest_.size());
    if (batch.rejections.size() == most_rejections) return true;
    if (window.at_end()) return give_row(batch);
    auto went_on = window.text().size() > longest_line ? skip_overlong(window, batch) : window.extend();
    if (!went_on) return tl::unexpected(std::move(went_on).error());
  }
}

void KeyValueReader::take_lines(Batch& batch) {
  while (!rest_.empty() && batch.rejections.size() < most_rejections) {
    auto used = take_comment(batch);
    if (used == 0) used = take_expected_line();
    if (used == 0) used = take_any_line(batch);
    rest_.remove_prefix(used);
  }
}

/// The line's size if it is the expected key, not wanted or with a plain number and no blank at its end; else
/// 0, and nothing is taken.
std::size_t KeyValueReader::take_expected_line() {
  if (at_.line == 1 || last_ >= successors_.size()) return 0;
  const auto id = successors_[last_];
  if (id == unknown || is_taken(id)) return 0;
  const auto role = roles_.of(id);
  if (role.is_key() || (role.is_wanted() && !value_parser_.takes_numbers_as_they_are())) return 0;
  const std::string_view key = names_.name_of(id);
  if (!rest_.starts_with(key) || rest_.size() < key.size() + 2 || rest_[key.size()] != ':') return 0;
  const auto newline = rest_.find('\n', key.size() + 1);
  if (newline == std::string_view::npos || newline > longest_line) return 0;
  auto number = rest_.substr(key.size() + 1, newline - key.size() - 1);
  if (!role.is_wanted()) {
    if (number.find('\0') != std::string_view::npos) return 0;
  } else {
    if (number.starts_with(' ')) number.remove_prefix(1);
    double value = 0;
    if (!parse_plain_decimal(number, value)) return 0;
    taken_in_[id] = file_;
    take_value(id, value);
  }
  last_ = std::size_t{id} + 1;
  count(accepted_, newline + 1);
  return newline + 1;
}

/// The line's size if it is a comment; else 0.
std::size_t KeyValueReader::take_comment(Batch& batch) {
  if (!rest_.starts_with('#')) return 0;
  const auto newline = rest_.find('\n');
  if (newline == std::string_view::npos || newline > longest_line) return 0;
  count(batch.tally.ignored, newline + 1);
  return newline + 1;
}

std::size_t KeyValueReader::take_any_line(Batch& batch) {
  const bool is_first = at_.line == 1;
  const auto line = first_line(rest_);
  const auto size = std::min(line.size() + 1, rest_.size());
  const auto body = base::trimmed(is_first ? base::without_byte_order_mark(line) : line);
  const bool fits = line.size() <= longest_line;
  if (fits && says_nothing(body)) {
    count(batch.tally.ignored, size);
    return size;
  }
  if (!fits || line.find('\0') != std::string_view::npos) {
    reject(fits ? "NUL byte" : "line too long", body, batch);
    count(batch.tally.rejected, size);
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

base::Result<void> KeyValueReader::skip_overlong(InputWindow& window, Batch& batch) {
  const std::string beginning(window.text().substr(0, max_rejected_text));
  const auto size = window.skip_line();
  if (!size) return tl::unexpected(size.error());
  reject("line too long", beginning, batch);
  count(batch.tally.rejected, *size);
  return {};
}

/// Empty, or the reason why the entry was not taken.
std::string_view KeyValueReader::take_entry(std::string_view key, std::string_view value_text) {
  if (key.empty()) return "not key: value";
  const auto known = names_.find(key);
  const auto role = known ? roles_.of(*known) : roles_.of_name(key);
  if (role.is_wanted()) return take_wanted(role, key, value_text);
  note(key);
  return {};
}

std::string_view KeyValueReader::take_wanted(Role role, std::string_view key, std::string_view value_text) {
  const auto value = role.numbers == Wish::no ? missing : value_parser_.parse(value_text);
  if (!value) {
    note(key);
    return "not a number";
  }
  if (columns_.size() == most_keys) return "too many keys";
  if (role.is_key()) {
    const auto type = roles_.keys()[role.key].type;
    if (!parse_field(type, value_text)) return not_of_type(type);
  }
  const auto id = names_.id_of(key);
  follow(id);
  if (std::exchange(taken_in_[id], file_) == file_) return repeated_key;
  if (role.is_key()) keys_[role.key] = {file_, std::string(value_text)};
  if (role.numbers != Wish::no) take_value(id, *value);
  return {};
}

/// A key without a value to take is known by name, as long as there are not too many.
void KeyValueReader::note(std::string_view key) {
  if (names_.find(key) || names_.size() < most_names) follow(names_.id_of(key));
}

/// Remembers that the column's line followed that of the one before.
void KeyValueReader::follow(Id id) {
  const std::size_t own_slot = std::size_t{id} + 1;
  if (successors_.size() <= own_slot) {
    successors_.resize(own_slot + 1, unknown);
    taken_in_.resize(own_slot, 0);
  }
  successors_[last_] = id;
  last_ = own_slot;
}

void KeyValueReader::take_value(Id id, double value) {
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

/// A file's lines are accepted with its row, and without one there was nothing in it to take.
base::Result<bool> KeyValueReader::give_row(Batch& batch) {
  if (auto checked = check_keys(); !checked) return tl::unexpected(std::move(checked).error());
  const bool has_row = accepted_.lines > 0;  // though it may have none of the columns wanted
  (has_row ? batch.tally.accepted : batch.tally.ignored) += std::exchange(accepted_, {});
  if (!has_row) return false;
  batch.columns.assign(columns_.begin(), columns_.end());
  batch.values.assign(values_.begin(), values_.end());
  for (const auto& key : keys_) batch.keys.emplace_back(key.text);
  batch.positions.push_back({1, 0});
  columns_.clear();
  return true;
}

base::Result<void> KeyValueReader::check_keys() const {
  if (accepted_.lines == 0) return {};
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i].file != file_) return no_column(roles_.keys()[i].name);
  }
  return {};
}

}  // namespace winnow::read
