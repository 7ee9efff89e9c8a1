#include "winnow/mpi/team.hpp"

#include <boost/mpi/exception.hpp>

#include <cassert>
#include <utility>

#include "mpi/counts.hpp"

namespace winnow::mpi {
namespace {

std::vector<base::Buffer> cut(const base::Buffer& joined, const Layout& layout) {
  std::vector<base::Buffer> parts;
  parts.reserve(layout.counts.size());
  for (std::size_t i = 0; i < layout.counts.size(); ++i) {
    const auto begin = joined.begin() + layout.offsets[i];
    parts.emplace_back(begin, begin + layout.counts[i]);
  }
  return parts;
}

}  // namespace

std::vector<base::Buffer> MpiTeam::exchange(std::vector<base::Buffer> outgoing) {
  assert(outgoing.size() == static_cast<std::size_t>(size()));
  std::vector<int> sent(outgoing.size());
  base::Buffer joined;
  for (std::size_t i = 0; i < outgoing.size(); ++i) {
    sent[i] = count_of(outgoing[i].size());
    joined.insert(joined.end(), outgoing[i].begin(), outgoing[i].end());
    outgoing[i] = {};
  }
  std::vector<int> received(sent.size());
  BOOST_MPI_CHECK_RESULT(MPI_Alltoall, (sent.data(), 1, MPI_INT, received.data(), 1, MPI_INT, communicator_));
  const Layout out(std::move(sent));
  const Layout in(std::move(received));
  base::Buffer arrived(in.total);
  BOOST_MPI_CHECK_RESULT(MPI_Alltoallv,
                         (joined.data(), out.counts.data(), out.offsets.data(), MPI_BYTE, arrived.data(),
                          in.counts.data(), in.offsets.data(), MPI_BYTE, communicator_));
  return cut(arrived, in);
}

std::vector<base::Buffer> MpiTeam::gather_all(base::Buffer mine) {
  const int count = count_of(mine.size());
  std::vector<int> counts(static_cast<std::size_t>(size()));
  BOOST_MPI_CHECK_RESULT(MPI_Allgather, (&count, 1, MPI_INT, counts.data(), 1, MPI_INT, communicator_));
  const Layout layout(std::move(counts));
  base::Buffer all(layout.total);
  BOOST_MPI_CHECK_RESULT(MPI_Allgatherv, (mine.data(), count, MPI_BYTE, all.data(), layout.counts.data(),
                                          layout.offsets.data(), MPI_BYTE, communicator_));
  return cut(all, layout);
}

}  // namespace winnow::mpi
