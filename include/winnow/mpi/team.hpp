#pragma once
// base::Team on a communicator.

#include <boost/mpi/communicator.hpp>
#include <vector>

#include "winnow/base/team.hpp"

namespace winnow::mpi {

class MpiTeam final : public base::Team {
 public:
  /// `communicator` holds just the ranks of the team; errors of MPI on it are thrown as
  /// boost::mpi::exception.
  explicit MpiTeam(boost::mpi::communicator communicator) : communicator_(std::move(communicator)) {}

  [[nodiscard]] int rank() const override { return communicator_.rank(); }
  [[nodiscard]] int size() const override { return communicator_.size(); }

  /// \collective What one rank sends, and what one rank gets, must each stay below 2 GiB: else it throws
  /// base::Failure.
  std::vector<base::Buffer> exchange(std::vector<base::Buffer> outgoing) override;

  /// \collective Likewise.
  std::vector<base::Buffer> gather_all(base::Buffer mine) override;
  using base::Team::gather_all;

 private:
  boost::mpi::communicator communicator_;
};

}  // namespace winnow::mpi
