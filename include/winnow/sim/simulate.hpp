#pragma once
// `winnow simulate`: how the farm would fare on a machine that is not at hand.

#include <cstdint>
#include <string>

#include "winnow/base/clock.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::sim {

struct SimulationOptions {
  std::uint32_t nodes = 1;
  std::uint32_t ranks = 2;  ///< per node
  std::uint32_t slots = 1;  ///< kernels per rank
  std::uint64_t tasks = 100'000;
  base::Seconds task_time{0.01};  ///< mean
  double cv = 1.0;                ///< coefficient of variation of the log-normal task time; 0: all alike
  base::Seconds latency{5e-6};    ///< of a message between nodes; within a node a tenth of it
  std::uint64_t seed = 1;
  farm::FarmOptions farm;
};

struct SimulationReport {
  std::uint64_t ranks = 0;
  std::uint64_t slots = 0;
  std::uint64_t tasks = 0;            ///< done
  base::Seconds work;                 ///< of all tasks together
  base::Seconds ideal;                ///< work / slots, or the longest task if that is longer
  base::Seconds makespan;             ///< virtual, to the master's end
  double efficiency = 0;              ///< ideal / makespan
  base::Seconds master_cpu;           ///< real time spent in the master's rank
  double master_busy = 0;             ///< master_cpu / makespan
  std::uint64_t messages = 0;         ///< between ranks, over the whole run
  base::Bytes bytes;                  ///< of these messages
  std::uint64_t master_messages = 0;  ///< to and from rank 0
  double cost_per_task = 0;           ///< µs of real time in the state machines of all ranks, per task
  double master_cost_per_task = 0;    ///< µs of master_cpu per task
};

/// Runs the farm's own state machines on imagined ranks in virtual time, without faults. `clock` measures
/// their real cost: the same options give the same report but for it. Memory is about 1 KiB a rank and 100 B
/// a task.
[[nodiscard]] SimulationReport simulate(const SimulationOptions& options, const base::Clock& clock);

/// The report as a few aligned lines for a person.
[[nodiscard]] std::string to_text(const SimulationReport& report);

}  // namespace winnow::sim
