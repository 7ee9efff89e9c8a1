#include "program/plugin_child.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "program/packet_socket.hpp"
#include "program/plugin_message.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/program/plugin.hpp"

namespace winnow::program {
namespace {

/// The wire, out of the plugin's way, which may read its standard input and find nothing there.
base::Descriptor take_wire() {
  base::Descriptor wire(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  const base::Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ::dup2(nothing.get(), STDIN_FILENO);
  return wire;
}

base::Bytes peak_of(int whose) {
  rusage used{};
  ::getrusage(whose, &used);
  return base::kibibytes(static_cast<std::uint64_t>(used.ru_maxrss));
}

std::vector<double> parameters_in(const base::Buffer& bytes) {
  std::vector<double> values(bytes.size() / sizeof(double));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
  return values;
}

PluginAnswer evaluate(PluginHandle& handle, const base::Buffer& bytes) {
  const auto values = parameters_in(bytes);
  PluginAnswer answer;
  answer.outputs.resize(handle.outputs());
  auto failed = handle.evaluate({1, values}, answer.outputs);
  if (!failed.empty()) answer.failure = std::move(failed.front().failure);
  answer.peak_resident = std::max(peak_of(RUSAGE_SELF), peak_of(RUSAGE_CHILDREN));
  return answer;
}

}  // namespace

int serve_plugin() {
  const auto wire = take_wire();
  const auto packet = receive_packet(wire.get());
  const auto order = packet ? decode_order(packet->bytes) : std::nullopt;
  if (!order) return 1;

  std::optional<PluginHandle> handle;
  const auto greeting = Plugin::load(order->library).and_then([&](const Plugin& plugin) {
    return plugin.make_handle(order->options).map([&](PluginHandle made) {
      PluginGreeting said{plugin.name(), plugin.version(), made.outputs(), ::getpid()};
      handle.emplace(std::move(made));
      return said;
    });
  });
  if (!send_packet(wire.get(), encode(greeting)) || !greeting) return 1;
  while (const auto candidate = receive_packet(wire.get())) {
    if (!send_packet(wire.get(), encode(evaluate(*handle, candidate->bytes)))) break;
  }
  return 0;
}

}  // namespace winnow::program
