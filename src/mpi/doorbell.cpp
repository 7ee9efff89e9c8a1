#include "winnow/mpi/doorbell.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ctime>

namespace winnow::mpi {
namespace {

struct Address {
  sockaddr_un name{};
  socklen_t size = 0;
};

/// A name in the abstract namespace (unix(7)): it is no file, and is gone with the socket.
Address address_of(std::string_view run, farm::Rank rank) {
  Address address;
  address.name.sun_family = AF_UNIX;
  const auto name = fmt::format("winnow-{}-{}", run, rank);
  const auto length = std::min(name.size(), sizeof address.name.sun_path - 1);
  std::copy_n(name.data(), length, address.name.sun_path + 1);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
  return address;
}

const sockaddr* plain(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address.name);
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
  const auto address = address_of(run_, rank_);
  if (socket_.is_open() && ::bind(socket_.get(), plain(address), address.size) != 0) socket_ = {};
}

void Doorbell::ring(farm::Rank rank) const {
  const auto address = address_of(run_, rank);
  constexpr char stroke = 0;
  // A queue that is full of strokes is as good as one more.
  static_cast<void>(::sendto(socket_.get(), &stroke, sizeof stroke, MSG_DONTWAIT | MSG_NOSIGNAL,
                             plain(address), address.size));
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
