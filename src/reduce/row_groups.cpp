#include "reduce/row_groups.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

#include "reduce/field_key.hpp"

namespace winnow::reduce {

RowGroups::RowGroups(const Scheme& scheme, const Grouping& grouping) : scheme_(scheme), grouping_(grouping) {
  for (const auto& key : grouping.keys) {
    if (key.in_rows) columns_.push_back(key.index);
  }
}

void RowGroups::begin_file(const std::vector<read::FieldValue>& fields) {
  const auto differs = [&](const GroupKey& key) {
    return !key.in_rows && (fields_.empty() || fields_[key.index] != fields[key.index]);
  };
  if (std::ranges::any_of(grouping_.keys, differs)) forget();
  fields_ = fields;
}

void RowGroups::forget() {
  memo_.forget();
  texts_.clear();
  groups_.clear();
}

const GroupedRows& RowGroups::find(const read::Batch& batch, GroupTable& groups, std::size_t metrics,
                                   Account& account) {
  if (std::exchange(metrics_, metrics) != metrics) forget();  // their groups have too little room
  found_.resize(batch.rows());
  const auto find_row = [&](std::size_t row, std::string_view text) {
    return memo_.recall(text, [&] { return group_of(text, batch, row, groups, account); });
  };
  if (columns_.size() == 1) {
    const auto texts = batch.key(columns_.front());
    for (std::size_t row = 0; row < texts.size(); ++row) found_[row] = find_row(row, texts[row]);
  } else {
    for (std::size_t row = 0; row < found_.size(); ++row)
      found_[row] = find_row(row, joined_text(batch, row));
  }
  rows_.sort(found_);
  return rows_;
}

GroupTable::Id RowGroups::group_of(std::string_view text, const read::Batch& batch, std::size_t row,
                                   GroupTable& groups, Account& account) {
  const auto number = texts_.id_of(text);
  if (number == groups_.size()) groups_.push_back(groups.group(key_of(batch, row, account), metrics_));
  return groups_[number];
}

std::string_view RowGroups::joined_text(const read::Batch& batch, std::size_t row) {
  joined_.clear();
  for (const auto column : columns_) (joined_ += batch.key(column)[row]) += '\0';
  return joined_;
}

std::string RowGroups::key_of(const read::Batch& batch, std::size_t row, Account& account) const {
  std::string group;
  for (const auto& key : grouping_.keys) {
    if (!key.in_rows) {
      append_to_key(fields_[key.index], group);
      continue;
    }
    auto value = read::parse_field(key.field.type, batch.key(key.index)[row]);
    assert(value.has_value());                                        // the reader lets nothing else through
    if (auto* number = std::get_if<double>(&*value)) *number += 0.0;  // −0 + 0 is 0
    account.add_field(scheme_.slot_of(key), *value);
    append_to_key(*value, group);
  }
  return group;
}

}  // namespace winnow::reduce
