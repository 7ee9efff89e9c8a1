#pragma once
// Whether a result that is there already is the one that a run would make.

#include <filesystem>
#include <string_view>

#include "winnow/study/study.hpp"

namespace winnow::app {

/// Where a result file keeps what it was made of.
namespace origin {
inline constexpr std::string_view study_group = "study";
inline constexpr std::string_view effective_study = "toml";  ///< attribute: the whole effective study
inline constexpr std::string_view answer = "answer_toml";    ///< attribute: what the answer depends on
inline constexpr std::string_view provenance_group = "run/provenance";
inline constexpr std::string_view inputs = "inputs";  ///< attribute: reduce::Inputs::fingerprint()
}  // namespace origin

/// True if the file is a result of the same study, made of inputs that have not changed since. Walks the
/// inputs. False, too, if the file cannot be read.
[[nodiscard]] bool result_stands(const std::filesystem::path& result, const study::Study& study);

}  // namespace winnow::app
