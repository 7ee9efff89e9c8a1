#include "winnow/mpi/post.hpp"

#include <utility>

#include "winnow/base/error.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::mpi {
namespace {

char* chars(base::Buffer& bytes) {
  return reinterpret_cast<char*>(bytes.data());
}

}  // namespace

Post::~Post() {
  drop_taken();
  // MPI may still read what flies to a lost rank: it must never be freed.
  if (!flying_.empty()) new std::list<Flight>(std::move(flying_));
}

void Post::send(farm::Rank to, const farm::Message& message) {
  farm::encode(message, outgoing_[to]);
}

std::vector<farm::Rank> Post::flush() {
  drop_taken();
  if (outgoing_.empty()) return {};
  base::Operation op(profile_, base::operations::send);
  std::vector<farm::Rank> receivers;
  for (auto& [to, bytes] : std::exchange(outgoing_, {})) {
    receivers.push_back(to);
    ++traffic_.messages;
    traffic_.bytes += bytes.size();
    op.items(1);
    op.bytes({bytes.size()});
    auto& flight = flying_.emplace_back(Flight{std::move(bytes), {}});
    flight.request =
        communicator_.isend(to, channel_, chars(flight.bytes), static_cast<int>(flight.bytes.size()));
  }
  return receivers;
}

bool Post::receive(std::vector<Letter>& letters) {
  const auto before = letters.size();
  base::Buffer bytes;
  while (const auto status = probe()) {
    bytes.resize(static_cast<std::size_t>(status->count<char>().get()));
    communicator_.recv(status->source(), channel_, chars(bytes), static_cast<int>(bytes.size()));
    for (base::Decoder in(bytes); !in.at_end();) {
      letters.push_back(
          {status->source(), base::value_or_throw(farm::decode(in), base::ExitStatus::internal_error)});
    }
  }
  return letters.size() > before;
}

/// Open MPI's probe looks at what MPI has taken in before, and only then lets MPI take in what has come: the
/// first no means nothing.
boost::optional<boost::mpi::status> Post::probe() {
  auto status = communicator_.iprobe(boost::mpi::any_source, channel_);
  return status ? status : communicator_.iprobe(boost::mpi::any_source, channel_);
}

bool Post::all_taken() {
  drop_taken();
  return flying_.empty();
}

void Post::drop_taken() {
  for (auto flight = flying_.begin(); flight != flying_.end();) {
    flight = flight->request.test() ? flying_.erase(flight) : std::next(flight);
  }
}

}  // namespace winnow::mpi
