#pragma once
// Writes what a run tells to a file, for the textfile collector of Prometheus' node_exporter.

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/units.hpp"
#include "winnow/report/metrics_server.hpp"

namespace winnow::report {

/// A thread that replaces the file each interval, whole at once, and at the end, when the file stays.
class MetricsFile {
 public:
  /// Writes it for the first time; fails if that is not possible. `log`, which outlives it and is
  /// thread-safe, is told of the first time that it is not possible later.
  static base::Result<std::unique_ptr<MetricsFile>> start(const std::filesystem::path& path,
                                                          base::Seconds interval, MetricsSource source,
                                                          base::Log& log);

  MetricsFile(const MetricsFile&) = delete;
  MetricsFile& operator=(const MetricsFile&) = delete;

  /// Writes it for the last time.
  ~MetricsFile();

 private:
  MetricsFile(std::filesystem::path path, MetricsSource source, base::Log& log);
  void write();
  void run(base::Seconds interval);

  const std::filesystem::path path_;
  const MetricsSource source_;
  base::Log& log_;
  bool has_failed_ = false;
  std::mutex mutex_;  ///< of what follows
  std::condition_variable ends_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace winnow::report
