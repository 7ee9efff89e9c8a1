#pragma once
// The files of a run, which must be different ones.

#include <filesystem>

#include "winnow/study/study.hpp"

namespace winnow::app {

/// Throws base::Failure, with what names them, where two of these are the same file and one would destroy the
/// other: the study, the result `output`, the `trace` if it is not empty, the log, the text file of metrics
/// and the file of what runs have learned.
void refuse_shared_files(const study::Study& study, const std::filesystem::path& output,
                         const std::filesystem::path& trace);

}  // namespace winnow::app
