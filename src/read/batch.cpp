#include "winnow/read/batch.hpp"

namespace winnow::read {
ColumnNames::Id ColumnNames::id_of(std::string_view name) {
  if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
  const auto id = static_cast<Id>(names_.size());
  ids_.emplace(names_.emplace_back(name), id);
  return id;
}

std::optional<ColumnNames::Id> ColumnNames::find(std::string_view name) const {
  const auto known = ids_.find(name);
  if (known == ids_.end()) return std::nullopt;
  return known->second;
}

Tally::Amount& Tally::Amount::operator+=(const Amount& other) {
  lines += other.lines;
  bytes += other.bytes;
  return *this;
}

Tally& Tally::operator+=(const Tally& other) {
  accepted += other.accepted;
  rejected += other.rejected;
  ignored += other.ignored;
  return *this;
}

void Batch::clear() {
  columns.clear();
  values.clear();
  keys.clear();
  stride = 0;
  positions.clear();
  rejections.clear();
  tally = {};
}

}  // namespace winnow::read
