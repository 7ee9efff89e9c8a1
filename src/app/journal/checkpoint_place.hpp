#pragma once
// Where runs keep what they can be resumed from.

#include <filesystem>

#include "app/job/run_order.hpp"
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

/// Throws base::Failure if what the order's jobs are to keep cannot be put there. A run that `replays` a
/// search keeps nothing new of it.
void check_checkpoint_place(const RunOrder& order, bool replays);

}  // namespace winnow::app
