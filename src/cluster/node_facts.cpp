#include "winnow/cluster/node_facts.hpp"

#include <algorithm>
#include <cmath>

#include "winnow/cluster/cgroup.hpp"

namespace winnow::cluster {
namespace {

/// The least quota of the groups in whole cores, at least 1; 0 if none has one.
unsigned cores_by_quota(const std::vector<Cgroup>& groups) {
  std::optional<double> least;
  for (const auto& group : groups) {
    const auto quota = cpu_quota(group);
    if (quota) least = std::min(least.value_or(*quota), *quota);
  }
  return least ? static_cast<unsigned>(std::max(1.0, std::floor(*least))) : 0;
}

void encode(const SchedulerFacts& scheduler, base::Encoder& out) {
  out.put_text(scheduler.name);
  out.put_text(scheduler.job);
  out.put_varint(scheduler.memory.size());
  for (const auto& candidate : scheduler.memory) {
    out.put(candidate.value.count);
    out.put_text(candidate.source);
  }
}

SchedulerFacts decode_scheduler_facts(base::Decoder& in) {
  SchedulerFacts scheduler;
  scheduler.name = in.get_text();
  scheduler.job = in.get_text();
  for (auto left = in.get_varint(); left > 0 && in.ok(); --left) {
    const auto value = in.get<std::uint64_t>();
    scheduler.memory.push_back({{value}, std::string(in.get_text())});
  }
  return scheduler;
}

}  // namespace

base::Result<NodeFacts> discover_node(const Environment& environment) {
  auto topology = load_topology(environment.topology);
  if (!topology) return tl::unexpected(topology.error());
  const auto memory_groups = find_cgroups(environment.root, "memory");

  NodeFacts facts;
  facts.hostname = environment.hostname;
  facts.topology = *std::move(topology);
  facts.cpu_quota = cores_by_quota(find_cgroups(environment.root, "cpu"));
  facts.scheduler = find_scheduler(environment.variables);
  facts.memory = find_memory_limit(environment.root, memory_groups, facts.scheduler);
  facts.memory_now = find_memory_state(environment.root, memory_groups);
  facts.cgroups = cgroup_layout(environment.root);
  return facts;
}

void encode(const NodeFacts& facts, base::Encoder& out) {
  out.put_text(facts.hostname);
  encode(facts.topology, out);
  out.put(facts.cpu_quota);
  encode(facts.memory, out);
  out.put(facts.memory_now.available.count);
  out.put(facts.memory_now.physical.count);
  encode(facts.scheduler, out);
  out.put_text(facts.cgroups);
}

NodeFacts decode_node_facts(base::Decoder& in) {
  NodeFacts facts;
  facts.hostname = in.get_text();
  facts.topology = decode_topology(in);
  facts.cpu_quota = in.get<unsigned>();
  facts.memory = decode_memory_limit(in);
  facts.memory_now.available = {in.get<std::uint64_t>()};
  facts.memory_now.physical = {in.get<std::uint64_t>()};
  facts.scheduler = decode_scheduler_facts(in);
  facts.cgroups = in.get_text();
  return facts;
}

}  // namespace winnow::cluster
