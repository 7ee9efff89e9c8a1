#include "winnow/sim/simulation.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <queue>
#include <unordered_map>
#include <utility>
#include <variant>

#include "sim/imagined_job.hpp"
#include "winnow/base/random.hpp"
#include "winnow/farm/ledger.hpp"
#include "winnow/farm/station.hpp"

namespace winnow::sim {
namespace {

using base::Seconds;
using farm::Rank;

struct Letter {
  Rank from;
  farm::Message message;
};

struct KernelDone {
  std::uint32_t slot;
  farm::WorkId work;
  bool kills;
};

/// Rank 0 has dealt with a message, and has time for the next.
struct Dealt {};

/// What comes to a rank: a null event is a tick.
using Coming = std::variant<std::monostate, Letter, KernelDone, farm::WorkWithdrawn, Fault, Dealt>;

std::uint64_t answers_in(const farm::Message& message) {
  const auto* report = std::get_if<farm::Report>(&message);
  return report == nullptr ? 0 : report->answers.size();
}

/// What comes of one task of a kernel.
struct TaskRun {
  TaskScript script;
  std::string answer;
};

struct Slot {
  bool is_abandoned = false;
  farm::WorkId work = 0;
  farm::SharedTasks tasks;  ///< null: idle
  Seconds started;
  std::vector<TaskRun> runs;  ///< one a task
};

struct ImaginedRank {
  ImaginedRank(Rank rank, const World& world, farm::Ledger* ledger)
      : job(world),
        station(rank, world.slots, world.setup, world.play ? world.play->job(rank) : job, ledger),
        slots(world.slots) {}

  ImaginedJob job;  ///< idle where there is a play
  farm::Station station;
  std::vector<Slot> slots;
  std::deque<farm::QueueWork> queue;  ///< for the slots
  Seconds tick_at = Seconds::never();
  Seconds paused_until{};
  std::vector<Coming> missed;  ///< in its pause, in order
  bool swallowed = false;      ///< what it had under way is lost with it
  Fate fate;
};

/// The virtual world in motion: a queue of what comes to whom, in order of time.
class Course {
 public:
  explicit Course(const World& world) : world_(world), delays_(world.seed, 1) {
    const auto count = world.setup->layout.ranks();
    ranks_.reserve(count);
    for (std::size_t rank = 0; rank < count; ++rank) {
      ranks_.push_back(
          std::make_unique<ImaginedRank>(static_cast<Rank>(rank), world, rank == 0 ? &ledger_ : nullptr));
    }
    left_ = count;
  }

  History run() {
    for (std::size_t rank = 0; rank < ranks_.size(); ++rank) tell(static_cast<Rank>(rank), farm::Started{});
    for (const auto& fault : world_.faults) schedule(fault.at, fault.rank, fault);
    while (left_ > 0 && !queue_.empty() && queue_.top().at <= world_.time_limit) {
      const auto next = queue_.top();
      queue_.pop();
      now_ = next.at;
      auto coming = std::exchange(coming_[next.index], {});
      free_.push_back(next.index);
      happen(next.rank, std::move(coming));
    }
    return tell_history();
  }

 private:
  struct Entry {
    Seconds at;
    std::uint64_t order;
    Rank rank;
    std::uint32_t index;
    bool operator<(const Entry& other) const { return at != other.at ? at > other.at : order > other.order; }
  };

  ImaginedRank& at(Rank rank) { return *ranks_[static_cast<std::size_t>(rank)]; }

