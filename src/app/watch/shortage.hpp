#pragma once
// Whether memory let fewer kernels run than the plan had, and what to ask for the next time.

#include <optional>
#include <string>
#include <vector>

#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::app {

/// A line on the nodes that were short of memory; nothing where none was. What to ask for is what their
/// leaders measured (NodeStatus::enough); where that is not known, nodes alone, as if each kernel takes the
/// same.
[[nodiscard]] std::optional<std::string> shortage_note(const std::vector<farm::NodeStatus>& nodes,
                                                       const plan::Plan& plan);

}  // namespace winnow::app
