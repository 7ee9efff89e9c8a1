#pragma once
// Serves what a run tells, over HTTP, as Prometheus scrapes it.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "winnow/base/error.hpp"
#include "winnow/report/run_view.hpp"

namespace winnow::report {

/// What a run tells now; called on threads of whoever asks, also on several at once.
using MetricsSource = std::function<RunView()>;

/// Answers GET /metrics on threads of its own, from construction to destruction, and says what it was asked
/// besides (exposer_*).
class MetricsServer {
 public:
  /// Listens at a numerical `address`, IPv6 without brackets, and `port`; 0: any that is free. Fails if that
  /// cannot be had.
  static base::Result<std::unique_ptr<MetricsServer>> start(const std::string& address, std::uint16_t port,
                                                            MetricsSource source);

  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;
  ~MetricsServer();

  /// "http://127.0.0.1:9464/metrics"
  [[nodiscard]] std::string url() const;

 private:
  struct Parts;
  explicit MetricsServer(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::report
