#pragma once
// The cluster that the ranks of a communicator stand on.

#include <boost/mpi/communicator.hpp>

#include "winnow/base/error.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/cluster/environment.hpp"

namespace winnow::mpi {

/// \collective Every rank learns of all nodes. Ranks that can share memory are on one node; its lowest rank
/// looks at the node, through its own `environment`. All ranks get the same success or failure.
[[nodiscard]] base::Result<cluster::Cluster> find_cluster(const boost::mpi::communicator& communicator,
                                                          const cluster::Environment& environment);

}  // namespace winnow::mpi
