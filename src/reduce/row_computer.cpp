#include "reduce/row_computer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace winnow::reduce {
namespace {

double number_of(const read::FieldValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return read::missing;  // no expression names a field that is text
}

template <class Value>
void append_kept(std::span<const Value> column, const std::vector<std::size_t>& rows,
                 std::vector<Value>& to) {
  for (const auto row : rows) to.push_back(column[row]);
}

}  // namespace

RowComputer::RowComputer(const Formulas& formulas, const std::vector<read::Field>& fields,
                         read::ColumnNames& columns)
    : columns_(columns) {
  for (const auto& formula : formulas.derived()) {
    formulas_.push_back(make(formula.expression, formulas, fields));
    ids_.push_back(columns.id_of(formula.name));
  }
  if (!formulas.where().empty()) where_.push_back(make(formulas.where(), formulas, fields));
  derived_.resize(formulas_.size());
}

RowComputer::Computed RowComputer::make(const std::string& expression, const Formulas& formulas,
                                        const std::vector<read::Field>& fields) {
  Computed computed{base::value_or_throw(formula::Expression::parse(expression)), {}, {}};
  for (const auto& name : computed.expression.names()) {
    computed.sources.push_back(source_named(name, formulas, fields));
  }
  computed.values.resize(computed.sources.size());
  return computed;
}

std::size_t RowComputer::source_named(const std::string& name, const Formulas& formulas,
                                      const std::vector<read::Field>& fields) {
  const auto known = std::ranges::find(names_, name);
  if (known != names_.end()) return static_cast<std::size_t>(known - names_.begin());
  Source source;
  const auto field = std::ranges::find(fields, name, &read::Field::name);
  const auto formula = std::ranges::find(formulas.derived(), name, &Formula::name);
  if (field != fields.end()) {
    source.kind = Source::Kind::field;
    source.index = static_cast<std::size_t>(field - fields.begin());
    source.there = true;
  } else if (formula != formulas.derived().end()) {
    source.kind = Source::Kind::derived;
    source.index = static_cast<std::size_t>(formula - formulas.derived().begin());
  } else {
    source.constant = formula::constant(name);
  }
  names_.push_back(name);
  sources_.push_back(source);
  return sources_.size() - 1;
}

void RowComputer::begin_file(const std::vector<read::FieldValue>& fields) {
  fields_.clear();
  for (const auto& field : fields) fields_.push_back(number_of(field));
}

const read::Batch& RowComputer::compute(const read::Batch& batch) {
  filtered_ = 0;
  if (formulas_.empty() && where_.empty()) return batch;
  if (!met_any_ || batch.columns != met_) meet(batch.columns);
  kept_rows_.clear();
  derived_columns_.resize(there_.size());
  for (auto& column : derived_columns_) column.clear();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (!compute_row(batch, row)) continue;
    kept_rows_.push_back(row);
    for (std::size_t i = 0; i < there_.size(); ++i) derived_columns_[i].push_back(derived_[there_[i]]);
  }
  filtered_ = batch.rows() - kept_rows_.size();
  keep_rows(batch);
  return rows_;
}

/// Finds the sources among the columns, and so the metrics that can be derived.
void RowComputer::meet(const std::vector<read::ColumnNames::Id>& columns) {
  met_ = columns;
  met_any_ = true;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].kind != Source::Kind::column) continue;
    const auto found =
        std::ranges::find_if(columns, [&](auto column) { return columns_.name_of(column) == names_[i]; });
    sources_[i].there = found != columns.end();
    sources_[i].index = static_cast<std::size_t>(found - columns.begin());
  }
  there_.clear();
  for (std::size_t i = 0; i < formulas_.size(); ++i) {
    const auto is_there = [this](std::size_t source) {
      const auto& [kind, index, there, constant] = sources_[source];
      if (kind == Source::Kind::derived) return std::ranges::find(there_, index) != there_.end();
      return there || constant;
    };
    if (std::ranges::all_of(formulas_[i].sources, is_there)) there_.push_back(i);
  }
  kept_columns_.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::ranges::find(ids_, columns[i]) == ids_.end()) kept_columns_.push_back(i);
  }
  rows_.columns.clear();
  for (const auto column : kept_columns_) rows_.columns.push_back(columns[column]);
  for (const auto derived : there_) rows_.columns.push_back(ids_[derived]);
}

bool RowComputer::compute_row(const read::Batch& batch, std::size_t row) {
  std::ranges::fill(derived_, read::missing);
  for (const auto derived : there_) {
    const double value = evaluate(formulas_[derived], batch, row);
    if (std::isfinite(value)) derived_[derived] = value;
  }
  if (where_.empty()) return true;
  const double holds = evaluate(where_.front(), batch, row);
  return holds != 0 && !std::isnan(holds);
}

double RowComputer::evaluate(Computed& computed, const read::Batch& batch, std::size_t row) {
  for (std::size_t i = 0; i < computed.sources.size(); ++i) {
    const auto& source = sources_[computed.sources[i]];
    double value = read::missing;
    if (source.kind == Source::Kind::field) {
      value = fields_[source.index];
    } else if (source.kind == Source::Kind::derived) {
      value = derived_[source.index];
    } else if (source.there) {
      value = batch.column(source.index)[row];
    } else if (source.constant) {
      value = *source.constant;
    }
    computed.values[i] = value;
  }
  return computed.expression.evaluate(computed.values);
}

void RowComputer::keep_rows(const read::Batch& batch) {
  rows_.values.clear();
  rows_.keys.clear();
  rows_.positions.clear();
  for (const auto column : kept_columns_) append_kept(batch.column(column), kept_rows_, rows_.values);
  for (const auto& column : derived_columns_) {
    rows_.values.insert(rows_.values.end(), column.begin(), column.end());
  }
  const auto stride = batch.stride == 0 ? batch.rows() : batch.stride;
  const auto keys = stride == 0 ? 0 : batch.keys.size() / stride;
  for (std::size_t key = 0; key < keys; ++key) append_kept(batch.key(key), kept_rows_, rows_.keys);
  append_kept(std::span<const read::Position>(batch.positions), kept_rows_, rows_.positions);
}

}  // namespace winnow::reduce
