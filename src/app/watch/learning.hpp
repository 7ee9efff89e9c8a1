#pragma once
// What runs show of memory, kept for the plans of later ones.

#include <optional>
#include <vector>

#include "winnow/base/log.hpp"
#include "winnow/plan/learned_file.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// The file that the study wants: its own, or the user's. Nothing if it wants none, or the user has no home.
[[nodiscard]] std::optional<plan::LearnedFile> learned_file(const study::Study& study);

/// Throws base::Failure, with the key's place, if the folder of the file that the study names is not there,
/// or if what stands there is something else; the user's own is made when it is needed.
void check_learned_file(const study::Study& study);

/// Whether the study itself, the environment or --set says what memory a worker takes.
[[nodiscard]] bool says_overhead(const study::Study& study);

/// What earlier runs have shown of the work; nothing if there is nothing, or the study says what memory it
/// takes. What the study itself, the environment or --set say of gamma or overhead holds; what presets and
/// files of defaults say holds until something is learned. A file that cannot be used is warned of, and
/// nothing else.
[[nodiscard]] std::optional<plan::LearnedModel> learned_model(const study::Study& study,
                                                              const plan::Workload& workload, base::Log& log);

/// Adds what a run has shown of `subject`. That a file cannot be written is noted, and nothing else.
void learn(const study::Study& study, const plan::Subject& subject,
           const std::vector<plan::Observation>& seen, base::Log& log);

}  // namespace winnow::app
