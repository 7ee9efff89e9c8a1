#pragma once
// Everything a rank knows of a job's run before the farm starts.

#include <string>
#include <vector>

#include "app/command_line.hpp"
#include "app/job/run_order.hpp"
#include "winnow/base/held_memory.hpp"
#include "winnow/base/reclaimer.hpp"
#include "winnow/base/table.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/watch/profiler.hpp"

namespace winnow::app {

class MetricsFeed;

struct Setting {
  const RunOrder& order;
  const RunCommand& command;
  std::string words;                     ///< of the command line
  std::vector<base::Attribute> made_of;  ///< what the jobs before this one say of their inputs
  cluster::Cluster cluster;
  plan::Plan plan;
  watch::Profiler* profiler = nullptr;   ///< what is told of the run's operations; null: nothing is
  base::HeldMemory& held;                ///< what jobs keep on this rank
  MetricsFeed* metrics = nullptr;        ///< on rank 0, where the study wants them
  base::Reclaimer* reclaimer = nullptr;  ///< of this rank

  /// Of the study; its name where it has none.
  [[nodiscard]] std::string title() const {
    const auto& study = order.study;
    return study.title().empty() ? study.name() : study.title();
  }

  /// The plan of the node that the rank is on.
  [[nodiscard]] const plan::NodePlan& node_of(int rank) const { return plan.nodes[cluster.node_of(rank)]; }
};

}  // namespace winnow::app
