#include "winnow/program/start_gate.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <optional>
#include <utility>

#include "winnow/base/socket_name.hpp"

namespace winnow::program {
namespace {

/// Between two looks for a place: little beside the start of a program.
constexpr int milliseconds_between_looks = 5;

/// The place of that name: open if it was free; nothing if others hold it.
std::optional<base::Descriptor> take(const std::string& name) {
  const base::SocketName address(name);
  base::Descriptor place(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!place.is_open() || ::bind(place.get(), address.address(), address.size()) == 0) return place;
  if (errno == EADDRINUSE) return std::nullopt;
  return base::Descriptor();
}

}  // namespace

StartGate::StartGate(std::string name, unsigned places, base::Seconds period)
    : name_(std::move(name)), places_(places), period_(period) {
  assert(places > 0);
}

base::Descriptor StartGate::enter(int stop) const {
  // Whoever begins with a place of its own finds one at once where there are many.
  const auto first = static_cast<unsigned>(::getpid()) % places_;
  for (;;) {
    for (unsigned i = 0; i < places_; ++i) {
      if (auto place = take(fmt::format("winnow-start-{}-{}", name_, (first + i) % places_))) {
        return *std::move(place);
      }
    }
    pollfd stopped{stop, POLLIN, 0};
    if (::poll(&stopped, 1, milliseconds_between_looks) > 0) return {};
  }
}

}  // namespace winnow::program
