#pragma once
// Files that a study names and a run needs from the start.

#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/study/study.hpp"

namespace winnow::study {

/// An error for each file of the study's problems that is not there, at its place: plugins, programs with a
/// slash in their path (others are looked for where they run), templates, first populations. Looks at the
/// file system, which load() does not.
[[nodiscard]] std::vector<base::Error> missing_files(const Study& study);

/// A doubt for each argument of a program that seems to name a file beside the study which the program, in a
/// working directory of its own, will not find: a script that is not there, or is there and lacks its "./".
/// It may still be a file that the program makes.
[[nodiscard]] std::vector<base::Error> misplaced_arguments(const Study& study);

}  // namespace winnow::study
