#pragma once
// Farm messages over MPI. What is said to a rank in one turn travels as one MPI message.

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/status.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::mpi {

class Flights;
class Packing;

struct Letter {
  farm::Rank from = farm::no_rank;
  farm::Message message;
};

/// Which messages are compressed: those of `threshold` bytes or more that go to ranks of which `far` is true;
/// the others travel within a node, where a copy of memory costs less. Without a threshold none is.
struct Compression {
  std::optional<base::Bytes> threshold{};
  std::vector<bool> far{};  ///< by rank
};

/// Never waits: neither for a message, nor for one to be taken, since a rank that is lost takes none.
class Post {
 public:
  /// `channel` tells this post from earlier ones on the same communicator, whose last letters may still be on
  /// their way. A message is compressed where that makes it smaller, whether or not its receiver compresses,
  /// too. `profile` may be null.
  Post(const boost::mpi::communicator& communicator, int channel, Compression compression = {},
       base::Profile* profile = nullptr);
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  /// What was not taken is left to MPI, in memory that stays.
  ~Post();

  /// Puts a message aside for flush().
  void send(farm::Rank to, const farm::Message& message);

  /// Sends what send() put aside; gives to whom.
  std::vector<farm::Rank> flush();

  /// Appends all that has arrived.
  void receive(std::deque<Letter>& letters);

  /// True if every message that was sent has left its memory.
  [[nodiscard]] bool all_taken();

  struct Traffic {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t compressed = 0;    ///< of these messages
    std::uint64_t bytes_before = 0;  ///< what `bytes` would be if none were
  };
  /// Sent so far.
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }

 private:
  [[nodiscard]] boost::optional<boost::mpi::status> probe();
  [[nodiscard]] std::span<const std::byte> unpack(std::span<const std::byte> parcel);
  void compress(farm::Rank to, base::Buffer& parcel);

  boost::mpi::communicator communicator_;
  int channel_;
  Compression compression_;
  base::Profile* profile_;
  std::unique_ptr<Packing> packing_;
  std::map<farm::Rank, base::Buffer> outgoing_;  ///< an open parcel each
  std::unique_ptr<Flights> flights_;
  Traffic traffic_;
};

}  // namespace winnow::mpi
