#include "reduce/grouped_rows.hpp"

#include <utility>

namespace winnow::reduce {

// A counting sort, by places in order of appearance: its cost does not grow with the number of groups.
void GroupedRows::sort(std::span<const KeyTable::Id> groups) {
  groups_.clear();
  ends_.clear();
  places_.resize(groups.size());
  rows_.resize(groups.size());
  for (std::size_t row = 0; row < groups.size(); ++row) {
    const auto id = groups[row];
    if (id >= place_of_.size()) place_of_.resize(id + std::size_t{1}, none);
    auto& place = place_of_[id];
    if (place == none) {
      place = static_cast<std::uint32_t>(ends_.size());
      ends_.push_back(0);
      groups_.push_back({id, {}});
    }
    places_[row] = place;
    ++ends_[place];
  }
  std::uint32_t begin = 0;
  for (std::size_t place = 0; place < groups_.size(); ++place) {
    auto& group = groups_[place];
    group.rows = std::span(rows_).subspan(begin, ends_[place]);
    begin += std::exchange(ends_[place], begin);
    place_of_[group.id] = none;
  }
  for (std::uint32_t row = 0; row < places_.size(); ++row) rows_[ends_[places_[row]]++] = row;
}

}  // namespace winnow::reduce
