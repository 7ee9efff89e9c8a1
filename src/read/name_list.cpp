#include "read/name_list.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "read/number.hpp"
#include "read/path_pattern.hpp"
#include "read/reasons.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t longest_name = std::size_t{64} << 10;

Step look_at(PathPair path, Sighting& sighting) {
  sighting.file.path = std::move(path.shown);
  sighting.real_path = std::move(path.real);
  sighting.is_folder = false;
  struct stat status {};
  if (::stat(sighting.real_path.c_str(), &status) == 0) return judge(status, sighting);
  sighting.reason = unreadable(errno);
  sighting.is_folder = false;
  return Step::refused;
}

}  // namespace

Step FixedFile::step(Sighting& sighting) {
  if (std::exchange(is_done_, true)) return Step::finished;
  sighting.listed = {};
  return look_at(path_, sighting);
}

base::Result<std::unique_ptr<NameList>> NameList::open(const PathPair& path, std::string folder) {
  std::unique_ptr<NameList> list(new NameList(path.shown, std::move(folder)));
  if (auto opened = list->window_.open(path.real); !opened) return tl::unexpected(std::move(opened).error());
  return list;
}

Step NameList::step(Sighting& sighting) {
  if (is_over_) return Step::finished;
  if (rest_.empty()) return read_on(sighting);
  auto name = rest_.substr(0, rest_.find('\n'));
  rest_.remove_prefix(std::min(name.size() + 1, rest_.size()));
  ++line_;
  if (name.ends_with('\r')) name.remove_suffix(1);
  if (trimmed(name).empty()) return Step::passed;
  if (name.size() > longest_name) {
    return refuse("line too long", std::string(name.substr(0, max_rejected_text)), sighting);
  }
  if (name.find('\0') != std::string_view::npos) return refuse("NUL byte", std::string(name), sighting);
  auto shown = normalised(name);
  auto real = shown.starts_with('/') ? shown : folder_ + shown;
  sighting.listed = {shown_, line_, 0};
  return look_at({std::move(shown), std::move(real)}, sighting);
}

/// Fetches the next lines.
Step NameList::read_on(Sighting& sighting) {
  rest_ = whole_lines(window_);
  window_.drop(rest_.size());
  if (!rest_.empty()) return Step::passed;
  is_over_ = window_.at_end();
  if (is_over_) return Step::finished;
  if (window_.is_full()) return skip_overlong(sighting);
  const auto extended = window_.extend();
  if (extended) return Step::passed;
  is_over_ = true;
  return refuse(extended.error().problem, shown_, sighting);
}

Step NameList::skip_overlong(Sighting& sighting) {
  std::string beginning(window_.text().substr(0, max_rejected_text));
  ++line_;
  is_over_ = !window_.skip_line();
  return refuse("line too long", std::move(beginning), sighting);
}

Step NameList::refuse(std::string reason, std::string path, Sighting& sighting) {
  sighting.real_path.clear();
  sighting.file.path = std::move(path);
  sighting.reason = std::move(reason);
  sighting.is_folder = false;
  sighting.listed = {shown_, line_, 0};
  return Step::refused;
}

}  // namespace winnow::read
