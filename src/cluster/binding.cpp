#include "winnow/cluster/binding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>

#include "cluster/affinity.hpp"

namespace winnow::cluster {
namespace {

/// A NUMA domain filling up with kernels.
struct Room {
  std::size_t domain = 0;
  CpuSet pus;
  unsigned cores = 0;
  unsigned kernels = 0;

  /// Kernels a core, were there one more.
  [[nodiscard]] double load() const { return (kernels + 1.0) / cores; }
};

std::vector<Room> rooms_of(const Node& node) {
  std::vector<Room> rooms;
  const auto& topology = node.facts.topology;
  for (std::size_t i = 0; i < topology.domains.size(); ++i) {
    const auto pus = topology.domains[i].pus & node.usable;
    if (!pus.empty()) rooms.push_back({i, pus, topology.cores_in(pus), 0});
  }
  if (rooms.empty()) rooms.push_back({0, node.usable, std::max(1U, topology.cores_in(node.usable)), 0});
  return rooms;
}

/// Where the next kernel of a rank with this binding goes; ties go to the first.
Room& choose(std::vector<Room>& rooms, const CpuSet& binding, Placement placement) {
  Room* best = nullptr;
  for (auto& room : rooms) {
    if (!room.pus.intersects(binding)) continue;
    if (placement == Placement::compact && room.kernels < room.cores) return room;
    if (best == nullptr || room.load() < best->load()) best = &room;
  }
  assert(best != nullptr);  // a binding is never empty, and the rooms hold all that is usable
  return *best;
}

/// The physical cores, by index, that a set touches.
std::vector<std::size_t> cores_of(const Topology& topology, const CpuSet& pus) {
  std::vector<std::size_t> cores;
  for (std::size_t i = 0; i < topology.cores.size(); ++i) {
    if (topology.cores[i].intersects(pus)) cores.push_back(i);
  }
  return cores;
}

/// Two ranks that are bound to one and the same core.
std::optional<base::Error> check_shared_core(const Node& node) {
  const auto& topology = node.facts.topology;
  std::vector<const NodeRank*> owner(topology.cores.size(), nullptr);
  for (const auto& rank : node.ranks) {
    const auto cores = cores_of(topology, rank.binding);
    if (cores.size() != 1 || topology.cores.size() == 1) continue;
    auto*& other = owner[cores.front()];
    if (other == nullptr) {
      other = &rank;
      continue;
    }
    const bool same_unit = other->binding.intersects(rank.binding);
    return base::Error{fmt::format("ranks {} and {} on {} are bound to one core", other->rank, rank.rank,
                                   node.facts.hostname),
                       fmt::format("{}: {}", same_unit ? "processing units" : "two hardware threads of it",
                                   (other->binding | rank.binding).text()),
                       same_unit
                           ? "start mpirun with --bind-to core --map-by core"
                           : "start mpirun with --bind-to core --map-by core and without --use-hwthread-cpus",
                       {}};
  }
  return std::nullopt;
}

/// More kernels on the node than cores.
std::optional<base::Error> check_crowd(const Node& node, unsigned kernels) {
  const auto cores = node.cores();
  if (kernels <= cores) return std::nullopt;
  return base::Error{
      fmt::format("{} kernels share {} core{} on {}", kernels, cores, cores == 1 ? "" : "s",
                  node.facts.hostname),
      "they take turns, and none is faster for it",
      fmt::format("start mpirun with --map-by ppr:{}:node; to have them take turns all the same, "
                  "--oversubscribe; to give each a hardware thread, --use-hwthread-cpus",
                  cores),
      {}};
}

/// A rank whose binding has fewer cores than it has kernels, on a node that has room for them.
std::optional<base::Error> check_narrow(const Node& node, const NodeRank& rank, unsigned kernels) {
  const auto& topology = node.facts.topology;
  const auto bound = topology.cores_in(rank.binding);
  if (kernels <= bound || bound == topology.cores.size()) return std::nullopt;
  return base::Error{fmt::format("the {} kernels of rank {} on {} share {} core{}", kernels, rank.rank,
                                 node.facts.hostname, bound, bound == 1 ? "" : "s"),
                     fmt::format("mpirun bound it to processing units {}", rank.binding.text()),
                     "start mpirun with --bind-to none",
                     {}};
}

}  // namespace

std::vector<std::vector<KernelPlace>> place_kernels(const Node& node, const std::vector<unsigned>& kernels,
                                                    Placement placement) {
  assert(kernels.size() == node.ranks.size());
  auto rooms = rooms_of(node);
  std::vector<std::vector<KernelPlace>> places(node.ranks.size());
  for (std::size_t rank = 0; rank < node.ranks.size(); ++rank) {
    const auto& binding = node.ranks[rank].binding;
    for (unsigned i = 0; i < kernels[rank]; ++i) {
      auto& room = choose(rooms, binding, placement);
      ++room.kernels;
      places[rank].push_back({room.pus & binding, room.domain});
    }
  }
  return places;
}

std::vector<base::Error> check_binding(const Node& node, const std::vector<unsigned>& kernels) {
  assert(kernels.size() == node.ranks.size());
  std::vector<base::Error> warnings;
  const auto keep = [&](std::optional<base::Error> warning) {
    if (warning) warnings.push_back(*std::move(warning));
  };
  keep(check_shared_core(node));
  for (std::size_t i = 0; i < node.ranks.size(); ++i) keep(check_narrow(node, node.ranks[i], kernels[i]));
  if (warnings.empty()) keep(check_crowd(node, std::accumulate(kernels.begin(), kernels.end(), 0U)));
  return warnings;
}

base::Result<void> bind_this_thread(const Topology& topology, const CpuSet& pus) {
  if (!topology.is_this_machine || pus.empty()) return {};
  return set_affinity(pus);
}

}  // namespace winnow::cluster
