#pragma once
// The timeline of a run, of all its ranks, as `--trace` writes it.

#include <cstddef>
#include <filesystem>
#include <string>

#include "winnow/base/error.hpp"
#include "winnow/base/team.hpp"
#include "winnow/watch/profiler.hpp"

namespace winnow::app {

/// What a thread's timeline may hold so that all of a run's together stay within some 100 MiB of rank 0.
[[nodiscard]] std::size_t timeline_events(int ranks);

/// Fails where the file could not be written at the end: in a folder that is not there or takes no files, or
/// as one; and where it would take the place of what is no trace.
[[nodiscard]] base::Result<void> check_trace(const std::filesystem::path& path);

/// \collective Writes the timelines of all ranks of the team, or fails, on rank 0. Gives how many events they
/// leave out, on rank 0. `rank` and `host` tell whose this one is.
[[nodiscard]] base::Result<std::uint64_t> write_trace(const std::filesystem::path& path, base::Team& team,
                                                      int rank, const std::string& host,
                                                      const watch::Profiler& profiler);

}  // namespace winnow::app
