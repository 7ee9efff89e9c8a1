#include "read/record_reader.hpp"

#include <algorithm>
#include <utility>

#include "read/record_search.hpp"

namespace winnow::read {
namespace {

using Kind = Record::Kind;

constexpr std::size_t most_rejections = 256;  ///< in one batch

/// The first line of what a record holds, as far as a rejection shows it.
std::string_view shown(std::string_view text) {
  text = text.substr(0, max_rejected_text);
  const auto line = text.substr(0, text.find('\n'));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

}  // namespace

RecordReader::RecordReader(const Rules& rules, HeaderStyle style)
    : rules_(rules),
      style_(style),
      taker_(layout_, rules.roles, rules.values, lookahead(rules.dialect) + InputWindow::usual_block) {
}

std::size_t RecordReader::lookahead(const Dialect& dialect) {
  const auto most_behind = dialect.max_field.count + 4;
  return dialect.longest_record().count + most_behind + base::byte_order_mark.size();
}

base::Result<void> RecordReader::start(InputWindow& window, std::uint64_t begin, std::uint64_t end) {
  const auto mark = window.text().size() - base::without_byte_order_mark(window.text()).size();
  index_.clear();
  if (auto fitted = fit_layout(window, mark); !fitted) return fitted;
  end_ = end;
  mark_ = begin == 0 && end > 0 ? mark : 0;
  if (begin <= mark) {
    window.drop(mark);
  } else if (auto found = seek_record(window, *grammar_, mark, begin); !found) {
    return found;
  }
  at_ = {1, window.position()};
  return {};
}

base::Result<void> RecordReader::fit_layout(InputWindow& window, std::size_t mark) {
  grammar_ = &grammar_of(start_of(window));
  for (;;) {
    auto head = look_at_head(window.text().substr(mark), window.at_end(), window.is_full(), *grammar_, style_,
                             rules_.dialect.names);
    if (!head) return tl::unexpected(std::move(head).error());
    if (*head) {
      header_.reset();
      if ((*head)->header) header_ = *(*head)->header + mark;
      auto fitted = layout_.fit(**head, rules_.roles, rules_.values);
      most_rows_ = taker_.fit_rows();
      return fitted;
    }
    if (auto extended = window.extend(); !extended) return extended;
  }
}

base::Result<bool> RecordReader::next(InputWindow& window, Batch& batch) {
  taker_.begin(batch);
  if (const auto mark = std::exchange(mark_, 0); mark > 0) {
    const bool is_all = window.text().empty() && window.at_end();
    batch.tally.ignored += {is_all ? 1U : 0U, mark};
  }
  for (;;) {
    const bool is_cut = take_records(window, batch);
    if (is_over(window)) return batch.rows() > 0;
    if (batch.rows() > 0 || !has_room(batch)) return true;  // a row's keys lie in the window
    index_.clear();
    const auto went_on = is_cut ? window.extend() : skip_overlong(window, batch);
    if (!went_on) return tl::unexpected(went_on.error());
  }
}

bool RecordReader::is_over(const InputWindow& window) const {
  return at_.byte >= end_ || (window.text().empty() && window.at_end());
}

bool RecordReader::has_room(const Batch& batch) const {
  return batch.rows() < most_rows_ && batch.rejections.size() < most_rejections;
}

/// Takes what is whole. False if it ended before an overlong record.
bool RecordReader::take_records(InputWindow& window, Batch& batch) {
  while (has_room(batch) && !is_over(window)) {
    take_plain_rows(window, batch);
    if (!has_room(batch) || is_over(window)) break;
    if (window.text().empty()) return true;
    const auto text = window.text();
    const auto record = grammar_->scan(text, window.at_end(), fields_);
    if (record.kind == Kind::cut) return true;
    if (record.kind == Kind::overlong) return false;
    take_row(text.substr(0, record.size), record, batch);
    window.drop(record.size);
  }
  return true;
}

/// Takes the rows that lie between separators, up to one that does not.
void RecordReader::take_plain_rows(InputWindow& window, Batch& batch) {
  const auto delimiter = plain_delimiter();
  if (!delimiter || (header_ && at_.byte <= *header_)) return;
  for (bool goes_on = true; goes_on && has_room(batch) && !is_over(window);) {
    const auto text = window.text();
    if (!index_.go_to(text.data())) index_.fill(text, *delimiter);
    goes_on = index_.rows() > 0 && take_indexed_rows(window, batch);
  }
}

/// False if it ended before a row that is not plain.
bool RecordReader::take_indexed_rows(InputWindow& window, Batch& batch) {
  const auto begin = at_;
  Tally::Amount rejected;
  auto row = index_.row();
  const auto end = end_of_plain_rows(row, most_rows_ - batch.rows());
  while (row < end && batch.rejections.size() < most_rejections) {
    const auto taken = taker_.take_lines(index_, row, end, at_, batch);
    pass_lines(row, taken);
    row = taken;
    if (row == end) break;
    if (const auto refusal = take_plain_row(row, batch)) {
      reject(refusal->reason, refusal->text, batch);
      rejected += {1, index_.line_size(row)};
    }
    pass_lines(row, row + 1);
    ++row;
  }
  const Tally::Amount seen{at_.line - begin.line, at_.byte - begin.byte};
  batch.tally.accepted += {seen.lines - rejected.lines, seen.bytes - rejected.bytes};
  batch.tally.rejected += rejected;
  window.drop(seen.bytes);
  return row == index_.rows();
}

/// Of those from `row` on that begin in the piece, `at_most` of them: lines of as many fields as there are
/// columns, and nothing odd about them.
std::size_t RecordReader::end_of_plain_rows(std::size_t row, std::size_t at_most) const {
  const auto first = row;
  const auto last = row + std::min(index_.rows() - row, at_most);
  const auto fields = layout_.fields();
  const auto longest_line = grammar_->longest_record() + 1;
  const auto is_plain = [&](std::size_t line) {
    return index_.separators(line) == fields && index_.line_size(line) <= longest_line &&
           (fields > 1 || !index_.is_blank(line));
  };
  while (row < last && at_.byte + index_.size(first, row) < end_ && is_plain(row)) ++row;
  return row;
}

void RecordReader::pass_lines(std::size_t row, std::size_t end) {
  at_.line += end - row;
  at_.byte += index_.size(row, end);
}

std::optional<Refusal> RecordReader::take_plain_row(std::size_t row, Batch& batch) {
  const auto field_at = [&, last = layout_.fields() - 1](std::size_t field) {
    const char* const begin = index_.text() + index_.field_begin(row, field);
    const char* end = index_.text() + index_.field_end(row, field);
    if (field == last && end != begin && end[-1] == '\r') --end;
    return FieldText{{begin, static_cast<std::size_t>(end - begin)}};
  };
  return taker_.take(field_at, at_, batch);
}

void RecordReader::take_row(std::string_view text, const Record& record, Batch& batch) {
  if (record.kind == Kind::ignored || at_.byte == header_) return pass(batch.tally.ignored, record);
  std::optional<Refusal> refusal;
  if (record.kind == Kind::broken) {
    refusal = Refusal{record.reason, std::string(shown(text))};
  } else if (fields_.size() != layout_.fields()) {
    refusal = Refusal{"wrong number of fields", std::string(shown(text))};
  } else {
    refusal = taker_.take([&](std::size_t i) { return fields_[i]; }, at_, batch);
  }
  if (refusal) reject(refusal->reason, refusal->text, batch);
  pass(refusal ? batch.tally.rejected : batch.tally.accepted, record);
}

void RecordReader::reject(std::string_view reason, std::string_view text, Batch& batch) const {
  batch.rejections.push_back({at_, std::string(reason), std::string(text.substr(0, max_rejected_text))});
}

/// Counts the record and goes on to the next.
void RecordReader::pass(Tally::Amount& amount, const Record& record) {
  amount.lines += record.lines;
  amount.bytes += record.size;
  at_.line += record.lines;
  at_.byte += record.size;
}

base::Result<void> RecordReader::skip_overlong(InputWindow& window, Batch& batch) {
  const auto record = grammar_->scan(window.text(), window.at_end(), fields_);
  // No more of it need be in the window, whatever is: that depends on where reading began.
  const auto seen = window.text().substr(0, grammar_->longest_record() + 1);
  const Rejection rejection{at_, record.reason, std::string(shown(seen))};
  const auto size = window.skip_line();
  if (!size) return tl::unexpected(size.error());
  batch.rejections.push_back(rejection);
  pass(batch.tally.rejected, {Kind::broken, static_cast<std::size_t>(*size), 1, rejection.reason.c_str()});
  return {};
}

}  // namespace winnow::read
