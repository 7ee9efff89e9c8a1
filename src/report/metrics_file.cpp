#include "winnow/report/metrics_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "winnow/base/file.hpp"
#include "winnow/base/links.hpp"
#include "winnow/report/metrics_text.hpp"

namespace winnow::report {
namespace {

base::Result<void> write_metrics(const std::filesystem::path& path, const MetricsSource& source) {
  return base::write_atomically(path, metrics_text(source())).map_error([](base::Error error) {
    error.advice = "name a file in watch.textfile that can be written, or leave it out";
    return error;
  });
}

}  // namespace

base::Result<std::unique_ptr<MetricsFile>> MetricsFile::start(const std::filesystem::path& wanted,
                                                              base::Seconds interval, MetricsSource source,
                                                              base::Log& log) {
  const auto path = base::end_of_links(wanted);
  base::remove_leftovers_beside(path);
  if (auto written = write_metrics(path, source); !written) {
    return tl::unexpected(std::move(written).error());
  }
  std::unique_ptr<MetricsFile> file(new MetricsFile(path, std::move(source), log));
  file->thread_ = std::thread([&self = *file, interval] { self.run(interval); });
  return file;
}

MetricsFile::MetricsFile(std::filesystem::path path, MetricsSource source, base::Log& log)
    : path_(std::move(path)), source_(std::move(source)), log_(log) {
}

MetricsFile::~MetricsFile() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ends_.notify_one();
  if (thread_.joinable()) thread_.join();
  write();
}

void MetricsFile::run(base::Seconds interval) {
  std::unique_lock lock(mutex_);
  while (!ends_.wait_for(lock, std::chrono::duration<double>(interval.count), [&] { return is_over_; })) {
    lock.unlock();
    write();
    lock.lock();
  }
}

void MetricsFile::write() {
  const auto written = write_metrics(path_, source_);
  if (!written && !std::exchange(has_failed_, true)) {
    log_.warning(fmt::format("metrics are out of date: {}", written.error().text()));
  }
}

}  // namespace winnow::report
