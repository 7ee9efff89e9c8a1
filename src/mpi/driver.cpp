#include "winnow/mpi/driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "winnow/base/random.hpp"
#include "winnow/farm/station.hpp"
#include "winnow/mpi/doorbell.hpp"
#include "winnow/mpi/kernel_pool.hpp"

namespace winnow::mpi {
namespace {

// Kernels and ranks of the same node ring when they have something for a rank; other nodes cannot. Looking
// for their messages costs microseconds, and sleeping costs latency. A rank that listens to other nodes
// sleeps for a part of the time that it has been idle already: what comes soon is heard at once, what comes
// late waits a little longer, and a rank that idles for long takes below a hundredth of a core.
constexpr double share_of_idle_time = 0.125;
constexpr base::Seconds shortest_nap{50e-6};
constexpr base::Seconds longest_nap{5e-3};
constexpr base::Seconds nap_by_the_bell{10e-3};

// A rank that has more to hear than it can deal with stops for the rest after so long: the others hear from
// it in time that it lives, and it hears who else does.
constexpr base::Seconds longest_hearing{0.1};

constexpr base::Seconds observe_interval{0.1};
constexpr base::Seconds note_interval{1};

// How long the last words may take to leave this rank before it goes on without.
constexpr base::Seconds parting{1.0};

/// A name for this farm that no other farm on any of its machines has.
std::string name_of(const FarmRun& run) {
  auto number = base::unforeseen();
  boost::mpi::broadcast(run.communicator, number, farm::master_rank);
  return fmt::format("{:016x}-{}", number, run.channel);
}

/// Between ranks of a node messages are copied through memory that they share: nothing is gained there.
Compression compression_of(const FarmRun& run) {
  const auto& layout = run.setup->layout;
  const auto here = layout.node_of(run.communicator.rank());
  Compression compression{run.compress_from, {}};
  for (farm::Rank rank = 0; rank < run.communicator.size(); ++rank) {
    compression.far.push_back(layout.node_of(rank) != here);
  }
  return compression;
}

class Driver {
 public:
  explicit Driver(const FarmRun& run)
      : run_(run),
        post_(run.communicator, run.channel, compression_of(run), run.profile),
        notes_(run.communicator, run.channel),
        bell_(std::make_shared<Doorbell>(name_of(run), run.communicator.rank())),
        pool_(run.job, run.slots, run.clock, run.settle, bell_, run.profile),
        station_(run.communicator.rank(), run.slots, run.setup, run.job, run.ledger) {}

  FarmEnd run() {
    handle(farm::Started{});
    auto last_busy = run_.clock.now();
    while (!over_) {
      const bool busy = turn();
      send_off();
      if (over_) break;
      observe();
      tell();
      const auto now = run_.clock.now();
      if (busy) {
        last_busy = now;
      } else {
        nap(now, now - last_busy);
      }
    }
    part();
    return std::move(end_);
  }

 private:
  /// Handles what is there; false if there was nothing.
  bool turn() {
    post_.receive(inbox_);
    bool busy = !inbox_.empty();
    const bool stop = run_.stop_requested || run_.job.wants_stop();
    if (stop && !std::exchange(stop_told_, true)) handle(farm::StopRequested{});
    if (run_.take_checkpoint_request && run_.take_checkpoint_request()) handle(farm::CheckpointRequested{});
    hear();
    for (auto& finished : pool_.take_finished()) {
      busy = true;
      handle(std::move(finished));
    }
    if (const auto now = run_.clock.now(); !over_ && station_.next_wakeup() <= now) {
      for (const auto& letter : inbox_) station_.note_waiting(letter.from, now);
      handle(tick());
    }
    return busy;
  }

  void hear() {
    const auto end = run_.clock.now() + longest_hearing;
    while (!inbox_.empty() && !over_ && run_.clock.now() < end) {
      auto letter = std::move(inbox_.front());
      inbox_.pop_front();
      handle(farm::MessageArrived{letter.from, std::move(letter.message)});
    }
  }

  [[nodiscard]] farm::Tick tick() {
    using watch::Quantity;
    const auto& options = run_.setup->options;
    const auto& permits = options.permits;
    const auto age = permits.on ? std::min(options.heartbeat, permits.interval) : options.heartbeat;
    // What is said of processes is to hold for those of the leases that are open now.
    const auto sample = run_.sampler.recent(permits.on && permits.processes ? base::Seconds{0} : age);
    const auto bytes = [&](Quantity quantity) { return sample.bytes(quantity).value_or(base::Bytes{}); };
    farm::Tick tick{bytes(Quantity::resident) + bytes(Quantity::children_resident),
                    bytes(Quantity::peak_resident), pool_.progress()};
    const auto used = sample[Quantity::node_in_use];
    const auto limit = sample[Quantity::node_limit];
    if (used && limit && *limit > 0) tick.pressure = *used / *limit;
    tick.processes = bytes(Quantity::children_resident);
    const auto seconds = [&](Quantity quantity) {
      return sample.seconds(quantity).value_or(base::Seconds{});
    };
    tick.cpu = seconds(Quantity::cpu_time) + seconds(Quantity::children_cpu_time);
    if (run_.metric) tick.metric = sample[*run_.metric];
    return tick;
  }

