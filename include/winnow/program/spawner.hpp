#pragma once
// Starts processes for a rank, outside MPI: a rank that has initialised MPI must not fork, as the libraries
// below MPI (pinned memory, threads, sockets) do not survive it.

#include <sys/types.h>

#include <memory>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/program/process.hpp"
#include "winnow/program/running_process.hpp"
#include "winnow/program/start_gate.hpp"

namespace winnow::program {

/// A helper process of this one, and the wire to it. The helper is this very program, executed anew
/// (hidden_verb.hpp), in a session of its own: what ends the rank does not end it, so that it can end what it
/// started. It starts one process at a time, each in a process group of its own, with default signal
/// dispositions, no descriptors but 0 to 2, and the environment of Winnow's start without what an MPI
/// launcher tells its ranks: programs may use MPI themselves.
///
/// No process outlives the Spawner, or the rank should it be killed: when a process has ended, or must, its
/// group is killed; when the wire is cut, so are all descendants of the helper, in whatever group or session
/// (it is their subreaper, PR_SET_CHILD_SUBREAPER). Should the helper itself be killed, its children are, too
/// (PR_SET_PDEATHSIG), and what is left of them comes down to the rank, a subreaper as well, which kills it
/// when it next has to do with the helper.
///
/// Thread-safe: kernels run processes at once.
class Spawner {
 public:
  /// Call it before MPI is initialised, and while the process has one thread.
  [[nodiscard]] static base::Result<std::unique_ptr<Spawner>> start();

  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  /// Kills what still runs; returns when it is gone. No thread may be in run() or hold a RunningProcess.
  ~Spawner();

  /// Has this profile told of starting and waiting from now on. It must outlive the spawner.
  void report_to(base::Profile& profile) { profile_ = &profile; }

  /// Runs a process to its end. Fails if the helper is gone, this process has no descriptor or memory left,
  /// or the arguments and the environment are longer than a message (128 KiB); a process that cannot be
  /// started is a ProcessEnd.
  /// It begins when `gate` lets it, if there is one.
  [[nodiscard]] base::Result<ProcessEnd> run(const ProcessSpec& spec, const StartGate* gate = nullptr);

  /// Starts a process, with `input` in place of the spec's as its standard input. Fails as run().
  [[nodiscard]] base::Result<RunningProcess> begin(const ProcessSpec& spec, const base::Descriptor& input);

  /// Waits for a place at the gate, for a process that begin() is to start; gives none if there is no gate.
  [[nodiscard]] base::Descriptor enter(const StartGate* gate) const;

  /// Ends, by SIGTERM and after their grace SIGKILL, all processes that run, and from now on each that is
  /// started, but for those that do not heed it: for a run that is to stop. Returns at once.
  void cancel_all();

  /// True if the helper has been killed, or has crashed: then nothing can be started any more.
  [[nodiscard]] bool is_lost() const;

  /// The helper's number: all processes that run descend from it.
  [[nodiscard]] pid_t helper() const { return helper_; }

 private:
  Spawner(pid_t helper, base::Descriptor wire, base::Descriptor stop);
  void end_orphans() const;
  bool end_orphans_if_gone() const;

  pid_t helper_;
  base::Descriptor wire_;
  base::Profile* profile_ = nullptr;
  base::Descriptor stop_;  ///< an eventfd, readable once all are cancelled
};

}  // namespace winnow::program
