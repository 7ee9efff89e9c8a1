#pragma once
// What stands in a journal. After the opening each record is a fact: these tasks were done, and this is all
// that they left. A fact holds for itself, whoever else has done the same tasks; so a state is made of any
// records no two of which have a task in common, in any order.

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/journal/task_identity.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::app {

/// The first record, the same in every version of Winnow: who wrote the others, and for which study.
struct JournalOpening {
  std::string version;
  std::string study;         ///< as TOML: all its keys that tasks and results depend on
  std::string objectives{};  ///< objective_identities(); empty: there are none, or they are of no concern
};

/// Tasks whose results were folded together.
struct FoldedTasks {
  std::vector<TaskIdentity> tasks;
  std::span<const std::byte> partial;  ///< for Sink::fold
};

/// A task that failed for good.
struct QuarantinedTask {
  farm::Task task;
  farm::TaskFailure failure;
};

using JournalRecord = std::variant<JournalOpening, FoldedTasks, QuarantinedTask>;

/// Appends the record to `out`.
void encode(const JournalOpening& opening, base::Buffer& out);
/// Of folded tasks, which had these revisions, all but `partial`, which is to stand behind it and is not
/// copied.
void encode_folded(std::span<const farm::Task> tasks, std::span<const std::uint64_t> revisions,
                   std::span<const std::byte> partial, base::Buffer& out);
void encode(const QuarantinedTask& quarantined, base::Buffer& out);

/// Reads what encode() wrote in this version of Winnow; a JournalOpening of any version. Views into `record`.
/// Throws base::Failure on anything else.
[[nodiscard]] JournalRecord decode_record(std::span<const std::byte> record);

/// The tasks that a record tells of.
[[nodiscard]] std::vector<TaskIdentity> tasks_of(const JournalRecord& record);

}  // namespace winnow::app
