#include "app/run/run_log.hpp"

#include <fmt/format.h>

#include <utility>

namespace winnow::app {
namespace {

base::Error advised(base::Error error) {
  error.advice = "name a file in watch.log that can be written, or leave it out";
  return error;
}

}  // namespace

base::Result<void> RunLog::keep(const std::filesystem::path& path, std::string author) {
  auto file = base::FileLog::open(path, author);
  if (!file) return tl::unexpected(advised(std::move(file).error()));
  author_ = std::move(author);
  file_ = *std::move(file);
  return {};
}

void RunLog::note(base::Level level, std::string_view text) {
  if (level >= least_) screen_.note(level, text);
  if (!file_) return;
  const auto written = file_->write(level, text);
  if (written || has_lost_.exchange(true) || least_ > base::Level::warning) return;
  screen_.warning(fmt::format("the log lacks what {} says: {}", author_, advised(written.error()).text()));
}

}  // namespace winnow::app
