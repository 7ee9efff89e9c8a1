#pragma once
// Where runs keep what they can be resumed from.

#include <filesystem>

#include "winnow/study/study.hpp"

namespace winnow::app {

/// The folder of the checkpoint of `result`, where the study wants it: beside the result unless it says
/// otherwise. Throws base::Failure if it names a folder that is not there.
[[nodiscard]] std::filesystem::path checkpoint_place(const study::Study& study,
                                                     const std::filesystem::path& result);

/// The same of a result whose study is not known: where its run says, or beside it.
[[nodiscard]] std::filesystem::path checkpoint_place(const std::filesystem::path& result);

/// The folder of the journal of searches that belongs to a checkpoint.
[[nodiscard]] std::filesystem::path search_folder(std::filesystem::path checkpoint);

}  // namespace winnow::app
