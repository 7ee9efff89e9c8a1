#include "winnow/cluster/scheduler.hpp"

#include <cctype>
#include <cstdint>
#include <optional>

#include "cluster/fields.hpp"

namespace winnow::cluster {
namespace {

std::optional<std::uint64_t> number_of(const Variables& variables, std::string_view name) {
  return number(value_of(variables, name));
}

/// Processors of the job on this node. SLURM_JOB_CPUS_PER_NODE ("72(x2),36") speaks of all nodes in turn.
std::optional<std::uint64_t> slurm_cpus(const Variables& variables) {
  if (const auto here = number_of(variables, "SLURM_CPUS_ON_NODE")) return here;
  auto node = number_of(variables, "SLURM_NODEID").value_or(0);
  for (const auto part : split(value_of(variables, "SLURM_JOB_CPUS_PER_NODE"), ',')) {
    const auto open = part.find("(x");
    const auto times = open == std::string_view::npos
                           ? 1
                           : number(part.substr(open + 2, part.size() - open - 3)).value_or(1);
    if (node < times) return number(part.substr(0, open));
    node -= times;
  }
  return std::nullopt;
}

/// Zero stands for all memory of the node.
std::vector<MemoryCandidate> slurm_memory(const Variables& variables) {
  std::vector<MemoryCandidate> found;
  const auto per_node = number_of(variables, "SLURM_MEM_PER_NODE");
  if (per_node && *per_node > 0) found.push_back({base::mebibytes(*per_node), "SLURM_MEM_PER_NODE"});
  const auto per_cpu = number_of(variables, "SLURM_MEM_PER_CPU");
  const auto cpus = slurm_cpus(variables);
  if (per_cpu && *per_cpu > 0 && cpus && *cpus > 0) {
    found.push_back(
        {base::mebibytes(*per_cpu * *cpus), "SLURM_MEM_PER_CPU on " + std::to_string(*cpus) + " CPUs"});
  }
  return found;
}

/// A size of PBS (pbs_resources(7)): digits, then b, kb, mb, gb, tb in powers of 1024, in either case.
std::optional<base::Bytes> pbs_size(std::string_view text) {
  const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
  const auto count = number(digits);
  if (!count || *count == 0) return std::nullopt;
  std::string suffix(text.substr(digits.size()));
  for (auto& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (suffix.empty() || suffix == "b") return base::Bytes{*count};
  constexpr std::string_view prefixes = "kmgt";
  const auto power = prefixes.find(suffix.front());
  if (suffix.size() != 2 || suffix[1] != 'b' || power == std::string_view::npos) return std::nullopt;
  return base::Bytes{*count << (10 * (power + 1))};
}

/// PBS_RESC_TOTAL_MEM is of all nodes together, the others are of this one.
std::vector<MemoryCandidate> pbs_memory(const Variables& variables) {
  std::vector<MemoryCandidate> found;
  for (const auto* name : {"PBS_RESC_MEM", "PBS_VMEM"}) {
    if (const auto size = pbs_size(value_of(variables, name))) found.push_back({*size, name});
  }
  const auto total = pbs_size(value_of(variables, "PBS_RESC_TOTAL_MEM"));
  const auto nodes = number_of(variables, "PBS_NUM_NODES").value_or(1);
  if (total && nodes > 0 && found.empty()) {
    const auto over = nodes > 1 ? " over " + std::to_string(nodes) + " nodes" : std::string();
    found.push_back({{total->count / nodes}, "PBS_RESC_TOTAL_MEM" + over});
  }
  return found;
}

}  // namespace

SchedulerFacts find_scheduler(const Variables& variables) {
  const auto slurm = value_of(variables, "SLURM_JOB_ID");
  if (!slurm.empty()) return {"SLURM", std::string(slurm), slurm_memory(variables)};
  const auto pbs = value_of(variables, "PBS_JOBID");
  if (!pbs.empty()) return {"PBS", std::string(pbs), pbs_memory(variables)};
  return {};
}

}  // namespace winnow::cluster
