#pragma once
// Farm messages over MPI. What is said to a rank in one turn travels as one MPI message.

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/request.hpp>
#include <boost/mpi/status.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <list>
#include <map>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::mpi {

struct Letter {
  farm::Rank from = farm::no_rank;
  farm::Message message;
};

/// Never waits: neither for a message, nor for one to be taken, since a rank that is lost takes none.
class Post {
 public:
  /// `channel` tells this post from earlier ones on the same communicator, whose last letters may still be on
  /// their way. `profile` may be null.
  Post(const boost::mpi::communicator& communicator, int channel, base::Profile* profile = nullptr)
      : communicator_(communicator), channel_(channel), profile_(profile) {}
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  /// What was not taken is left to MPI, in memory that stays.
  ~Post();

  /// Puts a message aside for flush().
  void send(farm::Rank to, const farm::Message& message);

  /// Sends what send() put aside; gives to whom.
  std::vector<farm::Rank> flush();

  /// Appends all that has arrived; false if there was nothing.
  bool receive(std::vector<Letter>& letters);

  /// True if every message that was sent has left its memory.
  [[nodiscard]] bool all_taken();

  struct Traffic {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
  };
  /// Sent so far.
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }

 private:
  struct Flight {
    base::Buffer bytes;
    boost::mpi::request request;
  };

  [[nodiscard]] boost::optional<boost::mpi::status> probe();
  void drop_taken();

  boost::mpi::communicator communicator_;
  int channel_;
  base::Profile* profile_;
  std::map<farm::Rank, base::Buffer> outgoing_;
  std::list<Flight> flying_;  // a list, because MPI keeps the addresses
  Traffic traffic_;
};

}  // namespace winnow::mpi
