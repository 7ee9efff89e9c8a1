#pragma once
// Answers those who look at a running job from another process.

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

struct pollfd;

namespace winnow::monitor {

/// A thread of its own that listens on a socket of the file system (unix(7)), so that the job answers however
/// busy its other threads are. A caller sends one word and a newline, and gets one line: "snapshot": the
/// latest, "checkpoint": "asked", or "none" where the run keeps none. A caller that says nothing for a second
/// is hung up on, as is one that has not taken its answer in that time.
class SnapshotServer {
 public:
  /// Listens at `socket`, which is replaced if it is there, and is removed at the end. `keeps_checkpoints`:
  /// of the run. Fails if that cannot be done.
  static base::Result<std::unique_ptr<SnapshotServer>> start(const std::filesystem::path& socket,
                                                             bool keeps_checkpoints);

  SnapshotServer(const SnapshotServer&) = delete;
  SnapshotServer& operator=(const SnapshotServer&) = delete;
  ~SnapshotServer();

  /// What is answered from now on; one line. Any thread.
  void publish(std::string snapshot);

  /// Whether somebody has asked for a checkpoint since the last call. Any thread.
  [[nodiscard]] bool take_checkpoint_request() { return checkpoint_.exchange(false); }

 private:
  SnapshotServer(std::filesystem::path socket, bool keeps_checkpoints, base::Descriptor listener,
                 base::Descriptor end);
  struct Caller;

  void serve();
  void hear(std::span<const pollfd> ready);
  void take_caller();
  void answer(int caller, std::string_view word);

  std::filesystem::path socket_;
  const bool keeps_checkpoints_;
  base::Descriptor listener_;
  base::Descriptor end_;         ///< an event: the thread is to end
  std::vector<Caller> callers_;  ///< the thread's
  std::mutex mutex_;
  std::string snapshot_;  ///< under the mutex
  std::atomic<bool> checkpoint_ = false;
  std::thread thread_;
};

/// Asks the server at `socket` one word, and gives its answer. Fails if nobody answers within `patience`.
[[nodiscard]] base::Result<std::string> ask_server(const std::filesystem::path& socket, std::string_view word,
                                                   base::Seconds patience = base::Seconds{2});

/// Whether somebody listens at `socket`, be it one who does not answer now: a process that is stopped, or
/// held up by its machine. False once the server has ended, or its process is gone.
[[nodiscard]] bool has_server(const std::filesystem::path& socket);

}  // namespace winnow::monitor
