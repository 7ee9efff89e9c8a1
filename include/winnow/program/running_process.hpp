#pragma once
// A process that a Spawner has started, seen from the rank.

#include "winnow/base/clock.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"
#include "winnow/program/process.hpp"

namespace winnow::program {

/// Used by one thread at a time. Its end comes only while somebody waits, as do its outputs: a process that
/// prints more than a pipe holds waits for that. One whose RunningProcess is gone is killed.
class RunningProcess {
 public:
  /// The rank's ends of the process's outputs and of the wire on which the spawner tells its end; `stop` (not
  /// owned) becomes readable when the process is to be cancelled.
  RunningProcess(base::Descriptor output, base::Descriptor errors, base::Descriptor wire, int stop,
                 base::Bytes captured);

  enum class Event : std::uint8_t {
    ended,
    readable,  ///< there is something on the descriptor that was watched, or it is closed
    time_up
  };

  /// Takes in the outputs until the process has ended, `watched` (-1: none) is readable or the time is up;
  /// what it has sent before its end is readable first, but for one that was cancelled, whose end alone
  /// counts. Fails if the spawner is gone.
  [[nodiscard]] base::Result<Event> wait(int watched, base::Seconds at_most);

  /// Asks for its end: SIGTERM, and after its grace SIGKILL. wait() will tell when it has come.
  void cancel();

  /// After Event::ended: what became of it.
  [[nodiscard]] ProcessEnd take_end();

 private:
  /// The last bytes of what comes out of a pipe.
  class Tail {
   public:
    Tail(base::Descriptor pipe, base::Bytes capacity) : pipe_(std::move(pipe)), capacity_(capacity.count) {}
    [[nodiscard]] int descriptor() const { return pipe_.get(); }  ///< -1 once it is closed
    void take();                                                  ///< what is there now
    void take_rest();                                             ///< and close
    [[nodiscard]] Output give();

   private:
    bool take_block();
    void trim(std::size_t most);

    base::Descriptor pipe_;
    std::size_t capacity_;
    Output kept_;
  };

  [[nodiscard]] base::Result<void> hear_end();

  Tail output_;
  Tail errors_;
  base::Descriptor wire_;
  int stop_;
  bool cancelled_ = false;
  bool ended_ = false;
  ProcessEnd end_;
  base::SteadyClock clock_;
};

}  // namespace winnow::program
