#pragma once
// The tasks that were granted, so that a lost node's can be given again.

#include <cstdint>
#include <functional>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// Remembers tasks by id. Belongs to the master's thread.
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Ids come in ascending order, with gaps. Throws base::Failure when there is no room.
  virtual void append(const Task& task) = 0;

  /// Gives the tasks with ids in [first, last), ascending. Throws base::Failure if they cannot be read.
  virtual void read(TaskId first, TaskId last, const std::function<void(Task&&)>& give) = 0;
};

/// In memory, all of it.
class MemoryLedger final : public Ledger {
 public:
  void append(const Task& task) override { tasks_.push_back(task); }
  void read(TaskId first, TaskId last, const std::function<void(Task&&)>& give) override;

 private:
  std::vector<Task> tasks_;
};

/// In a temporary file that has no name, so that it is gone with the process. Its memory is one block, and 16
/// bytes for each block written.
class FileLedger final : public Ledger {
 public:
  /// Makes the file in `folder`.
  [[nodiscard]] static base::Result<FileLedger> create(const std::string& folder);

  void append(const Task& task) override;
  void read(TaskId first, TaskId last, const std::function<void(Task&&)>& give) override;

 private:
  struct Block {
    TaskId first;
    std::uint64_t offset;
  };

  explicit FileLedger(base::Descriptor file) : file_(std::move(file)) {}
  void write_block();
  [[nodiscard]] base::Buffer load(std::size_t block) const;

  base::Descriptor file_;
  std::uint64_t written_ = 0;
  std::vector<Block> blocks_;  ///< the last one is open until it is full
  base::Buffer open_;
};

}  // namespace winnow::farm
