#include "app/watch/metrics_outlets.hpp"

#include "app/study_loading.hpp"

namespace winnow::app {
bool MetricsOutlets::are_wanted(const study::Study& study) {
  return study.watch().prometheus.has_value() || study.watch().textfile.has_value();
}

MetricsOutlets::MetricsOutlets(const study::Study& study, const base::Clock& clock, base::Log& log)
    : feed_(study.name(), clock) {
  const auto& wanted = study.watch();
  const auto latest = [this] { return feed_.latest(); };
  if (wanted.prometheus.has_value()) {
    const auto& [address, port] = wanted.prometheus.value();
    server_ = value_of_key(report::MetricsServer::start(address, port, latest), study, "watch.prometheus");
  }
  if (wanted.textfile.has_value()) {
    const auto path = study.folder() / wanted.textfile.value();
    file_ = value_of_key(report::MetricsFile::start(path, wanted.textfile_interval, latest, log), study,
                         "watch.textfile");
  }
}

}  // namespace winnow::app
