#pragma once
// A Config made fit for work: what kernel, sink and tables all look at.

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reduce/formulas.hpp"
#include "reduce/given_bins.hpp"
#include "reduce/group_table.hpp"
#include "reduce/grouping.hpp"
#include "reduce/metric_selection.hpp"
#include "winnow/read/name_pattern.hpp"
#include "winnow/read/wanted.hpp"
#include "winnow/reduce/config.hpp"

namespace winnow::reduce {

/// What the tables call their own: fields cannot have these names.
inline constexpr std::array<std::string_view, 5> reserved_names{"files", "group", "path", "run", "statistic"};

struct Scheme {
  Config config;
  read::NamePattern pattern;
  Formulas formulas;
  MetricSelection metrics;
  std::vector<Grouping> groupings;
  std::vector<read::KeyColumn> key_columns;  ///< of all groupings
  std::vector<std::size_t> run_fields;       ///< those that a row of `runs` has: of Config::run_by, else all
  Needs needs;                               ///< of the statistics and histograms
  GivenBins given_bins;

  /// Fails on a Config that cannot be carried out.
  [[nodiscard]] static tl::expected<Scheme, ConfigError> make(Config config);

  [[nodiscard]] const std::vector<read::Field>& fields() const { return pattern.fields(); }

  /// Whether files that agree in their run_fields are one run; else each file is one.
  [[nodiscard]] bool joins_files() const { return !config.run_by.empty(); }

  /// The run_fields among those of a file's name, as one key.
  [[nodiscard]] std::string run_fields_key(const std::vector<read::FieldValue>& fields) const;

  /// Where a key is among the fields of file names and, behind them, the key columns.
  [[nodiscard]] std::size_t slot_of(const GroupKey& key) const {
    return key.in_rows ? fields().size() + key.index : key.index;
  }
  [[nodiscard]] std::size_t slots() const { return fields().size() + key_columns.size(); }

  /// Whether a column's numbers are of use: as a metric, or in an expression.
  [[nodiscard]] read::Wish wish_for(std::string_view column) const;

  /// What Config names and none of `columns`, of all files, is. Nothing is unseen where there are no columns.
  [[nodiscard]] std::vector<UnseenMetric> unseen(const std::set<std::string>& columns) const;

  /// The fields of the name of the file at `path`; false if it does not match. There is no −0 among them: it
  /// is the same group as 0.
  [[nodiscard]] bool fields_of(std::string_view path, std::vector<read::FieldValue>& values) const;

  /// Where the file at `path`, as walks give it, is to be opened. Uses the memory of `full` again.
  void locate(std::string_view path, std::string& full) const;
};

/// One for each grouping.
[[nodiscard]] std::vector<GroupTable> empty_tables(const Scheme& scheme);

/// Tells the tables of a metric that has got a number how its values are to be counted.
void introduce(const Scheme& scheme, MetricId metric, std::string_view name, std::vector<GroupTable>& tables);

}  // namespace winnow::reduce
