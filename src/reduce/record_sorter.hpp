#pragma once
// Sorts more records than memory holds.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reduce/held_records.hpp"
#include "reduce/record.hpp"
#include "reduce/scratch_file.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// An external merge sort: whenever `memory` is full, what it holds is sorted and goes to a scratch file in
/// `folder`; these runs are merged, a bounded number at a time, while they are read back. Add all records,
/// call sort() once, then read. Throws base::Failure as ScratchFile does.
class RecordSorter {
 public:
  RecordSorter(std::string folder, base::Bytes memory);
  ~RecordSorter();

  void add(const Record& record);

  /// How many were added.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  void sort();

  /// The next record in order, valid until the next call; false at the end.
  bool next(Record& record);

 private:
  class Merge;
  /// A sorted part of the scratch file.
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };

  void spill();
  [[nodiscard]] Run merge(std::span<const Run> runs, ScratchFile& into) const;

  base::Bytes memory_;
  HeldRecords held_;
  std::size_t next_held_ = 0;
  ScratchFile file_;
  std::vector<Run> runs_;
  std::unique_ptr<Merge> merge_;  ///< of the last runs; none if nothing was spilled
  std::uint64_t size_ = 0;
};

}  // namespace winnow::reduce
