#pragma once
// What work costs in memory, and how much of it fits:
//
//   M = M_base + R · M_rank + Σ_{i=1..P} (gamma · size_i + M_overhead) ≤ eta · limit
//
// where size_i is the i-th largest of the pieces that P workers have in flight together on one node, and R
// its ranks.

#include <optional>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::plan {

struct MemoryModel {
  double gamma = 3.0;                          ///< memory per byte of a piece in flight
  base::Bytes overhead = base::mebibytes(50);  ///< of a worker, beside its piece
  base::Bytes base = base::mebibytes(64);      ///< of a node, whoever works: launcher, MPI, the folded table
  base::Bytes rank{};  ///< of a rank without work, where that was measured; else overhead and base hold it

  bool operator==(const MemoryModel&) const = default;
};

/// What a rank without a worker is taken to need until M_rank is measured. Code, Open MPI 4.1 and the writing
/// of a result took 34 MiB of each of 8 ranks on a node.
inline constexpr auto idle_rank = base::mebibytes(40);

/// The model of a node on which `ranks` have started: what they take is a part of its base.
[[nodiscard]] MemoryModel with_ranks(MemoryModel model, unsigned ranks);

/// The model of a node on which each worker will be a rank.
[[nodiscard]] MemoryModel with_rank_per_worker(MemoryModel model);

/// Sizes of the largest pieces, largest first. Where there are more workers than sizes, the rest holds the
/// last size: so one size stands for pieces that are all alike.
class PieceSizes {
 public:
  /// In any order; none is the same as one of zero bytes.
  explicit PieceSizes(std::vector<base::Bytes> sizes);

  [[nodiscard]] base::Bytes largest() const { return sizes_.front(); }

  /// Σ min(size_i, cap) over the `count` largest.
  [[nodiscard]] double sum(unsigned count, base::Bytes cap) const;

 private:
  std::vector<base::Bytes> sizes_;
};

/// Peak of a node on which one worker holds one file of `size` whole.
[[nodiscard]] base::Bytes file_peak(const MemoryModel& model, base::Bytes size);

/// Peak of a node on which `workers` hold the largest pieces, none larger than `chunk`.
[[nodiscard]] base::Bytes batch_peak(const MemoryModel& model, const PieceSizes& pieces, unsigned workers,
                                     base::Bytes chunk = base::Bytes::unlimited());

/// The most workers, up to `ceiling`, whose peak is within `budget`; 0 if not even one's is.
[[nodiscard]] unsigned best_workers(const MemoryModel& model, const PieceSizes& pieces, base::Bytes budget,
                                    unsigned ceiling, base::Bytes chunk = base::Bytes::unlimited());

/// The largest chunk between `least` and `most` with which `workers` stay within `budget`; nothing if they do
/// not even with `least`.
[[nodiscard]] std::optional<base::Bytes> best_chunk(const MemoryModel& model, const PieceSizes& pieces,
                                                    base::Bytes budget, unsigned workers, base::Bytes least,
                                                    base::Bytes most);

/// eta · limit.
[[nodiscard]] base::Bytes budget_of(base::Bytes limit, double eta);

}  // namespace winnow::plan
