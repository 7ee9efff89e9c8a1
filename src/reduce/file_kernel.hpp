#pragma once
// The kernel of a reduction: a file a task, or a piece of one.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reduce/first_rejection.hpp"
#include "reduce/local_state.hpp"
#include "reduce/scheme.hpp"
#include "winnow/base/held_memory.hpp"
#include "winnow/base/reclaimer.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::reduce {

class FileKernel final : public farm::Kernel {
 public:
  /// `first`, which must outlive it, is told of all rejections.
  /// `group_memory`: what the groups of the tasks between two takes may need. `held` is told of what they
  /// take; it, `profile` and `reclaimer` may be null.
  FileKernel(std::shared_ptr<const Scheme> scheme, FirstRejection& first, base::Bytes group_memory,
             base::Profile* profile = nullptr, base::Reclaimer* reclaimer = nullptr,
             base::HeldMemory* held = nullptr);

  /// Reduces the file or piece that the task's payload names. Never fails: what is bad about a file is in the
  /// result. Where a rejection ends the run, it reads no further. Hands back a large file whose size the task
  /// does not say.
  base::Result<farm::TaskEnd> run(const farm::Task& task) override;

  void take(base::Buffer& partial) override;

 private:
  /// What reading the task's file or piece has come to.
  struct Progress {
    base::Bytes size;  ///< of the file or piece
    std::uint64_t revision = 0;
    std::uint64_t bytes = 0;  ///< told of in tallies
    std::uint64_t lines = 0;  ///< likewise
    bool accepted = false;    ///< gave a value
    bool broke_off = false;   ///< reading failed behind lines told of
  };

  void make_buffers();
  [[nodiscard]] bool is_to_be_handed_back(const farm::Task& task) const;
  Progress weighed(const farm::Task& task, std::optional<read::FileState> state);
  void read_file(Progress& progress);
  void add_traits();
  void add_batch(Progress& progress);
  void reject_file(const Progress& progress, std::string reason, std::string text = {});
  void reject_rest(const Progress& progress);
  void reject(const Rejected& rejected, bool line_known);
  [[nodiscard]] LocalState::Extent extent() const;

  std::shared_ptr<const Scheme> scheme_;
  FirstRejection& first_;
  base::Profile* profile_;
  const base::Bytes group_memory_;
  base::ReclaimWish reclaim_;
  read::ColumnNames columns_;

  // Kept from file to file for their memory; the state is empty after each take.
  std::unique_ptr<read::Reader> reader_;
  std::unique_ptr<LocalState> state_;
  base::HeldShare held_;
  std::vector<read::FieldValue> fields_;
  read::Piece piece_;  ///< as walks and tasks name it
  read::Piece full_;   ///< as it is to be opened
  read::Batch batch_;
};

}  // namespace winnow::reduce
