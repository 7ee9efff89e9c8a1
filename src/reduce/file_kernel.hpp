#pragma once
// The kernel of a reduction: a file a task.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reduce/local_state.hpp"
#include "reduce/scheme.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::reduce {

class FileKernel final : public farm::Kernel {
 public:
  explicit FileKernel(std::shared_ptr<const Scheme> scheme);

  /// Reduces the file whose path is the task's payload. Never fails: what is bad about a file is in the
  /// result.
  base::Result<void> run(const farm::Task& task) override;

  void take(base::Buffer& partial) override { state_.take(partial); }

 private:
  /// What reading a file has come to.
  struct Progress {
    std::uint64_t bytes = 0;  ///< told of in tallies
    bool accepted = false;    ///< gave a value
  };

  void read_file(const farm::Task& task);
  void add_batch(std::string_view path, Progress& progress);
  void reject_file(const farm::Task& task, const Progress& progress, std::string reason,
                   std::string text = {});

  std::shared_ptr<const Scheme> scheme_;
  read::ColumnNames columns_;
  std::unique_ptr<read::Reader> reader_;
  LocalState state_;

  // Kept from file to file for their memory.
  std::vector<read::FieldValue> fields_;
  read::Piece piece_;
  read::Batch batch_;
};

}  // namespace winnow::reduce
