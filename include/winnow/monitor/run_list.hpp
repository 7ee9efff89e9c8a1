#pragma once
// The list of a user's running jobs: a small file for each, in a folder of the user's own.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::monitor {

struct ListedRun {
  std::string title;
  std::string job;
  std::filesystem::path result;  ///< absolute
  std::string host;              ///< of rank 0
  std::int64_t pid = 0;          ///< likewise
  std::string started;           ///< UTC, ISO 8601
  std::filesystem::path socket;  ///< where it answers, on that host

  bool operator==(const ListedRun&) const = default;
};

/// $XDG_STATE_HOME/winnow/runs, or ~/.local/state/winnow/runs, which nodes of a cluster share; without a
/// home, a folder in /tmp. Empty where none of them is to be had.
[[nodiscard]] std::filesystem::path run_list_folder();

/// Where sockets go, which no other user may enter: $XDG_RUNTIME_DIR/winnow, or /tmp/winnow-<user id>. Makes
/// it. Fails if it cannot be made or is somebody else's.
[[nodiscard]] base::Result<std::filesystem::path> socket_folder();

/// A run's line in the list, while it lives.
class RunListing {
 public:
  /// Fails if it cannot be written.
  static base::Result<RunListing> write(const std::filesystem::path& folder, const ListedRun& run);

  RunListing(RunListing&& other) noexcept;
  RunListing& operator=(RunListing&&) = delete;
  ~RunListing();

 private:
  explicit RunListing(std::filesystem::path file) : file_(std::move(file)) {}

  std::filesystem::path file_;  ///< empty: moved from
};

/// The runs in the list, the newest first. Those of `host` whose process is gone are taken out of it; of
/// other hosts' nothing is known here. What cannot be read is passed over.
[[nodiscard]] std::vector<ListedRun> listed_runs(const std::filesystem::path& folder,
                                                 const std::string& host);

/// A JSON array of objects with the members of ListedRun, in one line.
[[nodiscard]] std::string to_json(const std::vector<ListedRun>& runs);

/// The run that `wanted` means: its process, its result (by path or name), its title; empty: the only one.
/// Fails if there is none or more than one, and names those there are.
[[nodiscard]] base::Result<ListedRun> find_run(const std::vector<ListedRun>& runs, const std::string& wanted);

}  // namespace winnow::monitor
