#pragma once
// The group `run/` of a result file: what differs from run to run, and is no part of the answer.

#include <memory>
#include <string>
#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/mpi/driver.hpp"
#include "winnow/plan/plan.hpp"

namespace winnow::app {

/// What is known of a run when it is written down.
struct RunFacts {
  const cluster::Cluster& cluster;
  const plan::Plan& plan;
  const mpi::FarmEnd& end;
  std::vector<base::Bytes> peaks;  ///< of each node's ranks together, as in the cluster
  std::string command;             ///< that the run was started with
  std::string started;             ///< ISO 8601
  base::Seconds elapsed;
  std::string inputs;  ///< reduce::Inputs::fingerprint()
};

/// run/plan, run/workers, run/queues. On ranks other than 0 they are empty.
[[nodiscard]] std::vector<std::unique_ptr<base::TableSource>> run_tables(const RunFacts& facts, bool is_root);

/// The attributes of run/provenance.
[[nodiscard]] std::vector<base::Attribute> provenance(const RunFacts& facts);

}  // namespace winnow::app
