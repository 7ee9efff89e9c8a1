#pragma once
// Which task something was done of, in 16 bytes, the same in every run.

#include <cstdint>
#include <string_view>

#include "winnow/farm/job.hpp"

namespace winnow::app {

/// Equal for equal payloads and revisions: what one such task left then holds for the other. For all others
/// it is different, but for the chance that two numbers of 128 bits are the same.
struct TaskIdentity {
  std::uint64_t name = 0;   ///< of the payload
  std::uint64_t state = 0;  ///< of the payload and the revision

  auto operator<=>(const TaskIdentity&) const = default;
};

/// Of a task with this payload, whose revision is `revision`.
[[nodiscard]] TaskIdentity identity_of(std::string_view payload, std::uint64_t revision);

[[nodiscard]] inline TaskIdentity identity_of(const farm::Task& task) {
  return identity_of(task.payload, task.revision);
}

}  // namespace winnow::app
