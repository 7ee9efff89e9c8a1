#include "winnow/sim/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include "winnow/base/random.hpp"
#include "winnow/base/text.hpp"
#include "winnow/sim/simulation.hpp"

namespace winnow::sim {
namespace {

farm::Layout layout_of(const SimulationOptions& options) {
  std::vector<farm::Node> nodes(options.nodes);
  farm::Rank rank = 0;
  for (auto& node : nodes) {
    for (std::uint32_t i = 0; i < options.ranks; ++i) node.ranks.push_back(rank++);
  }
  return farm::Layout(std::move(nodes));
}

/// Task times drawn from the log-normal distribution of the given mean and coefficient of variation: with
/// s² = ln(1 + cv²), exp(N(ln mean − s²/2, s²)). The normal deviate is Box and Muller's (Ann. Math. Stat. 29,
/// 1958).
class TaskTimes {
 public:
  explicit TaskTimes(const SimulationOptions& options)
      : random_(options.seed, 2),
        variance_(std::log1p(options.cv * options.cv)),
        location_(std::log(options.task_time.count) - variance_ / 2),
        mean_(options.task_time) {}

  [[nodiscard]] base::Seconds of(std::uint64_t task) const {
    if (variance_ == 0 || mean_.count == 0) return mean_;
    const double radius = std::sqrt(-2 * std::log1p(-random_.uniform(2 * task)));
    const double deviate = radius * std::cos(2 * std::numbers::pi * random_.uniform(2 * task + 1));
    return {std::exp(location_ + std::sqrt(variance_) * deviate)};
  }

 private:
  base::Random random_;
  double variance_;
  double location_;
  base::Seconds mean_;
};

}  // namespace

SimulationReport simulate(const SimulationOptions& options, const base::Clock& clock) {
  const TaskTimes times(options);
  World world;
  world.setup = std::make_shared<const farm::Setup>(
      farm::Setup{layout_of(options), options.farm, {farm::Queue{"imagined", 0}}});
  world.slots = options.slots;
  world.tasks = options.tasks;
  world.script = [&times](std::uint64_t task, std::uint16_t /*attempt*/) {
    return TaskScript{TaskScript::End::done, times.of(task)};
  };
  world.network = {options.latency * 0.1, options.latency, {}};
  world.time_limit = base::Seconds::never();
  world.clock = &clock;
  const auto history = run(world);

  SimulationReport report;
  report.ranks = std::uint64_t{options.nodes} * options.ranks;
  report.slots = report.ranks * options.slots;
  for (const auto& queue : history.status.queues) report.tasks += queue.done;
  base::Seconds longest;
  for (std::uint64_t task = 0; task < options.tasks; ++task) {
    const auto time = times.of(task);
    report.work += time;
    longest = std::max(longest, time);
  }
  report.ideal = std::max(report.work * (1.0 / static_cast<double>(report.slots)), longest);
  report.makespan = history.makespan;
  report.efficiency = report.makespan.count > 0 ? report.ideal / report.makespan : 1.0;
  report.master_cpu = history.master_cost;
  report.master_busy = report.makespan.count > 0 ? report.master_cpu / report.makespan : 0.0;
  report.messages = history.messages;
  report.bytes = history.bytes;
  report.master_messages = history.master_messages;
  const auto per_task = [&](base::Seconds cost) {
    return cost.count * 1e6 / static_cast<double>(std::max<std::uint64_t>(report.tasks, 1));
  };
  report.cost_per_task = per_task(history.cost);
  report.master_cost_per_task = per_task(history.master_cost);
  return report;
}

std::string to_text(const SimulationReport& report) {
  return fmt::format(
      "ranks        {} with {} kernel slots\n"
      "tasks        {}, {} of work\n"
      "makespan     {} (ideal {})\n"
      "efficiency   {:.1f} %\n"
      "master       busy {:.2f} %, {:.3f} µs a task, {} messages\n"
      "farm         {:.3f} µs a task over all ranks\n"
      "messages     {}, {}\n",
      base::with_commas(report.ranks), base::with_commas(report.slots), base::with_commas(report.tasks),
      base::to_text(report.work), base::to_text(report.makespan), base::to_text(report.ideal),
      report.efficiency * 100, report.master_busy * 100, report.master_cost_per_task,
      base::with_commas(report.master_messages), report.cost_per_task, base::with_commas(report.messages),
      base::to_text(report.bytes));
}

}  // namespace winnow::sim
