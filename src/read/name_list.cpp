#include "read/name_list.hpp"

#include <cerrno>
#include <utility>

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
  if (auto opened = list->names_.open(path.real); !opened) return tl::unexpected(std::move(opened).error());
  return list;
}

Step NameList::step(Sighting& sighting) {
  switch (names_.step()) {
    case ListedNames::Step::name: {
      auto shown = normalised(names_.text());
      auto real = shown.starts_with('/') ? shown : folder_ + shown;
      sighting.listed = {shown_, names_.line(), 0};
      return look_at({std::move(shown), std::move(real)}, sighting);
    }
    case ListedNames::Step::refused:
      return refuse(sighting);
    case ListedNames::Step::passed:
      return Step::passed;
    case ListedNames::Step::finished:
      return Step::finished;
  }
  return Step::finished;
}

Step NameList::refuse(Sighting& sighting) const {
  sighting.real_path.clear();
  sighting.file.path = names_.text().empty() ? shown_ : std::string(names_.text());
  sighting.reason = names_.reason();
  sighting.is_folder = false;
  sighting.listed = {shown_, names_.line(), 0};
  return Step::refused;
}

}  // namespace winnow::read
