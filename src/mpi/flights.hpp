#pragma once
// Bytes on their way to other ranks.

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/request.hpp>
#include <list>

#include "winnow/base/codec.hpp"

namespace winnow::mpi {

/// Never waits for bytes to be taken, since a rank that is lost takes none. Used by the thread that calls
/// MPI.
class Flights {
 public:
  Flights() = default;
  Flights(const Flights&) = delete;
  Flights& operator=(const Flights&) = delete;

  /// What was not taken is left to MPI, in memory that stays: MPI may still read it.
  ~Flights();

  /// Throws base::Failure where they are too many bytes for one message.
  void send(const boost::mpi::communicator& communicator, int to, int tag, base::Buffer bytes);

  /// Forgets what was taken.
  void drop_taken();

  [[nodiscard]] bool empty() const { return flying_.empty(); }

 private:
  struct Flight {
    base::Buffer bytes;
    boost::mpi::request request;
  };

  std::list<Flight> flying_;  // a list, because MPI keeps the addresses
};

/// As MPI's interface wants them.
[[nodiscard]] inline char* chars(base::Buffer& bytes) {
  return reinterpret_cast<char*>(bytes.data());
}

}  // namespace winnow::mpi
