#pragma once
// The formulas of a study at work on rows.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reduce/formulas.hpp"
#include "winnow/formula/expression.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/field.hpp"

namespace winnow::reduce {

/// Adds the derived metrics to rows and takes out the rows that `where` does not let through. What is not
/// finite (a division by zero, a missing value in a sum) is missing. A metric is derived only in rows that
/// have all the columns it takes; for `where` a column that is not there is missing. A column that has the
/// name of a derived metric gives way to it. For one thread.
class RowComputer {
 public:
  /// `fields` are those of file names; numbers the derived metrics' names in `columns`, which must outlive
  /// it.
  RowComputer(const Formulas& formulas, const std::vector<read::Field>& fields, read::ColumnNames& columns);

  /// What is computed from now on is of a file whose name has these fields.
  void begin_file(const std::vector<read::FieldValue>& fields);

  /// The batch as it is to be reduced: itself if there are no formulas, else valid until the next call. Keys
  /// stay what they are; rejections and the tally are not in it.
  const read::Batch& compute(const read::Batch& batch);

  /// Rows that the last compute() took out.
  [[nodiscard]] std::uint64_t filtered() const { return filtered_; }

 private:
  /// A number that expressions name.
  struct Source {
    enum class Kind : std::uint8_t { field, column, derived };
    Kind kind = Kind::column;
    std::size_t index = 0;  ///< of the field; of the formula; of the column in the batch at hand
    bool there = false;     ///< in the batch at hand
    std::optional<double> constant = std::nullopt;  ///< for batches that have no such column
  };
  /// An expression with its sources, by name.
  struct Computed {
    formula::Expression expression;
    std::vector<std::size_t> sources;
    std::vector<double> values;
  };

  std::size_t source_named(const std::string& name, const Formulas& formulas,
                           const std::vector<read::Field>& fields);
  Computed make(const std::string& expression, const Formulas& formulas,
                const std::vector<read::Field>& fields);
  void meet(const std::vector<read::ColumnNames::Id>& columns);
  /// Computes the row's derived metrics into derived_; false if it is taken out.
  bool compute_row(const read::Batch& batch, std::size_t row);
  double evaluate(Computed& computed, const read::Batch& batch, std::size_t row);
  void keep_rows(const read::Batch& batch);

  const read::ColumnNames& columns_;
  std::vector<std::string> names_;  ///< of sources_
  std::vector<Source> sources_;
  std::vector<Computed> formulas_;          ///< in order of evaluation
  std::vector<Computed> where_;             ///< one or none
  std::vector<read::ColumnNames::Id> ids_;  ///< of the derived metrics
  std::vector<double> fields_;

  std::vector<read::ColumnNames::Id> met_;  ///< columns of the batch at hand
  bool met_any_ = false;
  std::vector<std::size_t> kept_columns_;             ///< of the batch at hand
  std::vector<std::size_t> there_;                    ///< derived metrics that the batch's rows have
  std::vector<double> derived_;                       ///< of the row at hand, by formula
  std::vector<std::vector<double>> derived_columns_;  ///< of the rows kept, by index in there_
  std::vector<std::size_t> kept_rows_;
  read::Batch rows_;
  std::uint64_t filtered_ = 0;
};

}  // namespace winnow::reduce
