#include "app/watch/run_trace.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/links.hpp"
#include "winnow/watch/timeline.hpp"

namespace winnow::app {
namespace {

/// An event takes about 250 bytes of the file, and as much once more while it is gathered.
constexpr std::size_t all_events = std::size_t{1} << 18;
constexpr std::size_t most_of_thread = std::size_t{1} << 15;
constexpr std::size_t least_of_thread = std::size_t{1} << 8;
constexpr std::size_t usual_threads = 3;  // main, a kernel, a journal

/// Everybody's, on rank 0.
std::vector<watch::RankTimeline> gather(base::Team& team, const watch::RankTimeline& mine) {
  base::Buffer own;
  base::Encoder out(own);
  encode(mine, out);
  std::vector<watch::RankTimeline> ranks;
  for (const auto& bytes : team.gather_to_root(std::move(own))) {
    base::Decoder in(bytes);
    auto timeline = watch::decode_timeline(in);
    assert(timeline);
    ranks.push_back(*std::move(timeline));
  }
  return ranks;
}

/// As watch::trace_json() begins.
constexpr std::string_view beginning = "{\"traceEvents\":[";

/// A trace, or a file without anything.
bool may_be_replaced(const std::filesystem::path& path) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return false;
  std::string found(beginning.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  return file.eof() ? file.gcount() == 0 : found == beginning;
}

/// Whether write_trace() could make the file under which it writes: in /proc nobody can, whatever its
/// permissions say, nor on a file system that may only be read.
base::Result<void> check_folder_of(const std::filesystem::path& path) {
  const auto file = base::temporary_beside(base::end_of_links(path));
  const base::Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!made.is_open()) {
    return base::fail(fmt::format("cannot write {}", path.string()), base::system_words(errno),
                      "name another file with --trace");
  }
  ::unlink(file.c_str());
  return {};
}

}  // namespace

std::size_t timeline_events(int ranks) {
  return std::clamp(all_events / (usual_threads * static_cast<std::size_t>(ranks)), least_of_thread,
                    most_of_thread);
}

base::Result<void> check_trace(const std::filesystem::path& path) {
  std::error_code unknown;
  const auto folder = std::filesystem::absolute(path).parent_path();
  if (!std::filesystem::is_directory(folder, unknown)) {
    return base::fail(fmt::format("there is no folder {}", folder.string()), "the trace is to be there",
                      "make it, or name another file with --trace");
  }
  if (std::filesystem::is_directory(path, unknown)) {
    return base::fail(fmt::format("{} is a folder", path.string()), "the trace is to be a file",
                      "name a file in it with --trace");
  }
  const auto status = std::filesystem::status(path, unknown);
  if (unknown == std::errc::filename_too_long) {
    return base::fail(fmt::format("cannot write {}", path.string()), unknown.message(),
                      "name another file with --trace");
  }
  if (std::filesystem::exists(status) && !may_be_replaced(path)) {
    return base::fail(fmt::format("{} exists, and is no trace", path.string()), "it would be lost",
                      "remove it, or name another file with --trace");
  }
  return check_folder_of(path);
}

base::Result<std::uint64_t> write_trace(const std::filesystem::path& path, base::Team& team, int rank,
                                        const std::string& host, const watch::Profiler& profiler) {
  const auto ranks = gather(team, {rank, host, profiler.timelines()});
  if (team.rank() != 0) return 0;
  if (auto written = base::write_atomically(base::end_of_links(path), watch::trace_json(ranks)); !written) {
    return tl::unexpected(std::move(written).error());
  }
  std::uint64_t dropped = 0;
  for (const auto& one : ranks) {
    for (const auto& thread : one.threads) dropped += thread.dropped;
  }
  return dropped;
}

}  // namespace winnow::app
