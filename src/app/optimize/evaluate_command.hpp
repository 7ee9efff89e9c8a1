#pragma once

#include <string>

#include "app/command_line.hpp"
#include "winnow/study/overrides.hpp"

namespace winnow::app {

/// What a shell in any folder is told to evaluate a candidate of this study's problem, but for the
/// candidate's name=value words: with all that the run was given beside the study's file and that an
/// objective may depend on. `problem` is empty where there is but one.
[[nodiscard]] std::string evaluate_command(const StudyArguments& study, const study::Environment& environment,
                                           const std::string& problem);

}  // namespace winnow::app
