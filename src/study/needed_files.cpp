#include "winnow/study/needed_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "study/placeholders.hpp"

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
    const auto file = (study_.folder() / name).lexically_normal();
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

/// What interpreters are given to run.
constexpr std::array script_suffixes{".awk", ".jar", ".jl", ".js", ".lua", ".m",
                                     ".pl",  ".py",  ".R",  ".rb", ".sh"};

bool is_script(const std::string& argument) {
  return std::ranges::find(script_suffixes, std::filesystem::path(argument).extension()) !=
         script_suffixes.end();
}

/// Whether a template becomes the file that the argument names.
bool is_made(const std::string& argument, const Objective& objective) {
  return std::ranges::any_of(objective.templates, [&](const std::string& name) {
    return std::filesystem::path(name).filename() ==
           std::filesystem::path(argument).lexically_normal().string() + ".in";
  });
}

/// What makes one think that an argument means a file beside the study that the program will not find.
std::optional<base::Error> doubt_of(const std::string& argument, const Objective& objective,
                                    const std::filesystem::path& folder) {
  if (argument.starts_with('-') || argument.starts_with('/')) return std::nullopt;
  if (!placeholders_in(argument).empty() || is_made(argument, objective)) return std::nullopt;
  std::error_code ignored;
  const bool is_there = std::filesystem::is_regular_file(folder / argument, ignored);
  const bool leads_there = argument.starts_with("./") || argument.starts_with("../");
  if (is_there && !leads_there) {
    return base::Error{fmt::format("the program will not find {}", argument),
                       "it works in a folder of its own, and this is beside the study",
                       fmt::format(R"(write "./{}")", argument),
                       {}};
  }
  const bool is_something = std::filesystem::exists(folder / argument, ignored);
  if (is_something || (!leads_there && !is_script(argument))) return std::nullopt;
  return base::Error{fmt::format("there is no {} beside the study", argument),
                     "the program is given it as an argument",
                     "mend it, unless the program makes that file",
                     {}};
}

}  // namespace

std::vector<base::Error> misplaced_arguments(const Study& study) {
  std::vector<base::Error> doubts;
  const auto& problems = study.optimize();
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const auto& objective = problems[i].objective;
    for (std::size_t j = 1; j < objective.program.size(); ++j) {
      auto doubt = doubt_of(objective.program[j], objective, study.folder());
      if (!doubt) continue;
      doubt->place =
          study.place_of(fmt::format("optimize{}.objective.program", i == 0 ? "" : fmt::format("[{}]", i)));
      doubts.push_back(*std::move(doubt));
    }
  }
  return doubts;
}

std::vector<base::Error> missing_files(const Study& study) {
  std::vector<base::Error> errors;
  const auto& problems = study.optimize();
  for (std::size_t i = 0; i < problems.size(); ++i) {
    Search(study, i == 0 ? "optimize" : fmt::format("optimize[{}]", i), errors).look_for_all(problems[i]);
  }
  return errors;
}

}  // namespace winnow::study
