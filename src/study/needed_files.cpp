#include "winnow/study/needed_files.hpp"

#include <fmt/format.h>

namespace winnow::study {
namespace {

/// Looks for the files of one problem.
class Search {
 public:
  /// `path` is the problem's in the study: "optimize[1]".
  Search(const Study& study, std::string path, std::vector<base::Error>& errors)
      : study_(study), path_(std::move(path)), errors_(errors) {}

  void look_for_all(const Optimize& problem) {
    const auto& objective = problem.objective;
    if (problem.init.starts_with('@')) look_for(problem.init.substr(1), "init", "a first population");
    if (objective.plugin.has_value()) look_for(objective.plugin.value(), "objective.plugin", "a plugin");
    if (!objective.program.empty() && objective.program.front().find('/') != std::string::npos) {
      look_for(objective.program.front(), "objective.program", "a program");
    }
    for (const auto& name : objective.templates) look_for(name, "objective.templates", "a template");
  }

 private:
  void look_for(const std::string& name, std::string_view key, std::string_view what) {
    const auto file = study_.folder() / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) return;
    errors_.push_back({fmt::format("there is no file {}", file.string()),
                       fmt::format("optimize.{} names it as {}", key, what),
                       "paths are relative to the study file: mend this one, or make the file",
                       study_.place_of(fmt::format("{}.{}", path_, key))});
  }

  const Study& study_;
  std::string path_;
  std::vector<base::Error>& errors_;
};

}  // namespace

std::vector<base::Error> missing_files(const Study& study) {
  std::vector<base::Error> errors;
  const auto& problems = study.optimize();
  for (std::size_t i = 0; i < problems.size(); ++i) {
    Search(study, i == 0 ? "optimize" : fmt::format("optimize[{}]", i), errors).look_for_all(problems[i]);
  }
  return errors;
}

}  // namespace winnow::study
