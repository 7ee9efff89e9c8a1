#include "app/run/run_log.hpp"

#include <utility>

namespace winnow::app {

base::Result<void> RunLog::keep(const std::filesystem::path& path, std::string author) {
  auto file = base::FileLog::open(path, std::move(author));
  if (!file) {
    auto error = std::move(file).error();
    error.advice = "name a file in watch.log that can be written, or leave it out";
    return tl::unexpected(std::move(error));
  }
  file_ = *std::move(file);
  return {};
}

void RunLog::note(base::Level level, std::string_view text) {
  if (level >= least_) screen_.note(level, text);
  if (file_) file_->note(level, text);
}

}  // namespace winnow::app
