#pragma once
// What the farm is told of the ranks, of the study's wishes and of the job.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "app/job/setting.hpp"
#include "app/job/study_job.hpp"
#include "winnow/base/log.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::app {

/// What the farm needs to know alike on all ranks.
[[nodiscard]] std::shared_ptr<const farm::Setup> farm_setup(const Setting& setting, StudyJob& job);

/// The rank's index among those of its node.
[[nodiscard]] std::size_t index_on_node(const cluster::Node& node, int rank);

/// How the kernel threads of a node's rank bind themselves, by slot. Node and log outlive it.
[[nodiscard]] std::function<void(std::uint32_t)> settler(const cluster::Node& node,
                                                         const plan::NodePlan& plan, std::size_t index,
                                                         base::Log& log);

}  // namespace winnow::app
