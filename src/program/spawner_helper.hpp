#pragma once
// The spawner's own process: one thread that starts, watches and ends others.

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>

#include "program/descendants.hpp"
#include "program/packet_socket.hpp"
#include "program/process_tree.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/program/process.hpp"

namespace winnow::program {

/// The descriptor on which the helper finds its wire.
inline constexpr int helper_wire = 3;

/// What main does in the helper. Gives the exit status, once the rank is gone and all descendants are.
[[nodiscard]] int serve_rank();

class SpawnerHelper {
 public:
  /// Blocks all signals of the process. `rank` is its parent.
  SpawnerHelper(base::Descriptor wire, pid_t rank);

  /// Until the wire is cut. False if the system refuses what it needs to watch processes.
  [[nodiscard]] bool serve();

 private:
  struct Child {
    std::uint64_t number = 0;  ///< unlike that of any other child
    base::Descriptor wire;
    Limits limits;
    base::Seconds started;
    base::Seconds due;  ///< when the next step towards its end is to be taken
    TreeWatch tree;
    std::optional<ProcessEnd::Kind> ending{};  ///< why it was asked to end
  };

  void take_request();
  void take_signals();
  void begin(ProcessSpec spec, Packet packet);
  void hear_of(pid_t process);
  void end(pid_t process, Child& child, ProcessEnd::Kind why);
  void end_overdue();
  void look_at_trees();
  void reap();
  void report(pid_t process);
  [[nodiscard]] bool kill_strays();
  [[nodiscard]] int milliseconds_to_next() const;
  [[nodiscard]] bool watch(int descriptor, std::uint64_t as) const;
  void forget(const base::Descriptor& wire) const;

  base::Descriptor wire_;
  base::Descriptor signals_;
  base::Descriptor events_;
  pid_t rank_;
  bool is_cut_ = false;
  OwnChildren own_children_;
  std::uint64_t begun_ = 0;
  std::map<pid_t, Child> children_;
  base::SteadyClock clock_;
};

}  // namespace winnow::program
