#pragma once
// Whether the result would better be written with another level of compression, by what writing it took and
// by what other levels make of a sample of its rows.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"
#include "winnow/store/compression_trial.hpp"

namespace winnow::app {

/// Passes a table on, and keeps the beginning of its rows.
class SampledTable final : public base::TableSource {
 public:
  /// `source` outlives it. Keeps about `sample` of the first block.
  SampledTable(base::TableSource& source, base::Bytes sample) : source_(source), sample_(sample) {}

  [[nodiscard]] const base::TableShape& shape() const override { return source_.shape(); }
  void next(std::uint64_t at_most, base::Block& block) override;

  /// Cells of each variable.
  [[nodiscard]] const std::vector<base::Cells>& kept() const { return kept_; }

 private:
  base::TableSource& source_;
  base::Bytes sample_;
  std::vector<base::Cells> kept_;
};

/// The largest of `tables`, to be sampled in its place among them, if it is large enough that its compression
/// matters; else null.
[[nodiscard]] std::unique_ptr<SampledTable> sample_largest(std::vector<base::TableSource*>& tables);

/// How the result was written.
struct ResultWriting {
  base::Bytes rows;    ///< before compression
  base::Seconds took;  ///< compression included
  int level = 0;       ///< of deflate
  int ranks = 1;       ///< that compressed side by side
};

/// What a level would make of that.
struct LevelEstimate {
  int level = 0;
  double ratio = 1;
  double bytes_per_second = 0;  ///< on one thread; 0 for level 0, which compresses nothing
  base::Bytes size;             ///< of the rows in the file
  base::Seconds time;
};

/// Of level 0 and all levels tried: each rank compresses its part and then the disk takes what is left of it,
/// at the pace that it showed in this run. Empty where nothing was tried.
[[nodiscard]] std::vector<LevelEstimate> estimates(const store::CompressionTrial& trial,
                                                   const ResultWriting& writing);

/// The level that is a good deal faster than the one used, else one whose file is a good deal smaller and
/// takes hardly longer; none: the one used is as good as any.
[[nodiscard]] std::optional<LevelEstimate> better_level(const std::vector<LevelEstimate>& all, int used);

/// A line for the closing summary, with the figures behind it.
[[nodiscard]] std::optional<std::string> compression_note(const std::vector<LevelEstimate>& all,
                                                          const ResultWriting& writing);

/// run/compression: a row a level.
[[nodiscard]] std::unique_ptr<base::TableSource> compression_table(const std::vector<LevelEstimate>& all,
                                                                   const ResultWriting& writing);

}  // namespace winnow::app
