#pragma once
// Whether the result would better be written with another level of compression, by what writing it took and
// by what other levels make of a sample of its rows.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/store/compression_trial.hpp"

namespace winnow::app {

/// Passes a table on, and keeps some rows of each variable, from places spread over this rank's slab: what is
/// sorted is not everywhere alike.
class SampledTable final : public base::TableSource {
 public:
  /// `source` outlives it. Keeps about `sample` of all variables together.
  SampledTable(base::TableSource& source, base::Bytes sample);

  [[nodiscard]] const base::TableShape& shape() const override { return source_.shape(); }
  void next(std::uint64_t at_most, base::Block& block) override;

  /// Cells of each variable.
  [[nodiscard]] const std::vector<base::Cells>& kept() const { return kept_; }

 private:
  void keep(std::size_t variable, std::uint64_t row, const base::Block& block);

  base::TableSource& source_;
  const std::uint64_t rows_;  ///< of a variable, to be kept
  std::uint64_t given_ = 0;   ///< rows, before the next block
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

/// \collective What all ranks' samples have shown together.
[[nodiscard]] store::CompressionTrial gather(const store::CompressionTrial& mine, base::Team& team);

/// Of level 0 and all levels tried: each rank compresses its part, and then the disk takes what is left of
/// it. By how much writing took longer than both did in the trial, it would with other levels, too; only of
/// compressing has a run without it shown nothing. Where the disk was not tried, it has had all the time that
/// compressing has not. Empty where nothing was tried.
[[nodiscard]] std::vector<LevelEstimate> estimates(const store::CompressionTrial& trial,
                                                   const ResultWriting& writing);

/// The level that is a good deal faster than the one used, or one that takes not a second longer than that
/// and makes a file a good deal smaller; else one whose file is a good deal smaller and takes hardly longer
/// than the one used. None: that is as good as any.
[[nodiscard]] std::optional<LevelEstimate> better_level(const std::vector<LevelEstimate>& all, int used);

/// A line for the closing summary, with the figures behind it.
[[nodiscard]] std::optional<std::string> compression_note(const std::vector<LevelEstimate>& all,
                                                          const ResultWriting& writing);

/// run/compression: a row a level.
[[nodiscard]] std::unique_ptr<base::TableSource> compression_table(const std::vector<LevelEstimate>& all,
                                                                   const ResultWriting& writing);

}  // namespace winnow::app
