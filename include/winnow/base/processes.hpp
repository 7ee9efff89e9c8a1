#pragma once
// Processes as the kernel names them in files.

#include <sys/types.h>

#include <string_view>
#include <vector>

namespace winnow::base {

/// Appends the processes that a file /proc/PID/task/TID/children (proc(5)) names: numbers with a blank after
/// each, up to the first thing that is none.
void append_processes(std::string_view text, std::vector<pid_t>& processes);

}  // namespace winnow::base
