#pragma once
// Reductions driven by hand: over made-up files, spread over kernels and ranks in any way.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/temporary_folder.hpp"
#include "winnow/base/table.hpp"
#include "winnow/reduce/reduction.hpp"

namespace winnow::reduce {

/// A table with the slabs of all ranks joined.
struct WholeTable {
  base::TableShape shape;  ///< as rank 0 sees it
  std::vector<base::Cells> columns;

  /// Index of the variable, or of none: throws.
  [[nodiscard]] std::size_t index_of(std::string_view variable) const;
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] const std::vector<double>& numbers(std::string_view variable) const;
  [[nodiscard]] const std::vector<std::int64_t>& integers(std::string_view variable) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view variable) const;
  /// The attribute of the table as text, "" if it has none.
  [[nodiscard]] std::string attribute(std::string_view name) const;

  /// All that a result file would hold of it: shape, attributes, values.
  [[nodiscard]] std::string bytes() const;
};

struct Reduced {
  std::map<std::string, WholeTable> tables;  ///< by path
  Totals totals;
};

/// How the work of a reduction is spread.
struct Spread {
  int ranks = 1;
  std::size_t kernels = 1;     ///< on each rank
  std::size_t batch = 100;     ///< tasks between takes, at most
  std::uint64_t block = 1000;  ///< rows pulled at once from a table
  std::uint64_t seed = 0;      ///< of the order of tasks and of who gets what; 0: in order of the walk
};

/// Runs a whole reduction, with the ranks as threads where they meet.
[[nodiscard]] Reduced reduce_all(const Config& config, const Spread& spread = {});

/// A campaign of reports named "<scenario>_<router>_seed<n>_buf<n>M_<report>.txt" in `folder`: two kinds of
/// reports with different metrics, missing values, bad lines and bad files among them.
void write_campaign(const test::TemporaryFolder& folder);

/// What fits write_campaign().
[[nodiscard]] Config campaign_config(const test::TemporaryFolder& folder);

}  // namespace winnow::reduce
