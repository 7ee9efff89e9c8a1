#include "app/journal/checkpoint_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "app/job/standing_result.hpp"
#include "winnow/base/error.hpp"
#include "winnow/store/checkpoint_folder.hpp"
#include "winnow/store/folder_check.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::app {
namespace {

/// The folder that a job's checkpoint is made in, or the checkpoint itself if it is there.
std::filesystem::path folder_to_write(const std::filesystem::path& checkpoint) {
  std::error_code unknown;
  return std::filesystem::exists(checkpoint, unknown) ? checkpoint : checkpoint.parent_path();
}

}  // namespace

std::filesystem::path checkpoint_place(const study::Study& study, const std::filesystem::path& result) {
  const auto& wanted = study.checkpoint().path;
  if (wanted.is_word()) return store::CheckpointFolder::of_result(result, {}).path();
  const auto folder = std::filesystem::absolute(study.folder() / wanted.value());
  if (!std::filesystem::is_directory(folder)) {
    throw base::Failure({fmt::format("there is no folder {}", folder.string()),
                         "the checkpoint is to be there", "make it, or name another",
                         study.place_of("checkpoint.path")});
  }
  return store::CheckpointFolder::of_result(result, folder).path();
}

std::filesystem::path checkpoint_place(const std::filesystem::path& result) {
  const auto beside = store::CheckpointFolder::of_result(result, {}).path();
  const auto file = store::ResultFile::open(result);
  if (!file) return beside;
  const auto attributes = file->attributes(origin::provenance_group);
  if (!attributes) return beside;
  const auto said = std::ranges::find(*attributes, origin::checkpoint, &base::Attribute::name);
  if (said == attributes->end()) return beside;
  const auto* path = std::get_if<std::string>(&said->value);
  // A result that was moved has its checkpoint where it was, or beside it.
  return path != nullptr && std::filesystem::exists(search_folder(*path)) ? std::filesystem::path(*path)
                                                                          : beside;
}

std::filesystem::path search_folder(std::filesystem::path checkpoint) {
  return checkpoint.replace_extension(".optimize");
}

void check_checkpoint_place(const RunOrder& order, bool replays) {
  const auto& wanted = order.study.checkpoint();
  if (wanted.interval.is_word()) return;
  for (const auto& job : order.jobs) {
    const bool searches = job == "optimize";
    if (searches && replays) continue;
    const auto folder = folder_to_write(searches ? search_folder(order.checkpoint) : order.checkpoint);
    auto checked = store::check_folder(
        folder, fmt::format("cannot keep the checkpoint in {}", folder.lexically_normal().string()),
        "name a folder of your own in checkpoint.path, or keep none with checkpoint.interval = \"none\"");
    if (checked) continue;
    auto error = std::move(checked).error();
    if (!wanted.path.is_word()) error.place = order.study.place_of("checkpoint.path");
    throw base::Failure(std::move(error));
  }
}

}  // namespace winnow::app
