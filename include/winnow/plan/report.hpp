#pragma once
// Plans and machines as text for people and as JSON for machines. JSON sizes are bytes; what is not known is
// null.

#include <string>
#include <vector>

#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/plan/status.hpp"

namespace winnow::plan {

/// `winnow plan STUDY`: what is planned for, nodes, cores, limits and where each came from, workers, chunk
/// size where there are pieces, predicted peak. Nodes that are alike share a line.
[[nodiscard]] std::string plan_text(const Plan& plan);

/// Likewise; an object, or where a study has several jobs an array of them.
[[nodiscard]] std::string plan_json(const std::vector<Plan>& plans);

/// `winnow plan` without a study: the state of this machine.
[[nodiscard]] std::string status_text(const Status& status);
[[nodiscard]] std::string status_json(const Status& status);

/// A part of the program and what was found of it.
struct Component {
  std::string name;     ///< "MPI"
  std::string found;    ///< "Open MPI 4.1.4"; empty: nothing
  std::string without;  ///< what is off where it is not found
};

/// `winnow info`: what the program was built with (`built_with`: MPI, HDF5, …) and what stands on this node.
[[nodiscard]] std::vector<Component> components_of(const cluster::NodeFacts& facts);
[[nodiscard]] std::string info_text(const std::vector<Component>& built_with,
                                    const cluster::NodeFacts& facts);
[[nodiscard]] std::string info_json(const std::vector<Component>& built_with,
                                    const cluster::NodeFacts& facts);

}  // namespace winnow::plan
