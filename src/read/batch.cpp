#include "winnow/read/batch.hpp"

namespace winnow::read {
namespace {

void add(Tally::Amount& to, const Tally::Amount& amount) {
  to.lines += amount.lines;
  to.bytes += amount.bytes;
}

}  // namespace

ColumnNames::Id ColumnNames::id_of(std::string_view name) {
  if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
  const auto id = static_cast<Id>(names_.size());
  ids_.emplace(names_.emplace_back(name), id);
  return id;
}

Tally& Tally::operator+=(const Tally& other) {
  add(accepted, other.accepted);
  add(rejected, other.rejected);
  add(ignored, other.ignored);
  return *this;
}

void Batch::clear() {
  columns.clear();
  values.clear();
  positions.clear();
  rejections.clear();
  tally = {};
}

}  // namespace winnow::read
