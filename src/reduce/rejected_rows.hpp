#pragma once
// The table of what was not taken: a row a rejection, in the order of (path, byte).

#include "reduce/piece_note.hpp"
#include "reduce/record_sorter.hpp"
#include "reduce/record_spool.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"

namespace winnow::reduce {

class RejectedRows final : public base::TableSource {
 public:
  /// \collective Brings the rejections of all ranks into order; `rejected` are this rank's.
  RejectedRows(const Config& config, RecordSpool rejected, base::Team& team);

  /// Files that came in pieces, of all ranks.
  struct SplitFiles {
    std::uint64_t accepted = 0;  ///< some piece gave a value
    std::uint64_t rejected = 0;  ///< none did
  };
  [[nodiscard]] SplitFiles split_files() const { return split_files_; }

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t at_most, base::Block& block) override;

 private:
  void count_lines(const PieceNote& note);

  RecordSorter sorter_;
  base::TableShape shape_;
  SplitFiles split_files_;

  // Of the file that next() is at, if it came in pieces.
  std::string path_;
  std::uint64_t lines_before_ = 0;  ///< of the piece at hand
  std::uint64_t lines_after_ = 0;   ///< those and its own
};

}  // namespace winnow::reduce
