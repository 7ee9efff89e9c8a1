#include "winnow/mpi/doorbell.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "winnow/base/socket_name.hpp"

namespace winnow::mpi {
namespace {

base::SocketName name_of(std::string_view run, farm::Rank rank) {
  return base::SocketName(fmt::format("winnow-{}-{}", run, rank));
}

timespec timespec_of(base::Seconds time) {
  constexpr double longest = 3600;  // "never" is no number for the system
  const double seconds = std::clamp(time.count, 0.0, longest);
  const double whole = std::floor(seconds);
  return {static_cast<std::time_t>(whole), static_cast<long>((seconds - whole) * 1e9)};
}

}  // namespace

Doorbell::Doorbell(std::string_view run, farm::Rank rank)
    : run_(run), rank_(rank), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  const auto address = name_of(run_, rank_);
  if (socket_.is_open() && ::bind(socket_.get(), address.address(), address.size()) != 0) socket_ = {};
}

void Doorbell::ring(farm::Rank rank) const {
  const auto address = name_of(run_, rank);
  constexpr char stroke = 0;
  // A queue that is full of strokes is as good as one more.
  static_cast<void>(::sendto(socket_.get(), &stroke, sizeof stroke, MSG_DONTWAIT | MSG_NOSIGNAL,
                             address.address(), address.size()));
}

bool Doorbell::wait(base::Seconds limit) {
  pollfd heard{socket_.get(), POLLIN, 0};
  const auto time = timespec_of(limit);
  if (::ppoll(&heard, 1, &time, nullptr) <= 0) return false;
  char stroke = 0;
  while (::recv(socket_.get(), &stroke, sizeof stroke, MSG_DONTWAIT) > 0) {
  }
  return true;
}

}  // namespace winnow::mpi
