#include "read/name_list.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "read/number.hpp"
#include "read/path_pattern.hpp"
#include "read/reasons.hpp"

namespace winnow::read {
namespace {

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
  if (auto opened = list->lines_.open(path.real); !opened) return tl::unexpected(std::move(opened).error());
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
  auto shown = normalised(name);
  auto real = shown.starts_with('/') ? shown : folder_ + shown;
  sighting.listed = {shown_, line_, 0};
  return look_at({std::move(shown), std::move(real)}, sighting);
}

/// Fetches the next lines.
Step NameList::read_on(Sighting& sighting) {
  const auto run = lines_.next();
  if (!run || run->text.empty()) is_over_ = true;
  if (!run) return refuse(run.error().problem, shown_, sighting);
  if (run->text.empty()) return Step::finished;
  if (run->overlong_size == 0) {
    rest_ = run->text;
    return Step::passed;
  }
  ++line_;
  return refuse("line too long", std::string(run->text), sighting);
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
