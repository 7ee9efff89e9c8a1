#pragma once
// What ranks have to say to rank 0 beside the farm's messages, which it never holds up: for people to see.

#include <boost/mpi/communicator.hpp>
#include <memory>
#include <vector>

#include "winnow/base/codec.hpp"

namespace winnow::mpi {

class Flights;

struct Note {
  int from = 0;
  base::Buffer words;
};

/// Never waits. Notes of one rank come in their order; those that are on their way at the end are lost.
class Notes {
 public:
  /// `channel`: as of Post.
  Notes(const boost::mpi::communicator& communicator, int channel);
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

  /// What was not taken is left to MPI, in memory that stays.
  ~Notes();

  /// To rank 0, of which it is not called.
  void send(base::Buffer words);

  /// On rank 0: what has come.
  [[nodiscard]] std::vector<Note> receive();

 private:
  boost::mpi::communicator communicator_;
  int tag_;
  std::unique_ptr<Flights> flights_;
};

}  // namespace winnow::mpi
