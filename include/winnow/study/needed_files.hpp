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

}  // namespace winnow::study
