#pragma once
// What an objective's values depend on beside the parameters, so that they are found again for the same
// objective only; and what a search depends on beside its objective and its study.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "winnow/study/study.hpp"

namespace winnow::app {

/// The settings that matter, with the contents of the program or plugin, of templates and of all files that
/// the program's arguments name, as a hash. `folder` is the study's. A file that cannot be read counts as
/// empty.
[[nodiscard]] std::string objective_identity(const study::Optimize& problem,
                                             const std::filesystem::path& folder);

/// Of all problems of the study, one by one.
[[nodiscard]] std::vector<std::string> each_objective_identity(const study::Study& study);

/// Of all problems of the study, with the contents of the files of their first populations, joined; empty if
/// it has none. `identities`: what each_objective_identity() has given.
[[nodiscard]] std::string objective_identities(const study::Study& study);
[[nodiscard]] std::string objective_identities(const study::Study& study,
                                               std::span<const std::string> identities);

/// What a search's way depends on beside the study: the contents of the files of first populations, as
/// hashes, a line each in the form of a study's; empty if there are none.
[[nodiscard]] std::string first_populations(const study::Study& study);

}  // namespace winnow::app