  void schedule(Seconds when, Rank rank, Coming coming) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(coming_.size()));
      coming_.emplace_back();
    }
    const auto index = free_.back();
    free_.pop_back();
    coming_[index] = std::move(coming);
    queue_.push({std::max(when, now_), order_++, rank, index});
  }

  void happen(Rank rank, Coming&& coming) {
    auto& one = at(rank);
    if (one.fate.kind != Fate::Kind::running) return;
    if (now_ < one.paused_until && !std::holds_alternative<Fault>(coming)) {
      one.missed.push_back(std::move(coming));
      return;
    }
    if (one.missed.empty()) return take(rank, std::move(coming));
    for (auto& missed : std::exchange(one.missed, {})) {
      if (one.fate.kind == Fate::Kind::running) take(rank, std::move(missed));
    }
    if (one.fate.kind == Fate::Kind::running) take(rank, std::move(coming));
  }

  void take(Rank rank, Coming&& coming) {
    if (auto* letter = std::get_if<Letter>(&coming)) {
      if (at(letter->from).swallowed) return stop_waiting(rank, letter->message);
      if (rank == farm::master_rank && world_.master_takes > Seconds{})
        return wait_for_master(std::move(*letter));
      bring(rank, std::move(*letter));
    } else if (std::holds_alternative<Dealt>(coming)) {
      deal();
    } else if (const auto* done = std::get_if<KernelDone>(&coming)) {
      end_kernel(rank, *done);
    } else if (auto* withdrawn = std::get_if<farm::WorkWithdrawn>(&coming)) {
      tell(rank, std::move(*withdrawn));
    } else if (const auto* fault = std::get_if<Fault>(&coming)) {
      strike(rank, *fault);
    } else if (at(rank).tick_at <= now_) {
      at(rank).tick_at = Seconds::never();
      if (rank == farm::master_rank) {
        for (const auto& [sender, letters] : senders_) at(rank).station.note_waiting(sender, now_);
      }
      tell(rank, tick_of(rank));
    }
  }

  void bring(Rank rank, Letter&& letter) {
    stop_waiting(rank, letter.message);
    tell(rank, farm::MessageArrived{letter.from, std::move(letter.message)});
  }

  void wait_for_master(Letter&& letter) {
    ++senders_[letter.from];
    inbox_.push_back(std::move(letter));
    if (inbox_.size() == 1) schedule(now_ + world_.master_takes, farm::master_rank, Dealt{});
  }

  void deal() {
    auto letter = std::move(inbox_.front());
    inbox_.pop_front();
    if (--senders_[letter.from] == 0) senders_.erase(letter.from);
    if (!inbox_.empty()) schedule(now_ + world_.master_takes, farm::master_rank, Dealt{});
    bring(farm::master_rank, std::move(letter));
  }

  void strike(Rank rank, const Fault& fault) {
    auto& one = at(rank);
    if (fault.kind == Fault::Kind::stop) return tell(rank, farm::StopRequested{});
    if (fault.kind == Fault::Kind::crash) return crash(rank);
    one.paused_until = now_ + fault.lasts;
    schedule(one.paused_until, rank, std::monostate{});
  }

  void crash(Rank rank) {
    auto& one = at(rank);
    if (one.station.closed()) return;
    one.swallowed = delays_.below(2) == 0;
    end(one, Fate::Kind::crashed);
  }

  void end(ImaginedRank& one, Fate::Kind kind) {
    one.fate.kind = kind;
    one.fate.led = one.station.leads();
    if (one.station.rank() == farm::master_rank) {
      makespan_ = now_;
      master_ended_ = true;
    }
    --left_;
  }

  [[nodiscard]] farm::Tick tick_of(Rank rank) {
    const auto& one = at(rank);
    farm::Tick tick;
    for (std::uint32_t slot = 0; slot < one.slots.size(); ++slot) {
      if (one.slots[slot].tasks) tick.kernels.push_back(progress_of(slot, one.slots[slot]));
    }
    if (world_.pressure && one.station.leads()) {
      const auto node = world_.setup->layout.node_of(rank);
      tick.pressure = world_.pressure(node, running_on(node), now_);
    }
    return tick;
  }

  [[nodiscard]] std::uint32_t running_on(std::uint32_t node) {
    std::uint32_t running = 0;
    for (const auto rank : world_.setup->layout.nodes()[node].ranks) {
      const auto& one = at(rank);
      if (one.fate.kind != Fate::Kind::running) continue;
      for (const auto& slot : one.slots) running += slot.tasks != nullptr;
    }
    return running;
  }

  [[nodiscard]] farm::KernelProgress progress_of(std::uint32_t number, const Slot& slot) const {
    farm::KernelProgress progress{number, slot.work, 0, slot.started};
    for (const auto& [script, answer] : slot.runs) {
      const bool over = script.end != TaskScript::End::hangs && progress.started_at + script.duration <= now_;
      if (!over || progress.index + 1 == slot.runs.size()) break;
      progress.started_at += script.duration;
      ++progress.index;
    }
    return progress;
  }

  void tell(Rank rank, farm::Event event) {
    auto& one = at(rank);
    const auto before = world_.clock != nullptr ? world_.clock->now() : Seconds{};
    one.station.handle(std::move(event), now_, actions_);
    if (world_.clock != nullptr) {
      const auto cost = world_.clock->now() - before;
      history_.cost += cost;
      if (rank == farm::master_rank) history_.master_cost += cost;
    }
    for (auto& action : actions_) {
      std::visit([&](auto& body) { carry_out(one, body); }, action);
    }
    actions_.clear();
    if (one.fate.kind != Fate::Kind::running) return;
    const auto wakeup = std::max(now_, one.station.next_wakeup());
    if (wakeup >= one.tick_at) return;
    one.tick_at = wakeup;
    schedule(wakeup, rank, std::monostate{});
  }

  void carry_out(ImaginedRank& one, farm::Send& send) {
    const auto from = one.station.rank();
    ++history_.messages;
    if (from == farm::master_rank || send.to == farm::master_rank) ++history_.master_messages;
    start_waiting(send.to, send.message);
    if (world_.check_messages || world_.clock != nullptr) pass_as_bytes(send.message);
    schedule(arrival(from, send.to), send.to, Letter{from, std::move(send.message)});
  }

  void start_waiting(Rank to, const farm::Message& message) {
    if (to != farm::master_rank) return;
    answers_waiting_ += answers_in(message);
    history_.most_waiting = std::max(history_.most_waiting, ++waiting_);
    history_.most_answers = std::max(history_.most_answers, answers_waiting_);
  }

  void stop_waiting(Rank to, const farm::Message& message) {
    if (to != farm::master_rank) return;
    --waiting_;
    answers_waiting_ -= answers_in(message);
  }

  void pass_as_bytes(farm::Message& message) {
    bytes_.clear();
    farm::encode(message, bytes_);
    history_.bytes += base::Bytes{bytes_.size()};
    if (!world_.check_messages) return;
    base::Decoder decoder(bytes_);
    message = base::value_or_throw(farm::decode(decoder));
  }

  Seconds arrival(Rank from, Rank to) {
    const auto& layout = world_.setup->layout;
    const bool near = layout.node_of(from) == layout.node_of(to);
    auto when = now_ + (near ? world_.network.within_node : world_.network.between_nodes);
    if (world_.network.jitter == Seconds{}) return when;
    when += world_.network.jitter * delays_.uniform();
    auto& last = last_arrival_[(static_cast<std::uint64_t>(from) << 32) | static_cast<std::uint32_t>(to)];
    return last = std::max(last, when);
  }

  TaskRun run_of(const farm::Task& task) const {
    if (world_.play) {
      auto [duration, answer] = world_.play->perform(task);
      return {{TaskScript::End::done, duration}, std::move(answer)};
    }
    return {world_.script(number_of(task), task.attempt), world_.generation > 0 ? answer_to(task) : ""};
  }

  void carry_out(ImaginedRank& one, farm::QueueWork& work) {
    one.queue.push_back(std::move(work));
    begin_work(one);
  }

  void carry_out(ImaginedRank& one, farm::WithdrawWork& /*withdraw*/) {
    farm::WorkWithdrawn withdrawn;
    for (const auto& work : std::exchange(one.queue, {})) withdrawn.works.push_back(work.work);
    if (!withdrawn.works.empty()) schedule(now_, one.station.rank(), std::move(withdrawn));
  }

  void begin_work(ImaginedRank& one) {
    for (std::uint32_t number = 0; number < one.slots.size() && !one.queue.empty(); ++number) {
      if (one.slots[number].tasks || one.slots[number].is_abandoned) continue;
      begin(one, number, std::move(one.queue.front()));
      one.queue.pop_front();
    }
  }

  void begin(ImaginedRank& one, std::uint32_t number, farm::QueueWork&& work) {
    auto& slot = one.slots[number];
    slot.work = work.work;
    slot.tasks = std::move(work.tasks);
    slot.started = now_;
    slot.runs.clear();
    for (const auto& task : *slot.tasks) slot.runs.push_back(run_of(task));
    auto end = now_;
    for (const auto& [script, answer] : slot.runs) {
      if (script.end == TaskScript::End::hangs) return;
      end += script.duration;
      if (script.end != TaskScript::End::kills) continue;
      return schedule(end, one.station.rank(), KernelDone{number, slot.work, true});
    }
    schedule(end, one.station.rank(), KernelDone{number, slot.work, false});
  }

  void end_kernel(Rank rank, const KernelDone& done) {
    auto& slot = at(rank).slots[done.slot];
    if (!slot.tasks || slot.work != done.work) return;  // it was abandoned
    if (done.kills) return crash(rank);
    farm::KernelFinished finished;
    finished.work = done.work;
    base::Encoder partial(finished.partial);
    for (std::uint32_t i = 0; i < slot.runs.size(); ++i) {
      auto& [script, answer] = slot.runs[i];
      finished.busy += script.duration;
      if (script.end == TaskScript::End::fails) {
        finished.failures.push_back({i, {farm::FailureKind::error, "as imagined"}});
      } else if (listens()) {
        finished.answers.resize(slot.runs.size());
        finished.answers[i] = std::move(answer);
      } else {
        partial.put(number_of((*slot.tasks)[i]));
      }
    }
    slot.tasks.reset();
    begin_work(at(rank));
    tell(rank, std::move(finished));
  }

  [[nodiscard]] bool listens() const { return world_.play || world_.generation > 0; }

  void carry_out(ImaginedRank& one, farm::AbandonKernel& abandon) {
    one.slots[abandon.slot].tasks.reset();
    one.slots[abandon.slot].is_abandoned = true;
  }
  void carry_out(ImaginedRank& one, farm::Leave& /*leave*/) { end(one, Fate::Kind::left); }
  void carry_out(ImaginedRank& one, farm::Finished& finished) {
    one.fate.finished = std::move(finished);
    end(one, Fate::Kind::finished);
  }

  History tell_history() {
    history_.ended = left_ == 0;
    history_.makespan = master_ended_ ? makespan_ : now_;
    history_.status = at(farm::master_rank).station.status();
    history_.workers = at(farm::master_rank).station.workers();
    history_.told = at(farm::master_rank).job.hearing().told;
    history_.digest = at(farm::master_rank).job.hearing().digest;
    for (auto& one : ranks_) {
      history_.dropped_notes += one->station.dropped_notes();
      one->fate.folded = std::move(one->job.sink().folded);
      one->fate.failed = std::move(one->job.sink().failed);
      history_.ranks.push_back(std::move(one->fate));
    }
    return std::move(history_);
  }

  const World& world_;
  base::RandomSequence delays_;
  farm::MemoryLedger ledger_;
  std::vector<std::unique_ptr<ImaginedRank>> ranks_;
  std::size_t left_ = 0;

  Seconds now_;
  std::priority_queue<Entry> queue_;
  std::uint64_t order_ = 0;
  std::vector<Coming> coming_;  ///< a slab: the queue moves entries only
  std::vector<std::uint32_t> free_;
  std::unordered_map<std::uint64_t, Seconds> last_arrival_;

  std::deque<Letter> inbox_;             ///< of rank 0, where it takes its time; it deals with the first
  std::map<Rank, std::size_t> senders_;  ///< of these, with how many each has sent
  std::uint64_t waiting_ = 0;            ///< messages to rank 0
  std::uint64_t answers_waiting_ = 0;    ///< in these

  std::vector<farm::Action> actions_;
  base::Buffer bytes_;
  bool master_ended_ = false;
  Seconds makespan_;
  History history_;
};

}  // namespace

History run(const World& world) {
  return Course(world).run();
}

}  // namespace winnow::sim
