#pragma once
// Between a study's [farm.autoscale] and the farm, and what people are told of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/study/study.hpp"
#include "winnow/watch/quantity.hpp"

namespace winnow::app {

[[nodiscard]] farm::AutoscaleRules autoscale_rules(const study::Autoscale& wanted);

/// The quantity that the study's `metric` names; nothing if it names none.
[[nodiscard]] std::optional<watch::Quantity> autoscale_metric(const study::Autoscale& wanted);

/// Throws base::Failure if `metric` is no quantity that is sampled, or one that only ever grows.
void check_autoscale(const study::Study& study);

/// A line on a node whose autoscaler lets another number run than before; nothing if it does not.
[[nodiscard]] std::optional<std::string> scale_note(std::string_view node, const farm::NodeStatus& before,
                                                    const farm::NodeStatus& now);

/// Such lines on all nodes. `before` is empty where nothing was told yet: then all might run.
[[nodiscard]] std::vector<std::string> scale_notes(const std::vector<farm::NodeStatus>& before,
                                                   const std::vector<farm::NodeStatus>& now,
                                                   const plan::Plan& plan);

/// A line on nodes where autoscalers would have had more run for long than there are workers, and what to ask
/// for the next time; nothing where there were none.
[[nodiscard]] std::optional<std::string> wanted_note(const std::vector<farm::NodeStatus>& nodes,
                                                     const plan::Plan& plan);

}  // namespace winnow::app
