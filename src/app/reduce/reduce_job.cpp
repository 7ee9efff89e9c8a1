#include "app/reduce/reduce_job.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

/// Smaller pieces of files would cost more to hand out and to begin than to read.
constexpr auto smallest_piece = base::mebibytes(1);

reduce::Statistic statistic_of(const std::string& name, const study::Study& study) {
  if (const auto statistic = reduce::statistic_named(name)) return *statistic;
  const auto near = reduce::statistics_near(name);
  throw base::Failure(
      {fmt::format("unknown statistic \"{}\"", name),
       "percentiles are p0 to p100, with at most four decimals",
       near.empty() ? "write p95, for example" : fmt::format("write {}", fmt::join(near, " or ")),
       study.place_of("reduce.statistics")});
}

read::Dialect dialect_of(const study::Reduce& section) {
  return {section.format, section.delimiter, section.columns, section.missing, section.max_field};
}

reduce::Config config_of(const study::Study& study, const std::string& scratch_folder) {
  const auto& section = study.reduce().value();
  reduce::Config config;
  config.folder = study.folder().string();
  config.files = section.files;
  config.dialect = dialect_of(section);
  config.name = section.name;
  config.group_by = section.group_by;
  config.run_by = section.run_by;
  config.metrics = section.metrics;
  config.where = section.where;
  config.derive = section.derive;
  config.statistics.clear();
  for (const auto& name : section.statistics) {
    if (name == "histogram") {
      config.histograms.bins = section.histogram_bins;
    } else {
      config.statistics.push_back(statistic_of(name, study));
    }
  }
  for (const auto& [metric, range] : section.histogram_ranges) {
    config.histograms.ranges[metric] = {range.low, range.high};
  }
  config.unit = section.unit == "run" ? reduce::Unit::run : reduce::Unit::row;
  config.on_error = section.on_error == "stop" ? reduce::OnError::stop : reduce::OnError::reject;
  config.runs = section.runs;
  const auto& chunk = study.resources().chunk;
  if (chunk.has_value()) config.piece = std::max(chunk.value(), smallest_piece);
  config.scratch_folder = scratch_folder;
  return config;
}

}  // namespace

std::unique_ptr<reduce::Reduction> make_reduction(const study::Study& study,
                                                  const std::string& scratch_folder) {
  auto reduction = reduce::Reduction::make(config_of(study, scratch_folder));
  if (reduction) return *std::move(reduction);
  auto error = std::move(reduction.error().error);
  const auto column = error.place.column;
  error.place = study.place_of(reduction.error().key);
  if (column > 0 && error.place.column > 0) error.place.column += column;  // behind the opening quote
  throw base::Failure(std::move(error));
}

read::Format format_of(const study::Study& study) {
  return read::format_of(study.reduce() ? dialect_of(*study.reduce()) : read::Dialect());
}

void refuse_unseen(const study::Study& study, const std::vector<reduce::UnseenMetric>& unseen) {
  if (unseen.empty()) return;
  std::string lines;
  for (const auto& metric : unseen) {
    const auto advice = metric.near.empty() ? std::string("see the keys of one file")
                                            : fmt::format("write {}", fmt::join(metric.near, " or "));
    const bool is_metric = metric.key == "reduce.metrics" || metric.key == "reduce.histogram_ranges";
    const auto* const what = is_metric ? "metric" : "column";
    const base::Error error{fmt::format("unknown {} \"{}\"", what, metric.pattern), "no file has it", advice,
                            study.place_of(metric.key)};
    lines += (lines.empty() ? "" : "\n") + error.text();
  }
  throw base::Failure({lines, "", "", {}});
}

void refuse_no_files(const study::Study& study, const reduce::Inputs& inputs) {
  if (inputs.files() > 0) return;
  throw base::Failure({fmt::format("no file matched {}", fmt::join(study.reduce().value().files, ", ")),
                       fmt::format("looked in {}", study.folder().string()),
                       "check [reduce] files; paths are relative to the study file",
                       study.place_of("reduce.files")});
}

}  // namespace winnow::app
