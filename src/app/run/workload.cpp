#include "app/run/workload.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "app/reduce/reduce_job.hpp"

namespace winnow::app {
namespace {

std::string absolute(const std::string& path, const std::filesystem::path& folder) {
  return std::filesystem::absolute(folder / path).lexically_normal().string();
}

/// "program /home/a/simulate {latency}". A program's memory depends on its arguments, too: an interpreter's
/// on its script.
std::string name_of(const study::Objective& objective, const std::filesystem::path& folder) {
  if (objective.function.has_value()) return "function " + objective.function.value();
  if (objective.expression.has_value()) return "an expression";
  if (objective.plugin.has_value()) {
    return (objective.isolate ? "isolated plugin " : "plugin ") + absolute(objective.plugin.value(), folder);
  }
  auto words = objective.program;
  for (auto& word : words) {
    if (word.starts_with("./") || word.starts_with("../")) word = absolute(word, folder);
  }
  return fmt::format("program {}", fmt::join(words, " "));
}

/// The problems of a study share its workers.
std::string names_of(const std::vector<study::Optimize>& problems, const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& problem : problems) names.push_back(name_of(problem.objective, folder));
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return fmt::format("{}", fmt::join(names, " and "));
}

}  // namespace

plan::Workload workload_of(const study::Study& study, std::string_view job) {
  plan::Workload workload;
  workload.subject.job = job;
  if (job == "optimize") {
    workload.subject.of = names_of(study.optimize(), study.folder());
    workload.has_pieces = false;
    return workload;
  }
  const auto format = format_of(study);
  workload.subject.of = "format " + (study.reduce() ? study.reduce()->format : std::string("auto"));
  workload.gamma = format.gamma;
  workload.piece = format.piece;
  workload.smallest_chunk = format.piece;
  return workload;
}

plan::Workload workload_of(const study::Study& study, const std::vector<std::string>& jobs,
                           std::size_t index) {
  auto workload = workload_of(study, jobs[index]);
  if (index > 0) workload.subject.of += ", after " + jobs[index - 1];
  return workload;
}

}  // namespace winnow::app
