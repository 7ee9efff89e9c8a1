// The farm under random schedules: delays, reordering, crashes, pauses, hanging and failing tasks. Each
// schedule is drawn from its seed alone. A failure names the seed; to run that one again, alone:
//
//     WINNOW_SCHEDULE_SEED=4711 test_sim --gtest_filter='Schedules.*'
//
// WINNOW_SCHEDULES sets how many are run.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "winnow/base/random.hpp"
#include "winnow/sim/simulation.hpp"

namespace winnow::sim {
namespace {

using base::Seconds;
using farm::Rank;

#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t usual_schedules = 1'000;
#else
constexpr std::uint64_t usual_schedules = 12'000;
#endif

std::optional<std::uint64_t> number_from(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

/// What a schedule may do to the run, beyond losing ranks other than rank 0.
struct Dangers {
  bool rank_zero = false;  ///< a task or a crash may take rank 0, which ends the run
  bool stop = false;
};

enum class Results : std::uint8_t {
  folded,
  told  ///< to a source that needs them; what comes of a task then does not depend on the faults
};

/// A small world, drawn from its seed.
class Schedule {
 public:
  Schedule(std::uint64_t seed, Dangers dangers, Results results)
      : draw_(seed, 7), dangers_(dangers), results_(results) {
    world_.seed = seed;
    world_.tasks = draw_.below(4) == 0 ? draw_.below(3) : 1 + draw_.below(200);
    world_.slots = static_cast<std::uint32_t>(1 + draw_.below(3));
    world_.check_messages = true;
    world_.time_limit = Seconds{3600};
    draw_setup();
    draw_tasks();
    draw_faults();
    if (results_ == Results::told) world_.generation = 1 + draw_.below(60);
    world_.network = {Seconds{1e-5}, Seconds{1e-4}, Seconds{draw_.uniform() * 0.02}};
    if (chance(0.2)) world_.master_takes = Seconds{draw_.uniform() * 0.02};
  }

  [[nodiscard]] const World& world() const { return world_; }

 private:
  bool chance(double probability) { return draw_.uniform() < probability; }

  /// Memory that presses and eases without any reason.
  void press(farm::FarmOptions& options) {
    options.permits = {true, 0.5, 0.9, Seconds{0.1}, Seconds{0.02}};
    world_.pressure = [draw = draw_](std::uint32_t, std::uint32_t, Seconds) mutable {
      return draw.uniform();
    };
  }

  void draw_setup() {
    std::vector<farm::Node> nodes(1 + draw_.below(4));
    Rank rank = 0;
    for (auto& node : nodes) {
      for (auto ranks = 1 + draw_.below(4); ranks > 0; --ranks) node.ranks.push_back(rank++);
      if (chance(0.3)) node.budget = base::Bytes{draw_.below(1000)};
    }
    ranks_ = rank;
    farm::FarmOptions options;
    options.heartbeat = Seconds{0.1};
    if (chance(0.3)) press(options);
    options.timeout = Seconds{2};
    options.max_retries = static_cast<std::uint16_t>(draw_.below(4));
    if (results_ == Results::told) options.max_retries = beyond_all_losses;
    options.batch = static_cast<std::uint32_t>(draw_.below(3) * draw_.below(8));
    options.batch_time = Seconds{0.2};
    options.prefetch = static_cast<std::uint32_t>(draw_.below(3));
    options.window = static_cast<std::uint32_t>(1 + draw_.below(64));
    options.gamma = 1;
    options.queue = static_cast<std::uint32_t>(1 + draw_.below(8));
    world_.setup = std::make_shared<const farm::Setup>(
        farm::Setup{farm::Layout(std::move(nodes)), options, {{"low", 0}, {"high", 1}}});
  }

  void draw_tasks() {
    const base::Random task_draw(world_.seed, 8);
    const double mean = 0.2 * draw_.uniform();
    const double failing = chance(0.3) ? 0.1 : 0;
    const double hanging = chance(0.2) ? 0.01 : 0;
    const bool all_hang_briefly = results_ == Results::told;
    const double killing = dangers_.rank_zero && chance(0.5) ? 0.02 : 0;
    world_.make_task = [task_draw](std::uint64_t task) {
      farm::Task made;
      made.queue = static_cast<std::uint16_t>(task_draw.bits(4 * task) % 2);
      made.size = {task_draw.bits(4 * task + 1) % 500};
      return made;
    };
    world_.script = [=](std::uint64_t task, std::uint16_t attempt) {
      const Seconds duration{mean * 2 * task_draw.uniform(4 * task + 2)};
      const double lot = task_draw.uniform(4 * task + 3);
      const bool hangs = lot > 1 - hanging;
      const bool mends = attempt >= 2 && (task % 2 == 0 || (hangs && all_hang_briefly));
      auto end = TaskScript::End::done;
      if (!mends && lot < failing) end = TaskScript::End::fails;
      if (!mends && hangs) end = TaskScript::End::hangs;
      if (lot > 0.5 && lot < 0.5 + killing) end = TaskScript::End::kills;
      return TaskScript{end, duration};
    };
  }

  Rank any_rank() {
    if (dangers_.rank_zero) return static_cast<Rank>(draw_.below(static_cast<std::uint64_t>(ranks_)));
    return ranks_ > 1 ? static_cast<Rank>(1 + draw_.below(static_cast<std::uint64_t>(ranks_ - 1)))
                      : farm::no_rank;
  }

  void draw_faults() {
    const auto moment = [this] { return Seconds{draw_.uniform() * (chance(0.5) ? 0.3 : 8.0)}; };
    for (auto crashes = draw_.below(4); crashes > 0; --crashes) {
      if (const auto rank = any_rank(); rank != farm::no_rank) add({Fault::Kind::crash, rank, moment(), {}});
    }
    const auto& nodes = world_.setup->layout.nodes();
    if (nodes.size() > 1 && chance(0.2)) {
      const auto at = moment();
      for (const auto rank : nodes[1 + draw_.below(nodes.size() - 1)].ranks)
        add({Fault::Kind::crash, rank, at, {}});
    }
    for (auto pauses = draw_.below(3); pauses > 0; --pauses) {
      const auto rank = static_cast<Rank>(draw_.below(static_cast<std::uint64_t>(ranks_)));
      const double longest = rank == 0 ? 0.5 : 2.5;
      add({Fault::Kind::pause, rank, moment(), Seconds{draw_.uniform() * longest}});
    }
    if (dangers_.stop) add({Fault::Kind::stop, static_cast<Rank>(draw_.below(ranks_)), moment(), {}});
  }

  void add(Fault fault) { world_.faults.push_back(fault); }

  static constexpr std::uint16_t beyond_all_losses = 16;

  base::RandomSequence draw_;
  Dangers dangers_;
  Results results_;
  Rank ranks_ = 0;
  World world_;
};

/// The same tasks on a single rank to which nothing happens.
World without_faults(World world) {
  auto options = world.setup->options;
  options.timeout = Seconds::never();
  world.setup = std::make_shared<const farm::Setup>(
      farm::Setup{farm::Layout(std::vector<farm::Node>{{{0}}}), options, world.setup->queues});
  world.faults.clear();
  world.network = {};
  world.script = [script = world.script](std::uint64_t task, std::uint16_t attempt) {
    const auto now = script(task, attempt);
    return now.end == TaskScript::End::hangs ? script(task, 2) : now;
  };
  return world;
}

/// What is wrong with what the source was told; empty: nothing.
std::string complaint_about_told(const World& world, const History& history) {
  const std::set<std::uint64_t> told(history.told.begin(), history.told.end());
  if (told.size() != history.told.size()) return "a task was told twice";
  if (history.ranks.front().finished.ending != farm::Ending::complete) return "";
  if (told.size() != world.tasks) return "a task was not told";
  std::uint64_t ended = 0;
  for (const auto& queue : history.status.queues) ended += queue.done + queue.quarantined;
  if (ended != world.tasks) return "the master counts other ends than were told";
  return history.digest == run(without_faults(world)).digest ? "" : "the results depend on the faults";
}

/// What is wrong with a history; empty: nothing.
std::string complaint_about(const World& world, const History& history) {
  if (!history.ended) return "the run does not end";
  const auto& master = history.ranks.front();
  if (master.kind != Fate::Kind::finished) {
    const bool lost = master.kind == Fate::Kind::crashed;
    return lost ? "" : "rank 0 left the run";
  }
  const auto alive = world.setup->layout.without(master.finished.lost);
  const std::set<Rank> living(alive.begin(), alive.end());
  std::map<std::uint64_t, int> ends;
  for (std::size_t rank = 0; rank < history.ranks.size(); ++rank) {
    const auto& fate = history.ranks[rank];
    const auto name = "rank " + std::to_string(rank);
    if (living.contains(static_cast<Rank>(rank)) != (fate.kind == Fate::Kind::finished)) {
      return name + (fate.kind == Fate::Kind::finished ? " finished but is lost to the master"
                                                       : " is alive to the master but did not finish");
    }
    if (fate.kind != Fate::Kind::finished) continue;
    if (fate.finished.lost != master.finished.lost || fate.finished.ending != master.finished.ending) {
      return name + " knows of other losses or another ending than rank 0";
    }
    if (!fate.led) continue;
    for (const auto task : fate.folded) ++ends[task];
    for (const auto task : fate.failed) ++ends[task];
  }
  if (world.generation > 0) {
    const bool folded =
        std::ranges::any_of(history.ranks, [](const Fate& fate) { return !fate.folded.empty(); });
    return folded ? "an answer was folded" : complaint_about_told(world, history);
  }
  for (const auto& [task, times] : ends) {
    if (times != 1) return "task " + std::to_string(task) + " ended " + std::to_string(times) + " times";
  }
  if (master.finished.ending != farm::Ending::complete) return "";
  if (ends.size() != world.tasks)
    return "of " + std::to_string(world.tasks) + " tasks " + std::to_string(ends.size()) + " ended";
  return "";
}

void run_schedules(Dangers dangers, std::uint64_t share, Results results = Results::folded) {
  const auto only = number_from("WINNOW_SCHEDULE_SEED");
  const auto count = number_from("WINNOW_SCHEDULES").value_or(usual_schedules) / share;
  const auto first = only.value_or(1);
  const auto last = only ? first : count;
  std::uint64_t complete = 0;
  for (auto seed = first; seed <= last; ++seed) {
    const Schedule schedule(seed, dangers, results);
    const auto history = run(schedule.world());
    const auto complaint = complaint_about(schedule.world(), history);
    ASSERT_EQ(complaint, "") << "run it again with WINNOW_SCHEDULE_SEED=" << seed;
    const auto& master = history.ranks.front();
    if (master.kind == Fate::Kind::finished && master.finished.ending == farm::Ending::complete) ++complete;
  }
  if (only) return;
  EXPECT_GT(complete, count / 4) << "most of these schedules should let the run end well";
}

TEST(Schedules, fold_every_task_once_or_report_it_failed_whatever_other_ranks_do) {
  run_schedules({}, 2);
}

TEST(Schedules, end_and_never_fold_twice_when_rank_0_may_be_lost_too) {
  run_schedules({.rank_zero = true, .stop = false}, 4);
}

TEST(Schedules, end_and_never_fold_twice_when_stopped_early) {
  run_schedules({.rank_zero = false, .stop = true}, 4);
}

TEST(Schedules, tell_a_listening_source_each_result_once_and_the_same_as_without_faults) {
  run_schedules({}, 4, Results::told);
}

TEST(Schedules, tell_a_listening_source_nothing_twice_when_stopped_early) {
  run_schedules({.rank_zero = false, .stop = true}, 8, Results::told);
}

}  // namespace
}  // namespace winnow::sim
