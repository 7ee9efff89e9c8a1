#include "reduce/row_layout.hpp"

#include <string>

#include "reduce/hash.hpp"
#include "reduce/text_bytes.hpp"

namespace winnow::reduce {

const RowLayout& LayoutBook::use(const std::vector<read::ColumnNames::Id>& columns) {
  if (layouts_.empty() || columns != last_columns_) {
    last_columns_ = columns;
    last_ = known_.id_of(as_text(std::as_bytes(std::span(columns))));
    if (last_ == layouts_.size()) layouts_.push_back(make(columns));
  }
  layouts_[last_].used = true;
  return layouts_[last_];
}

void LayoutBook::forget_use() {
  for (auto& layout : layouts_) layout.used = false;
}

RowLayout LayoutBook::make(const std::vector<read::ColumnNames::Id>& columns) {
  RowLayout layout;
  std::string names;
  for (std::uint32_t i = 0; i < columns.size(); ++i) {
    const auto metric = metric_of(columns[i]);
    if (metric == no_metric) continue;
    layout.columns.push_back(i);
    layout.metrics.push_back(metric);
    names += names_.name_of(columns[i]);
    names += '\0';
  }
  layout.id = hash_of(names);
  return layout;
}

MetricId LayoutBook::metric_of(read::ColumnNames::Id column) {
  for (auto next = static_cast<read::ColumnNames::Id>(metric_of_.size()); next < names_.size(); ++next) {
    const bool taken = selection_.takes(names_.name_of(next));
    metric_of_.push_back(taken ? static_cast<MetricId>(columns_.size()) : no_metric);
    if (taken) columns_.push_back(next);
  }
  return metric_of_[column];
}

}  // namespace winnow::reduce
