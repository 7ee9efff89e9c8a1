#pragma once
// Whether a result that is there already is the one that a run would make.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/study/study.hpp"

namespace winnow::app {

/// Where a result file keeps what it was made of.
namespace origin {
inline constexpr std::string_view study_group = "study";
inline constexpr std::string_view effective_study = "toml";  ///< attribute: the whole effective study
inline constexpr std::string_view answer = "answer_toml";    ///< attribute: what the answer depends on
inline constexpr std::string_view provenance_group = "run/provenance";
inline constexpr std::string_view course = "course_toml";     ///< attribute: likewise, but for budgets
inline constexpr std::string_view inputs = "inputs";          ///< attribute: reduce::Inputs::fingerprint()
inline constexpr std::string_view checkpoint = "checkpoint";  ///< attribute: path of its folder
inline constexpr std::string_view objectives = "objectives";  ///< attribute: objective_identities()
inline constexpr std::string_view is_whole = "complete";  ///< attribute: 0 where the run was stopped early
}  // namespace origin

/// What a result file that is there has of a study.
struct StandingResult {
  bool is_of_study = false;       ///< a run of the same study made it
  std::string course;             ///< that study but for its budgets; empty: not known
  bool is_whole = true;           ///< that run was not stopped early
  std::string inputs;             ///< what it says of the reports that it was made of
  std::vector<std::string> jobs;  ///< whose results are in it, made of inputs that have not changed since

  [[nodiscard]] bool has(std::string_view job) const;
};

/// Walks the inputs. What cannot be read is of no study.
[[nodiscard]] StandingResult standing_result(const std::filesystem::path& result, const study::Study& study);

}  // namespace winnow::app
