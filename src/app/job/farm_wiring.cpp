#include "app/job/farm_wiring.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/job/autoscaling.hpp"
#include "winnow/cluster/binding.hpp"

namespace winnow::app {
namespace {

std::vector<farm::Node> nodes_of(const Setting& setting) {
  std::vector<farm::Node> nodes;
  for (std::size_t i = 0; i < setting.cluster.nodes.size(); ++i) {
    farm::Node node;
    for (const auto& rank : setting.cluster.nodes[i].ranks) node.ranks.push_back(rank.rank);
    const auto budget = setting.plan.nodes[i].budget;
    const auto base = setting.plan.nodes[i].base;
    if (!budget.is_unlimited()) node.budget = budget > base ? budget - base : base::Bytes{};
    node.limit = setting.plan.nodes[i].limit;
    nodes.push_back(std::move(node));
  }
  return nodes;
}

}  // namespace

std::shared_ptr<const farm::Setup> farm_setup(const Setting& setting, StudyJob& job) {
  const auto& wanted = setting.order.study.farm();
  farm::FarmOptions options;
  options.heartbeat = wanted.heartbeat;
  options.timeout = wanted.timeout.value_or(base::Seconds::never());
  options.max_retries = static_cast<std::uint16_t>(wanted.max_retries);
  options.batch = wanted.batch.value_or(0);
  options.batch_min = wanted.batch_min;
  options.batch_max = wanted.batch_max;
  options.prefetch = wanted.prefetch;
  options.queue = wanted.queue;
  options.permits.on = setting.order.study.resources().safety;
  options.permits.eta = setting.plan.eta;
  options.autoscale = autoscale_rules(wanted.autoscale);
  job.adjust(options);
  return std::make_shared<const farm::Setup>(
      farm::Setup{farm::Layout(nodes_of(setting)), options, job.job().queues()});
}

std::size_t index_on_node(const cluster::Node& node, int rank) {
  const auto at = std::find_if(node.ranks.begin(), node.ranks.end(),
                               [&](const auto& other) { return other.rank == rank; });
  return static_cast<std::size_t>(at - node.ranks.begin());
}

std::function<void(std::uint32_t)> settler(const cluster::Node& node, const plan::NodePlan& plan,
                                           std::size_t index, base::Log& log) {
  auto places = cluster::place_kernels(node, plan.kernels, cluster::Placement::spread)[index];
  return [places = std::move(places), &node, &log](std::uint32_t slot) {
    const auto bound = cluster::bind_this_thread(node.facts.topology, places[slot].pus);
    if (!bound) log.warning(bound.error().text());
  };
}

}  // namespace winnow::app
