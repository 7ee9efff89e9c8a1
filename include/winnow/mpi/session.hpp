#pragma once
// MPI's life in the program: begun once, ended once, and never named as MPI_COMM_WORLD in between.

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/log.hpp"
#include "winnow/base/watchdog.hpp"

namespace winnow::mpi {

/// Initialises MPI with MPI_THREAD_FUNNELED: only the thread that made the session may call MPI.
class Session {
 public:
  /// Ranks of a large run do not all start at once: a file system may be slow to give them the program. But a
  /// rank that was lost on the way is waited for by the others for ever.
  static constexpr base::Seconds patience_with_start{120};

  /// \collective Throws base::Failure where MPI cannot give that; if it does not start in time, says so in
  /// `log` and ends the process.
  Session(int& argc, char**& argv, base::Log& log, base::Seconds patience = patience_with_start);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The ranks that were started, on a communicator of our own.
  [[nodiscard]] const boost::mpi::communicator& everyone() const { return everyone_; }

  /// From now on MPI cannot be finalised: a rank was lost, for which it would wait for ever, or a library
  /// that it calls at its end (HDF5, with a file that it could not close) would not survive it.
  void forgo_finalising() { finalises_ = false; }

  /// Threads that were given up still work: what they work with is to stay until the process ends.
  void spare_threads() { destroys_ = false; }

  /// For the end of main: gives back `status`, or ends the process with it here and now if MPI cannot be
  /// finalised or threads are spared; or somewhat later, if MPI waits too long for a rank that was lost only
  /// now.
  [[nodiscard]] int end(int status);

  /// \collective over `ranks` (of everyone()) alone: a communicator of those alive.
  [[nodiscard]] boost::mpi::communicator survivors(const std::vector<int>& ranks) const;

 private:
  std::optional<base::Watchdog> watchdog_;  ///< before all that finalises: it outlives that
  boost::mpi::environment environment_;
  boost::mpi::communicator everyone_;
  bool finalises_ = true;
  bool destroys_ = true;
};

/// "Open MPI 4.1.4", without needing MPI to be initialised.
[[nodiscard]] std::string library_version();

}  // namespace winnow::mpi
