#include "winnow/mpi/cluster.hpp"

#include <boost/mpi/collectives.hpp>
#include <boost/mpi/exception.hpp>

#include "winnow/cluster/node_facts.hpp"
#include "winnow/mpi/team.hpp"

namespace winnow::mpi {
namespace {

/// The lowest rank, of `communicator`, on this rank's node.
int node_leader(const boost::mpi::communicator& communicator) {
  MPI_Comm node = MPI_COMM_NULL;
  BOOST_MPI_CHECK_RESULT(MPI_Comm_split_type,
                         (communicator, MPI_COMM_TYPE_SHARED, communicator.rank(), MPI_INFO_NULL, &node));
  const boost::mpi::communicator shared(node, boost::mpi::comm_take_ownership);
  int leader = communicator.rank();
  boost::mpi::broadcast(shared, leader, 0);
  return leader;
}

}  // namespace

base::Result<cluster::Cluster> find_cluster(const boost::mpi::communicator& communicator,
                                            const cluster::Environment& environment) {
  cluster::RankFacts mine;
  mine.rank = communicator.rank();
  mine.leader = node_leader(communicator);
  mine.binding = environment.binding;
  base::Error failure;
  if (mine.leader == mine.rank) {
    auto facts = cluster::discover_node(environment);
    if (facts) {
      mine.facts = *std::move(facts);
    } else {
      failure = std::move(facts).error();
    }
  }
  MpiTeam team(communicator);
  base::Buffer failed;
  base::Encoder(failed).put_text(failure.text());
  for (const auto& from : team.gather_all(std::move(failed))) {
    const auto text = base::Decoder(from).get_text();
    if (!text.empty()) return base::fail(std::string(text));
  }
  std::vector<cluster::RankFacts> ranks;
  for (const auto& from : team.gather_all(cluster::encode(mine))) {
    auto facts = cluster::decode_rank_facts(from);
    if (!facts) return tl::unexpected(std::move(facts).error());
    ranks.push_back(*std::move(facts));
  }
  return cluster::assemble(std::move(ranks));
}

}  // namespace winnow::mpi
