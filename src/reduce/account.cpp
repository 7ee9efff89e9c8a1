#include "reduce/account.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>
#include <variant>

#include "reduce/cells.hpp"
#include "reduce/rejected_record.hpp"

namespace winnow::reduce {
namespace {

bool comes_before(const Rejected& a, const Rejected& b) {
  return std::tie(a.path, a.position.byte, a.position.line, a.text) <
         std::tie(b.path, b.position.byte, b.position.line, b.text);
}

void encode_value(const read::FieldValue& value, base::Encoder& out) {
  out.put(static_cast<std::uint8_t>(value.index()));
  if (const auto* text = std::get_if<std::string>(&value)) {
    out.put_text(*text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    out.put(*integer);
  } else {
    out.put(std::get<double>(value));
  }
}

read::FieldValue decode_value(base::Decoder& in) {
  switch (in.get<std::uint8_t>()) {
    case 0:
      return in.get<std::int64_t>();
    case 1:
      return in.get<double>();
    default:
      return std::string(in.get_text());
  }
}

void encode_amount(const read::Tally::Amount& amount, base::Encoder& out) {
  out.put_varint(amount.lines);
  out.put_varint(amount.bytes);
}

read::Tally::Amount decode_amount(base::Decoder& in) {
  const auto lines = in.get_varint();
  return {lines, in.get_varint()};
}

}  // namespace

void TextColumn::add(const TextColumn& other) {
  if (files == 0 || other.first < first) first = other.first;
  files += other.files;
}

void FieldSummary::add(const read::FieldValue& other) {
  if (const auto* text = std::get_if<std::string>(&other)) {
    std::string buffer;
    width = std::max<std::uint64_t>(width, cell_text(*text, buffer).size());
  }
  if (!value) {
    value = other;
  } else if (common && *value != other) {
    common = false;
  }
}

void FieldSummary::merge(const FieldSummary& other) {
  if (!other.value) return;
  add(*other.value);
  common = common && other.common;
  width = std::max(width, other.width);
}

void Account::add(const Rejected& rejected) {
  auto& reason = reasons_[rejected.reason];
  if (reason.count++ == 0 || comes_before(rejected, reason.first)) reason.first = rejected;
}

void Account::add_text_column(std::string_view name, const std::string& path) {
  const auto found = text_columns_.find(name);
  auto& column = found != text_columns_.end() ? found->second : text_columns_[std::string(name)];
  if (column.files++ == 0 || path < column.first) column.first = path;
}

void Account::merge(const Account& other) {
  files_accepted_ += other.files_accepted_;
  files_rejected_ += other.files_rejected_;
  rows_filtered_ += other.rows_filtered_;
  files_of_rows_ += other.files_of_rows_;
  for (const auto& [format, files] : other.formats_) formats_[format] += files;
  for (const auto& [name, theirs] : other.text_columns_) text_columns_[name].add(theirs);
  tally_ += other.tally_;
  for (const auto& [name, theirs] : other.reasons_) {
    auto& reason = reasons_[name];
    if (reason.count == 0 || comes_before(theirs.first, reason.first)) reason.first = theirs.first;
    reason.count += theirs.count;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i].merge(other.fields_[i]);
  columns_.insert(other.columns_.begin(), other.columns_.end());
}

void Account::encode(base::Encoder& out) const {
  out.put_varint(files_accepted_);
  out.put_varint(files_rejected_);
  out.put_varint(rows_filtered_);
  out.put_varint(files_of_rows_);
  out.put_varint(formats_.size());
  for (const auto& [format, files] : formats_) {
    out.put_text(format);
    out.put_varint(files);
  }
  out.put_varint(text_columns_.size());
  for (const auto& [name, column] : text_columns_) {
    out.put_text(name);
    out.put_varint(column.files);
    out.put_text(column.first);
  }
  for (const auto& amount : {tally_.accepted, tally_.rejected, tally_.ignored}) encode_amount(amount, out);
  out.put_varint(reasons_.size());
  for (const auto& [name, reason] : reasons_) {
    out.put_varint(reason.count);
    encode_rejected(reason.first, out);
  }
  for (const auto& field : fields_) {
    out.put(field.common);
    out.put_varint(field.width);
    out.put(field.value.has_value());
    if (field.value) encode_value(*field.value, out);
  }
  out.put_varint(columns_.size());
  for (const auto& column : columns_) out.put_text(column);
}

bool Account::merge_encoded(base::Decoder& in) {
  Account other(fields_.size());
  other.files_accepted_ = in.get_varint();
  other.files_rejected_ = in.get_varint();
  other.rows_filtered_ = in.get_varint();
  other.files_of_rows_ = in.get_varint();
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    std::string format(in.get_text());
    other.formats_[std::move(format)] = in.get_varint();
  }
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    auto& column = other.text_columns_[std::string(in.get_text())];
    column.files = in.get_varint();
    column.first = in.get_text();
  }
  for (auto* amount : {&other.tally_.accepted, &other.tally_.rejected, &other.tally_.ignored}) {
    *amount = decode_amount(in);
  }
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto count = in.get_varint();
    auto first = decode_rejected(in);
    other.reasons_.try_emplace(first.reason, Reason{count, first});
  }
  for (auto& field : other.fields_) {
    field.common = in.get<bool>();
    field.width = in.get_varint();
    if (in.get<bool>()) field.value = decode_value(in);
  }
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) other.columns_.emplace(in.get_text());
  if (in.ok()) merge(other);
  return in.ok();
}

Totals Account::totals() const {
  Totals totals;
  totals.files_accepted = files_accepted_;
  totals.files_rejected = files_rejected_;
  totals.rows_filtered = rows_filtered_;
  totals.files_of_rows = files_of_rows_;
  totals.formats = formats_;
  totals.text_columns = text_columns_;
  totals.tally = tally_;
  for (const auto& [name, reason] : reasons_) totals.reasons.push_back({name, reason.count, reason.first});
  std::ranges::stable_sort(totals.reasons, std::greater(), &ReasonCount::count);
  return totals;
}

}  // namespace winnow::reduce
