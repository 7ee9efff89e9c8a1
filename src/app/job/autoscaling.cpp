#include "app/job/autoscaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "winnow/base/error.hpp"
#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

using farm::ScaleCause;

/// Why so many are to run, where they are not all that may.
std::string_view words_of(ScaleCause cause) {
  switch (cause) {
    case ScaleCause::cpu:
      return "that many use the processor time aimed at";
    case ScaleCause::memory:
      return "memory is above its target";
    case ScaleCause::queue:
      return "that many are worth what waits";
    case ScaleCause::metric:
      return "the metric asks for that many";
    case ScaleCause::none:
      break;
  }
  return "as many as may";
}

bool is_metric(std::string_view name) {
  const auto quantity = watch::quantity_named(name);
  return quantity && !watch::text_of(*quantity).is_counter;
}

}  // namespace

farm::AutoscaleRules autoscale_rules(const study::Autoscale& wanted) {
  farm::AutoscaleRules rules;
  rules.on = wanted.enabled;
  if (wanted.cpu.has_value()) rules.cpu = wanted.cpu.value().of_one;
  if (wanted.memory.has_value()) rules.memory = wanted.memory.value().of_one;
  if (wanted.queue.has_value()) rules.queue = wanted.queue.value();
  if (wanted.metric.has_value()) rules.metric = wanted.metric_target;
  rules.floor = wanted.floor;
  rules.ceiling = wanted.ceiling.value_or(rules.ceiling);
  rules.window = wanted.window;
  rules.interval = wanted.interval;
  return rules;
}

std::optional<watch::Quantity> autoscale_metric(const study::Autoscale& wanted) {
  if (!wanted.enabled || wanted.metric.is_word()) return std::nullopt;
  return watch::quantity_named(wanted.metric.value());
}

void check_autoscale(const study::Study& study) {
  const auto& metric = study.farm().autoscale.metric;
  if (metric.is_word() || is_metric(metric.value())) return;
  std::vector<std::string> names;
  for (const auto& text : watch::all_quantities()) {
    if (!text.is_counter) names.emplace_back(text.name);
  }
  const auto near = base::nearest(metric.value(), names, 1);
  throw base::Failure(
      {fmt::format("farm.autoscale.metric = \"{}\" is nothing that is sampled", metric.value()),
       "it is one of " + base::enumerate(names),
       near.empty() ? "write one of these" : fmt::format("write \"{}\"", near.front()),
       study.place_of("farm.autoscale.metric")});
}

std::optional<std::string> scale_note(std::string_view node, const farm::NodeStatus& before,
                                      const farm::NodeStatus& now) {
  const bool might_all = before.scaled == 0 || before.scaled >= before.slots;
  const auto former = might_all ? now.slots : before.scaled;
  if (now.scaled == 0 || now.scaled == former) return std::nullopt;
  return fmt::format("{} of {} workers may run on {}, before {}: {}", now.scaled, now.slots, node, former,
                     words_of(now.scale_cause));
}

std::vector<std::string> scale_notes(const std::vector<farm::NodeStatus>& before,
                                     const std::vector<farm::NodeStatus>& now, const plan::Plan& plan) {
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto former = i < before.size() ? before[i] : farm::NodeStatus{};
    if (auto note = scale_note(plan.nodes[i].hostname, former, now[i])) notes.push_back(*std::move(note));
  }
  return notes;
}

std::optional<std::string> wanted_note(const std::vector<farm::NodeStatus>& nodes, const plan::Plan& plan) {
  double workers = 0;
  double wanted = 0;
  std::size_t worst = 0;
  const auto excess = [](const farm::NodeStatus& node) {
    return node.slots > 0 ? static_cast<double>(node.wanted) / node.slots : 0;
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    workers += nodes[i].slots;
    wanted += std::max(nodes[i].wanted, nodes[i].slots);
    if (excess(nodes[i]) > excess(nodes[worst])) worst = i;
  }
  if (nodes.empty() || excess(nodes[worst]) <= 1) return std::nullopt;
  if (nodes[worst].wanted >= farm::most_wanted) {
    return fmt::format(
        "the autoscaler asked for more workers on {} than can be (a target of [farm.autoscale] is too "
        "small): "
        "set its cpu, queue or metric_target higher, and the summary says how many nodes would do",
        plan.nodes[worst].hostname);
  }
  const auto needed = wanted / workers * static_cast<double>(nodes.size());
  return fmt::format(
      "the autoscaler would have had {} workers on {}, where there are {}; ask for about {} such nodes, or "
      "for "
      "nodes of more cores",
      nodes[worst].wanted, plan.nodes[worst].hostname, nodes[worst].slots,
      static_cast<std::uint64_t>(std::ceil(needed)));
}

}  // namespace winnow::app
