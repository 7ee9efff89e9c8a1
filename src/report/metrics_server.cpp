#include "winnow/report/metrics_server.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "report/metric_families.hpp"
#include "winnow/base/descriptor.hpp"

namespace winnow::report {
namespace {

class Collected final : public prometheus::Collectable {
 public:
  explicit Collected(MetricsSource source) : source_(std::move(source)) {}
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    return families_of(source_());
  }

 private:
  MetricsSource source_;
};

/// "127.0.0.1:9464"
std::string authority(const std::string& address, int port) {
  return fmt::format("{}:{}", address, port);
}

/// Does `step`, which gives false with errno set where it fails, with a socket and the address that it is
/// for. Gives what went wrong, in the system's words; nothing if nothing did.
template <class Step>
std::optional<std::string> with_socket(const std::string& address, int port, Step step) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found)) {
    return ::gai_strerror(error);
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  const base::Descriptor socket(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.is_open() && step(socket.get(), *found)) return std::nullopt;
  return base::system_words(errno);
}

/// The server's own errors say no more than that it could not begin: the system knows why.
std::string why_it_cannot_listen(const std::string& address, int port) {
  const auto why = with_socket(address, port, [](int socket, const addrinfo& at) {
    const int yes = 1;
    return ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           ::bind(socket, at.ai_addr, at.ai_addrlen) == 0 && ::listen(socket, 1) == 0;
  });
  return why.value_or("the port was taken for a moment, or no thread could be started");
}

void call(const std::string& address, int port) {
  static_cast<void>(with_socket(address, port, [](int socket, const addrinfo& at) {
    return ::connect(socket, at.ai_addr, at.ai_addrlen) == 0;
  }));
}

}  // namespace

struct MetricsServer::Parts {
  std::string address;
  std::shared_ptr<Collected> collected;
  prometheus::Exposer exposer;  ///< ends before what it collects
};

base::Result<std::unique_ptr<MetricsServer>> MetricsServer::start(const std::string& address,
                                                                  std::uint16_t port, MetricsSource source) {
  try {
    // Two threads, and little patience with a caller that says nothing, so that it holds up no scrape for
    // long.
    const std::vector<std::string> options{
        "listening_ports", authority(address, port), "num_threads", "2", "request_timeout_ms", "2000"};
    auto parts = std::unique_ptr<Parts>(
        new Parts{address, std::make_shared<Collected>(std::move(source)), prometheus::Exposer(options)});
    parts->exposer.RegisterCollectable(parts->collected);
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(parts)));
  } catch (const std::exception&) {
    return base::fail(fmt::format("cannot serve metrics at {}", authority(address, port)),
                      why_it_cannot_listen(address, port),
                      "name another address and port in watch.prometheus, or leave it out");
  }
}

MetricsServer::MetricsServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
}

/// The server sees that it is to end within two seconds, or when somebody calls: so it is called.
MetricsServer::~MetricsServer() {
  const auto address = parts_->address;
  const auto port = parts_->exposer.GetListeningPorts().front();
  std::atomic<bool> has_ended = false;
  std::thread caller([&] {
    while (!has_ended) {
      call(address, port);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  parts_.reset();
  has_ended = true;
  caller.join();
}

std::string MetricsServer::url() const {
  return fmt::format("http://{}/metrics",
                     authority(parts_->address, parts_->exposer.GetListeningPorts().front()));
}

}  // namespace winnow::report