  void send_off() {
    const auto& layout = run_.setup->layout;
    const auto here = layout.node_of(run_.communicator.rank());
    for (const auto rank : post_.flush()) {
      if (layout.node_of(rank) == here) bell_->ring(rank);
    }
  }

  void nap(base::Seconds now, base::Seconds idle) {
    const bool all_ring = !station_.leads() || run_.setup->layout.nodes().size() == 1;
    const auto nap = all_ring && post_.all_taken()
                         ? nap_by_the_bell
                         : std::clamp(idle * share_of_idle_time, shortest_nap, longest_nap);
    const auto until_wakeup = std::max(base::Seconds{0}, station_.next_wakeup() - now);
    bell_->wait(std::min(nap, until_wakeup));
  }

  void handle(farm::Event event) {
    if (over_) return;
    actions_.clear();
    station_.handle(std::move(event), run_.clock.now(), actions_);
    for (auto& action : actions_) {
      std::visit([this](auto& part) { carry_out(part); }, action);
    }
    if (!withdrawn_.works.empty()) handle(std::exchange(withdrawn_, {}));
  }

  void carry_out(farm::Send& send) { post_.send(send.to, send.message); }
  void carry_out(farm::QueueWork& work) { pool_.queue(std::move(work)); }
  void carry_out(farm::WithdrawWork& /*withdraw*/) {
    std::ranges::copy(pool_.withdraw(), std::back_inserter(withdrawn_.works));
  }
  void carry_out(farm::AbandonKernel& kernel) { pool_.abandon(kernel.slot, kernel.work); }

  void carry_out(farm::Leave& leave) {
    over_ = true;
    end_.left = true;
    end_.reason = std::move(leave.reason);
  }

  void carry_out(farm::Finished& finished) {
    over_ = true;
    end_.ending = finished.ending;
    end_.alive = run_.setup->layout.without(finished.lost);
  }

  void observe() {
    const auto now = run_.clock.now();
    if (now < next_observation_) return;
    next_observation_ = now + observe_interval;
    if (run_.weigh && station_.leads()) run_.weigh(station_.node_memory());
    if (run_.account) run_.account(station_.own_work());
    if (run_.communicator.rank() != farm::master_rank || !run_.observe) return;
    for (const auto& note : notes_.receive()) {
      if (run_.hear_note) run_.hear_note(note);
    }
    run_.observe(station_.status());
  }

  void tell() {
    if (run_.communicator.rank() == farm::master_rank || !run_.take_note) return;
    const auto now = run_.clock.now();
    if (now < next_note_) return;
    next_note_ = now + note_interval;
    if (auto note = run_.take_note(); !note.empty()) notes_.send(std::move(note));
  }

  /// Of a run that was stopped, or of a rank that leaves.
  void end_kernels() {
    static_cast<void>(pool_.withdraw());
    if (run_.cut_short && run_.grace.count > 0 && !end_.left && pool_.is_busy()) {
      run_.cut_short();
      const auto patience = run_.clock.now() + run_.grace;
      while (pool_.is_busy() && run_.clock.now() < patience) {
        bell_->wait(post_.all_taken() ? nap_by_the_bell : shortest_nap);
      }
    }
    pool_.abandon_all();
  }

  /// Sees the last words off, and gathers what is known at the end.
  void part() {
    send_off();
    end_kernels();
    const auto patience = run_.clock.now() + parting;
    while (!post_.all_taken() && run_.clock.now() < patience) bell_->wait(shortest_nap);
    end_.leads = !end_.left && station_.leads();
    end_.abandoned_kernels = pool_.abandoned();
    end_.kernels = pool_.worked();
    end_.traffic = post_.traffic();
    end_.dropped_notes = station_.dropped_notes();
    if (run_.communicator.rank() == farm::master_rank && !end_.left) {
      end_.workers = station_.workers();
      end_.queues = station_.status().queues;
    }
  }

  const FarmRun& run_;
  Post post_;
  Notes notes_;
  std::shared_ptr<Doorbell> bell_;
  KernelPool pool_;
  farm::Station station_;
  std::deque<Letter> inbox_;  ///< not dealt with yet, the oldest first
  std::vector<farm::Action> actions_;
  farm::WorkWithdrawn withdrawn_;  ///< not told yet
  base::Seconds next_observation_{0};
  base::Seconds next_note_{0};
  bool stop_told_ = false;
  bool over_ = false;
  FarmEnd end_;
};

}  // namespace

FarmEnd run_farm(const FarmRun& run) {
  return Driver(run).run();
}

}  // namespace winnow::mpi
