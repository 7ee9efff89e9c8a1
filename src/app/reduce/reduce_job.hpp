#pragma once
// Between a study's [reduce] and the job `reduce`.

#include <memory>

#include "winnow/read/reader.hpp"
#include "winnow/reduce/reduction.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// The study's [reduce], which it must have, as the job takes it; records that do not fit in memory go to
/// `scratch_folder`. Throws base::Failure, with its place in the study, on what cannot be carried out.
[[nodiscard]] std::unique_ptr<reduce::Reduction> make_reduction(const study::Study& study,
                                                                const std::string& scratch_folder);

/// The reader's word on its memory: of the study's format, or of the most demanding one for "auto" and for a
/// study that reduces nothing.
[[nodiscard]] read::Format format_of(const study::Study& study);

/// Throws base::Failure if a metric that the study names is unknown, with the near names.
void refuse_unseen(const study::Study& study, const std::vector<reduce::UnseenMetric>& unseen);

/// Throws base::Failure if no file was found.
void refuse_no_files(const study::Study& study, const reduce::Inputs& inputs);

}  // namespace winnow::app
