#include "winnow/cluster/topology.hpp"

#include <hwloc.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace winnow::cluster {
namespace {

struct Destroy {
  void operator()(hwloc_topology_t topology) const { hwloc_topology_destroy(topology); }
};
using Handle = std::unique_ptr<hwloc_topology, Destroy>;

/// Asks for cores, domains and data caches only, and leaves out what takes time to find: the topology is
/// loaded at every start of the program.
void keep_it_quick(hwloc_topology_t topology) {
  hwloc_topology_set_all_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE);
  for (const auto type : {HWLOC_OBJ_PACKAGE, HWLOC_OBJ_CORE, HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L2CACHE,
                          HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L4CACHE}) {
    hwloc_topology_set_type_filter(topology, type, HWLOC_TYPE_FILTER_KEEP_ALL);
  }
  // A NUMA domain inside a package hangs on a group: without it, it would seem to lie near the whole package.
  hwloc_topology_set_type_filter(topology, HWLOC_OBJ_GROUP, HWLOC_TYPE_FILTER_KEEP_STRUCTURE);
#if HWLOC_API_VERSION >= 0x00020800
  hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_NO_DISTANCES | HWLOC_TOPOLOGY_FLAG_NO_MEMATTRS |
                                         HWLOC_TOPOLOGY_FLAG_NO_CPUKINDS);
#endif
  // Asking each processor by its own instruction would move this process over all of them.
  hwloc_topology_set_components(topology, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST, "x86");
}

/// Points hwloc at the source; false, with errno, if it does not take it.
class SetSource {
 public:
  explicit SetSource(hwloc_topology_t topology) : topology_(topology) {}
  bool operator()(const ThisMachine&) const { return true; }
  bool operator()(const SyntheticTopology& source) const {
    return hwloc_topology_set_synthetic(topology_, source.description.c_str()) == 0;
  }
  bool operator()(const TopologyFile& source) const {
    return hwloc_topology_set_xml(topology_, source.path.c_str()) == 0;
  }

 private:
  hwloc_topology_t topology_;
};

struct Name {
  std::string operator()(const ThisMachine&) const { return "this machine"; }
  std::string operator()(const SyntheticTopology& source) const { return '"' + source.description + '"'; }
  std::string operator()(const TopologyFile& source) const { return source.path.string(); }
};

base::Result<Handle> load(const TopologySource& source) {
  const auto refused = [&](int error_number) {
    return base::fail("cannot read the topology of " + std::visit(Name{}, source),
                      "hwloc: " + base::system_words(error_number),
                      "give a file that lstopo wrote (.xml), or a text like \"pack:2 core:64 pu:1\"");
  };
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return refused(errno);
  Handle topology(raw);
  keep_it_quick(raw);
  errno = EINVAL;  // hwloc does not always say why
  if (!std::visit(SetSource(raw), source) || hwloc_topology_load(raw) != 0) return refused(errno);
  return topology;
}

CpuSet cpu_set_of(hwloc_const_cpuset_t bitmap) {
  CpuSet set;
  for (int pu = hwloc_bitmap_first(bitmap); pu >= 0; pu = hwloc_bitmap_next(bitmap, pu)) {
    set.add(static_cast<unsigned>(pu));
  }
  return set;
}

void add_cache(std::vector<CacheLevel>& caches, const CacheLevel& cache) {
  for (auto& known : caches) {
    if (known.level == cache.level && known.size == cache.size) {
      ++known.count;
      return;
    }
  }
  caches.push_back(cache);
}

std::vector<CacheLevel> caches_of(hwloc_topology_t topology) {
  std::vector<CacheLevel> caches;
  for (const auto type : {HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L4CACHE}) {
    for (hwloc_obj_t cache = nullptr;
         (cache = hwloc_get_next_obj_by_type(topology, type, cache)) != nullptr;) {
      add_cache(caches, {cache->attr->cache.depth, {cache->attr->cache.size}, 1});
    }
  }
  return caches;
}

/// Some machines show no cores, only processing units: each is a core then.
hwloc_obj_type_t core_type(hwloc_topology_t topology) {
  return hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE) > 0 ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU;
}

}  // namespace

base::Result<Topology> load_topology(const TopologySource& source) {
  const auto handle = load(source);
  if (!handle) return tl::unexpected(handle.error());
  const hwloc_topology_t found = handle->get();

  Topology topology;
  topology.packages = static_cast<unsigned>(std::max(1, hwloc_get_nbobjs_by_type(found, HWLOC_OBJ_PACKAGE)));
  topology.is_this_machine = hwloc_topology_is_thissystem(found) != 0;
  topology.caches = caches_of(found);
  const auto type = core_type(found);
  for (hwloc_obj_t core = nullptr; (core = hwloc_get_next_obj_by_type(found, type, core)) != nullptr;) {
    topology.cores.push_back(cpu_set_of(core->cpuset));
  }
  for (hwloc_obj_t node = nullptr;
       (node = hwloc_get_next_obj_by_type(found, HWLOC_OBJ_NUMANODE, node)) != nullptr;) {
    topology.domains.push_back(
        {node->os_index, cpu_set_of(node->cpuset), {node->attr->numanode.local_memory}});
  }
  return topology;
}

CpuSet Topology::allowed() const {
  CpuSet all;
  for (const auto& core : cores) all |= core;
  return all;
}

unsigned Topology::cores_in(const CpuSet& pus) const {
  return static_cast<unsigned>(
      std::count_if(cores.begin(), cores.end(), [&](const CpuSet& core) { return core.intersects(pus); }));
}

void encode(const Topology& topology, base::Encoder& out) {
  out.put(topology.packages);
  out.put<std::uint8_t>(topology.is_this_machine ? 1 : 0);
  out.put_varint(topology.cores.size());
  for (const auto& core : topology.cores) out.put_text(core.text());
  out.put_varint(topology.domains.size());
  for (const auto& domain : topology.domains) {
    out.put(domain.number);
    out.put_text(domain.pus.text());
    out.put(domain.memory.count);
  }
  out.put_varint(topology.caches.size());
  for (const auto& cache : topology.caches) {
    out.put(cache.level);
    out.put(cache.size.count);
    out.put(cache.count);
  }
}

Topology decode_topology(base::Decoder& in) {
  const auto cpu_set = [&in] { return CpuSet::parse(in.get_text()).value_or(CpuSet()); };
  Topology topology;
  topology.packages = in.get<unsigned>();
  topology.is_this_machine = in.get<std::uint8_t>() != 0;
  for (auto left = in.get_varint(); left > 0 && in.ok(); --left) topology.cores.push_back(cpu_set());
  for (auto left = in.get_varint(); left > 0 && in.ok(); --left) {
    NumaDomain domain;
    domain.number = in.get<unsigned>();
    domain.pus = cpu_set();
    domain.memory = {in.get<std::uint64_t>()};
    topology.domains.push_back(std::move(domain));
  }
  for (auto left = in.get_varint(); left > 0 && in.ok(); --left) {
    CacheLevel cache;
    cache.level = in.get<unsigned>();
    cache.size = {in.get<std::uint64_t>()};
    cache.count = in.get<unsigned>();
    topology.caches.push_back(cache);
  }
  return topology;
}

std::string hwloc_version() {
  return HWLOC_VERSION;
}

}  // namespace winnow::cluster
