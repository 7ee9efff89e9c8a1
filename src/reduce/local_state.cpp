#include "reduce/local_state.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "reduce/field_key.hpp"
#include "reduce/rejected_record.hpp"
#include "reduce/run_record.hpp"

namespace winnow::reduce {

LocalState::LocalState(const Scheme& scheme, read::ColumnNames& columns, base::Bytes limit)
    : scheme_(scheme),
      columns_(columns),
      limit_(limit),
      computer_(scheme.formulas, scheme.fields(), columns),
      book_(columns, scheme.metrics),
      account_(scheme.slots()),
      groups_(empty_tables(scheme)),
      keys_(scheme.groupings.size()),
      run_(scheme) {
  for (const auto& grouping : scheme.groupings) row_groups_.emplace_back(scheme, grouping);
}

void LocalState::begin_file(std::string_view path, const std::vector<read::FieldValue>& fields,
                            Extent extent) {
  extent_ = extent == Extent::row && scheme_.joins_files() ? Extent::whole : extent;
  if (extent != Extent::piece) account_.accept_file();
  for (std::size_t i = 0; i < fields.size(); ++i) account_.add_field(i, fields[i]);
  computer_.begin_file(fields);
  path_ = path;
  fields_key_ = scheme_.run_fields_key(fields);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i].clear();
    for (const auto& key : scheme_.groupings[i].keys) {
      if (!key.in_rows) append_to_key(fields[key.index], keys_[i]);
    }
    row_groups_[i].begin_file(fields);
  }
  if (extent_ != Extent::row) run_.begin(path_, fields, keys_);
}

void LocalState::add_rows(const read::Batch& batch) {
  if (excess_.count > 0) return;
  const auto& rows = computer_.compute(batch);
  account_.filter_rows(computer_.filtered());
  if (rows.rows() == 0) return;
  const auto& layout = book_.use(rows.columns);
  introduce_new_metrics();
  const bool is_run = extent_ == Extent::row;
  if (is_run || scheme_.config.unit == Unit::row) add_to_groups(rows, layout);
  if (!is_run) {
    run_.add(rows, layout, book_.metrics(), account_);
  } else if (scheme_.config.runs) {
    values_.clear();
    for (const auto column : layout.columns) values_.push_back(rows.column(column).front());
    base::Encoder out(runs_);
    put_run({path_, 1, layout.id, fields_key_, values_}, out);
  }
  check_memory();
}

base::Bytes LocalState::group_memory() const {
  auto taken = run_.memory();
  for (const auto& groups : groups_) taken += groups.memory();
  return taken;
}

base::Bytes LocalState::memory() const {
  return group_memory() + base::Bytes{open_runs_.size() + runs_.size() + rejected_.size()};
}

void LocalState::check_memory() {
  const auto taken = group_memory();
  if (taken <= limit_) return;
  excess_ = taken;
  for (auto& groups : groups_) groups.clear();
}

void LocalState::end_file() {
  if (extent_ == Extent::row || run_.is_empty()) return;
  if (extent_ == Extent::whole && run_.rows() > 1) account_.note_rows();
  if (extent_ == Extent::piece || scheme_.joins_files()) return leave_open();
  run_.close_groups(groups_);
  if (!scheme_.config.runs) return;
  base::Encoder out(runs_);
  put_run({path_, 1, run_.layout(), fields_key_, run_.means()}, out);
}

void LocalState::leave_open() {
  base::Encoder out(open_runs_);
  run_.leave_open(scheme_.joins_files() ? fields_key_ : path_, out);
}

void LocalState::add(const Rejected& rejected, bool line_known) {
  auto counted = rejected;
  if (!line_known) counted.position.line = 0;
  account_.add(counted);
  base::Encoder out(rejected_);
  put_rejected(rejected, out);
}

void LocalState::add(const PieceNote& note) {
  base::Encoder out(rejected_);
  put_note(note, out);
}

void LocalState::introduce_new_metrics() {
  for (; introduced_ < book_.metrics(); ++introduced_) {
    introduce(scheme_, introduced_, book_.name_of(introduced_), groups_);
  }
}

void LocalState::add_to_groups(const read::Batch& batch, const RowLayout& layout) {
  const auto add_all = [&](GroupTable& groups, const auto& group) {
    for (std::size_t i = 0; i < layout.metrics.size(); ++i) {
      groups.add(group, layout.metrics[i], batch.column(layout.columns[i]), path_, batch.positions);
    }
  };
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (scheme_.groupings[i].by_row()) {
      add_all(groups_[i], row_groups_[i].find(batch, groups_[i], book_.metrics(), account_));
    } else {
      add_all(groups_[i], groups_[i].group(keys_[i], book_.metrics()));
    }
  }
}

void LocalState::take(base::Buffer& partial) {
  for (read::ColumnNames::Id id = 0; id < columns_.size(); ++id) account_.add_column(columns_.name_of(id));
  base::Encoder out(partial);
  out.put_varint(std::exchange(excess_, {}).count);
  inputs_.encode(out);
  account_.encode(out);
  encode_names(out);
  for (const auto& groups : groups_) encode_groups(groups, out);
  out.put_bytes(open_runs_);
  out.put_bytes(runs_);
  out.put_bytes(rejected_);

  inputs_ = {};
  account_ = Account(scheme_.slots());
  book_.forget_use();
  for (auto& groups : groups_) groups.clear();
  for (auto& groups : row_groups_) groups.forget();
  open_runs_.clear();
  runs_.clear();
  rejected_.clear();
}

void LocalState::encode_names(base::Encoder& out) const {
  std::vector<const RowLayout*> layouts;
  std::vector<MetricId> metrics;
  for (const auto& layout : book_.layouts()) {
    if (!layout.used) continue;
    layouts.push_back(&layout);
    metrics.insert(metrics.end(), layout.metrics.begin(), layout.metrics.end());
  }
  std::ranges::sort(metrics);
  metrics.erase(std::unique(metrics.begin(), metrics.end()), metrics.end());
  out.put_varint(metrics.size());
  for (const auto metric : metrics) {
    out.put_varint(metric);
    out.put_text(book_.name_of(metric));
  }
  out.put_varint(layouts.size());
  for (const auto* layout : layouts) {
    out.put(layout->id);
    out.put_varint(layout->metrics.size());
    for (const auto metric : layout->metrics) out.put_varint(metric);
  }
}

void LocalState::encode_groups(const GroupTable& groups, base::Encoder& out) const {
  std::vector<MetricId> same(book_.metrics());
  std::iota(same.begin(), same.end(), MetricId{0});
  out.put_varint(groups.size());
  for (GroupTable::Id id = 0; id < groups.size(); ++id) {
    out.put_text(groups.key(id));
    groups.encode(id, same, out);
  }
}

}  // namespace winnow::reduce
