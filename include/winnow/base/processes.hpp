#pragma once
// What the kernel tells of processes.

#include <sys/resource.h>
#include <sys/types.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// Appends the processes that a file /proc/PID/task/TID/children (proc(5)) names: numbers with a blank after
/// each, up to the first thing that is none.
void append_processes(std::string_view text, std::vector<pid_t>& processes);

/// Appends the children of all threads of the process that the folder /proc/PID is of.
void append_children(const std::filesystem::path& process, std::vector<pid_t>& children);

/// Of this thread, until now: what it costs to do something, however often others have the processor.
[[nodiscard]] Seconds thread_processor_time();

/// In user and system mode together.
[[nodiscard]] Seconds processor_time(const rusage& usage);

}  // namespace winnow::base
