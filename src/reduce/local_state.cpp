#include "reduce/local_state.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "reduce/field_key.hpp"
#include "reduce/record.hpp"
#include "reduce/rejected_record.hpp"

namespace winnow::reduce {

LocalState::LocalState(const Scheme& scheme, read::ColumnNames& columns)
    : scheme_(scheme),
      columns_(columns),
      computer_(scheme.formulas, scheme.fields(), columns),
      book_(columns, scheme.metrics),
      account_(scheme.fields().size()),
      groups_(empty_tables(scheme)),
      keys_(scheme.groupings.size()) {
}

void LocalState::begin_file(std::string_view path, const std::vector<read::FieldValue>& fields) {
  account_.accept_file(fields);
  computer_.begin_file(fields);
  path_ = path;
  fields_key_.clear();
  for (const auto& field : fields) append_to_key(field, fields_key_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i].clear();
    for (const auto field : scheme_.groupings[i].fields) append_to_key(fields[field], keys_[i]);
  }
}

void LocalState::add_rows(const read::Batch& batch) {
  const auto& rows = computer_.compute(batch);
  account_.filter_rows(computer_.filtered());
  if (rows.rows() == 0) return;
  const auto& layout = book_.use(rows.columns);
  add_to_groups(rows, layout);
  if (scheme_.config.runs) add_to_runs(rows, layout);
}

void LocalState::add(const Rejected& rejected) {
  account_.add(rejected);
  base::Encoder out(rejected_);
  put_rejected(rejected, out);
}

void LocalState::add_to_groups(const read::Batch& batch, const RowLayout& layout) {
  for (std::size_t grouping = 0; grouping < groups_.size(); ++grouping) {
    auto& groups = groups_[grouping];
    const auto group = groups.group(keys_[grouping], book_.metrics());
    for (std::size_t i = 0; i < layout.metrics.size(); ++i) {
      groups.add(group, layout.metrics[i], batch.column(layout.columns[i]), path_, batch.positions);
    }
  }
}

void LocalState::add_to_runs(const read::Batch& batch, const RowLayout& layout) {
  base::Encoder out(runs_);
  values_.resize(layout.columns.size());
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < layout.columns.size(); ++i) values_[i] = batch.column(layout.columns[i])[row];
    payload_.clear();
    base::Encoder payload(payload_);
    payload.put(layout.id);
    payload.put_text(fields_key_);
    const auto values = std::as_bytes(std::span(values_));
    payload_.insert(payload_.end(), values.begin(), values.end());
    put_record({path_, as_text(payload_)}, out);
  }
}

void LocalState::take(base::Buffer& partial) {
  for (read::ColumnNames::Id id = 0; id < columns_.size(); ++id) account_.add_column(columns_.name_of(id));
  base::Encoder out(partial);
  account_.encode(out);
  encode_names(out);
  encode_groups(out);
  out.put_bytes(runs_);
  out.put_bytes(rejected_);

  account_ = Account(scheme_.fields().size());
  book_.forget_use();
  for (auto& groups : groups_) groups.clear();
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

void LocalState::encode_groups(base::Encoder& out) const {
  std::vector<MetricId> same(book_.metrics());
  std::iota(same.begin(), same.end(), MetricId{0});
  for (const auto& groups : groups_) {
    out.put_varint(groups.size());
    for (GroupTable::Id id = 0; id < groups.size(); ++id) {
      out.put_text(groups.key(id));
      groups.encode(id, same, out);
    }
  }
}

}  // namespace winnow::reduce
