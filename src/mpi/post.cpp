#include "winnow/mpi/post.hpp"

#include <utility>

#include "mpi/flights.hpp"
#include "mpi/packing.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::mpi {

Post::Post(const boost::mpi::communicator& communicator, int channel, Compression compression,
           base::Profile* profile)
    : communicator_(communicator),
      channel_(channel),
      compression_(std::move(compression)),
      profile_(profile),
      packing_(std::make_unique<Packing>()),
      flights_(std::make_unique<Flights>()) {
}

Post::~Post() = default;

void Post::send(farm::Rank to, const farm::Message& message) {
  auto& parcel = outgoing_[to];
  if (parcel.empty()) parcel = Packing::open_parcel();
  farm::encode(message, parcel);
}

std::vector<farm::Rank> Post::flush() {
  flights_->drop_taken();
  if (outgoing_.empty()) return {};
  base::Operation op(profile_, base::operations::send);
  std::vector<farm::Rank> receivers;
  for (auto& [to, bytes] : std::exchange(outgoing_, {})) {
    receivers.push_back(to);
    ++traffic_.messages;
    traffic_.bytes_before += bytes.size();
    compress(to, bytes);
    traffic_.bytes += bytes.size();
    op.items(1);
    op.bytes({bytes.size()});
    flights_->send(communicator_, to, channel_, std::move(bytes));
  }
  return receivers;
}

void Post::compress(farm::Rank to, base::Buffer& parcel) {
  if (!compression_.threshold || parcel.size() < Packing::overhead + compression_.threshold->count) return;
  if (!compression_.far.at(static_cast<std::size_t>(to))) return;
  base::Operation op(profile_, base::operations::compress);
  op.bytes({parcel.size()});
  if (!packing_->compress(parcel)) return;
  op.items(1);
  ++traffic_.compressed;
}

void Post::receive(std::deque<Letter>& letters) {
  base::Buffer bytes;
  while (const auto status = probe()) {
    bytes.resize(static_cast<std::size_t>(status->count<char>().get()));
    communicator_.recv(status->source(), channel_, chars(bytes), static_cast<int>(bytes.size()));
    for (base::Decoder in(unpack(bytes)); !in.at_end();) {
      letters.push_back(
          {status->source(), base::value_or_throw(farm::decode(in), base::ExitStatus::internal_error)});
    }
  }
}

std::span<const std::byte> Post::unpack(std::span<const std::byte> parcel) {
  constexpr auto status = base::ExitStatus::internal_error;
  if (parcel.empty() || !Packing::is_compressed(parcel)) {
    return base::value_or_throw(packing_->unpack(parcel), status);
  }
  base::Operation op(profile_, base::operations::decompress);
  const auto content = base::value_or_throw(packing_->unpack(parcel), status);
  op.items(1);
  op.bytes({content.size()});
  return content;
}

/// Open MPI's probe looks at what MPI has taken in before, and only then lets MPI take in what has come: the
/// first no means nothing.
boost::optional<boost::mpi::status> Post::probe() {
  auto status = communicator_.iprobe(boost::mpi::any_source, channel_);
  return status ? status : communicator_.iprobe(boost::mpi::any_source, channel_);
}

bool Post::all_taken() {
  flights_->drop_taken();
  return flights_->empty();
}

}  // namespace winnow::mpi
