#pragma once
// The batch scheduler's word about a node, from the variables that it sets for a job.

#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/cluster/environment.hpp"

namespace winnow::cluster {

/// An upper bound on the memory of a node, and who said so.
struct MemoryCandidate {
  base::Bytes value;
  std::string source;
  bool operator==(const MemoryCandidate&) const = default;
};

struct SchedulerFacts {
  std::string name;                     ///< "SLURM", "PBS"; empty: none
  std::string job;                      ///< the job's id
  std::vector<MemoryCandidate> memory;  ///< limits per node
  bool operator==(const SchedulerFacts&) const = default;
};

/// SLURM (sbatch(1), OUTPUT ENVIRONMENT VARIABLES) and PBS. Variables that are no numbers are passed over.
[[nodiscard]] SchedulerFacts find_scheduler(const Variables& variables);

}  // namespace winnow::cluster
