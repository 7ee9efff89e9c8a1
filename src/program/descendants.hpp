#pragma once
// The processes that descend from this one. Where it is a subreaper, those whose parents have died are its
// own children.

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/descriptor.hpp"

namespace winnow::program {

/// In the environment of each process that a Spawner's helper starts: "<helper>.<number>", of which helper's
/// which child it descends from.
inline constexpr std::string_view process_mark = "WINNOW_PROCESS";

/// The children of this process's main thread.
class OwnChildren {
 public:
  OwnChildren();

  /// As they are now, dead ones that were not waited for included.
  [[nodiscard]] std::vector<pid_t> list() const;

 private:
  base::Descriptor file_;  ///< open, because it is read often
};

/// The value of a variable in the environment that a process was executed with; nothing if it has none, or
/// cannot be asked.
[[nodiscard]] std::optional<std::string> environment_value(pid_t process, std::string_view name);

/// Kills what has come down to this process, a subreaper, from a helper that has died, and all that it has
/// started; returns when they are gone. What has taken the mark out of its environment is not known.
void kill_orphans_of(pid_t helper);

/// Kills all descendants of this process, a subreaper with one thread, and returns when they are gone.
void kill_descendants();

}  // namespace winnow::program
