#include "reduce/run_fold.hpp"

#include <optional>

#include "reduce/open_runs.hpp"

namespace winnow::reduce {
namespace {

/// Of the metrics that are not empty.
std::vector<RunMean> means_of(const GroupTable& table, GroupTable::Id id) {
  std::vector<RunMean> means;
  for (MetricId metric = 0; metric < table.metrics(id); ++metric) {
    const auto& moments = table.summary(id, metric).moments;
    if (moments.count() + moments.missing() > 0) means.push_back({metric, moments.mean()});
  }
  return means;
}

}  // namespace

RunFold::RunFold(const Scheme& scheme) : scheme_(scheme) {
  for (const auto& grouping : scheme.groupings) row_groups_.emplace_back(scheme, grouping);
  if (scheme.config.unit == Unit::run) groups_.resize(scheme.groupings.size());
}

void RunFold::begin(const std::string& path, const std::vector<read::FieldValue>& fields,
                    const std::vector<std::string>& group_keys) {
  path_ = path;
  group_keys_ = group_keys;
  for (auto& groups : groups_) groups.clear();
  for (auto& groups : row_groups_) {
    groups.begin_file(fields);
    groups.forget();
  }
  whole_.clear();
  rows_ = 0;
}

void RunFold::add(const read::Batch& rows, const RowLayout& layout, std::size_t metrics, Account& account) {
  rows_ += rows.rows();
  layout_ = layout.id;
  metrics_ = layout.metrics;
  const auto add_all = [&](GroupTable& table, const auto& group) {
    for (std::size_t i = 0; i < layout.metrics.size(); ++i) {
      table.add(group, layout.metrics[i], rows.column(layout.columns[i]), path_, rows.positions);
    }
  };
  if (scheme_.config.runs) add_all(whole_, whole_.group({}, metrics));
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (scheme_.groupings[i].by_row()) {
      add_all(groups_[i], row_groups_[i].find(rows, groups_[i], metrics, account));
    } else {
      add_all(groups_[i], groups_[i].group(group_keys_[i], metrics));
    }
  }
}

base::Bytes RunFold::memory() const {
  base::Bytes total;
  for (const auto& groups : groups_) total += groups.memory();
  return total;
}

void RunFold::close_groups(std::vector<GroupTable>& groups) const {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    for (GroupTable::Id id = 0; id < groups_[i].size(); ++id) {
      const auto metrics = groups_[i].metrics(id);
      close_group(path_, means_of(groups_[i], id), metrics, groups_[i].key(id), groups[i]);
    }
  }
}

std::vector<double> RunFold::means() const {
  std::vector<double> means;
  for (const auto metric : metrics_) means.push_back(whole_.summary(0, metric).moments.mean());
  return means;
}

void RunFold::leave_open(std::string_view run, base::Encoder& open) const {
  if (whole_.size() > 0) put_part({run, std::nullopt, {}, path_}, layout_, metrics_, whole_, 0, open);
  for (std::uint32_t i = 0; i < groups_.size(); ++i) {
    for (GroupTable::Id id = 0; id < groups_[i].size(); ++id) {
      put_part({run, i, groups_[i].key(id), path_}, layout_, metrics_, groups_[i], id, open);
    }
  }
}

}  // namespace winnow::reduce
