#include "winnow/read/file_walk.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "read/folder_walk.hpp"
#include "read/name_list.hpp"
#include "read/path_pattern.hpp"
#include "read/path_source.hpp"
#include "read/repeated_names.hpp"

namespace winnow::read {
namespace {

/// About a millisecond of work.
constexpr int names_per_call = 256;
constexpr std::size_t lines_per_call = 4096;  ///< of a list, whose files are not looked at

bool is_list(std::string_view pattern) {
  return pattern.starts_with('@');
}

std::string absolute_folder(const std::string& folder) {
  auto text = normalised(std::filesystem::absolute(folder.empty() ? "." : folder).string());
  if (!text.ends_with('/')) text += '/';
  return text;
}

/// A pattern and the absolute path of its base.
struct PlacedPattern {
  PathPattern pattern;
  std::string real_base;

  /// True if a walk by this pattern comes upon what was sighted.
  [[nodiscard]] bool meets(const Sighting& sighting) const {
    std::string_view path = sighting.real_path;
    if (!path.starts_with(real_base)) return false;
    path.remove_prefix(real_base.size());
    if (sighting.is_folder) return pattern.reach(path) != 0;
    const auto name_at = path.rfind('/') + 1;
    return pattern.takes(pattern.reach(path.substr(0, name_at)), path.substr(name_at));
  }
};

}  // namespace

/// Patterns are walked first, in their order, lists read after them: so whether a file comes again is decided
/// by matching its path with the patterns before, and only listed files need more.
class FileWalk::State {
 public:
  State(const std::string& folder, Look look) : folder_(absolute_folder(folder)), look_(look) {}

  base::Result<void> add_pattern(const std::string& text);
  base::Result<void> add_list(const std::string& text);
  bool next(std::size_t at_most, std::vector<FoundFile>& files);
  std::vector<WalkRejection> take_rejections() { return std::exchange(rejections_, {}); }

 private:
  [[nodiscard]] std::string real(const std::string& path) const {
    return path.starts_with('/') ? path : folder_ + path;
  }
  [[nodiscard]] base::Result<void> check(const PlacedPattern& placed, const std::string& text) const;
  [[nodiscard]] bool was_met_before(const Sighting& sighting) const;
  bool is_first_listing(const Sighting& sighting);
  bool know_repeated();

  std::string folder_;  ///< absolute, with a slash at its end
  Look look_;
  std::vector<std::unique_ptr<PlacedPattern>> patterns_;
  std::vector<std::unique_ptr<PathSource>> sources_;  ///< one for each pattern, then the lists
  std::size_t current_ = 0;
  Sighting sighting_;
  std::vector<std::string> lists_;         ///< their real paths
  std::optional<RepeatedNames> repeated_;  ///< in the lists
  std::vector<WalkRejection> rejections_;
};

base::Result<void> FileWalk::State::add_pattern(const std::string& text) {
  auto pattern = PathPattern::parse(text);
  if (!pattern) return tl::unexpected(std::move(pattern).error());
  auto real_base = real(pattern->base());
  patterns_.push_back(
      std::make_unique<PlacedPattern>(PlacedPattern{std::move(*pattern), std::move(real_base)}));
  const auto& placed = *patterns_.back();
  if (auto good = check(placed, text); !good) return good;
  PathPair path{placed.pattern.base(), placed.real_base};
  if (placed.pattern.is_fixed()) {
    const auto& name = *placed.pattern.only_name(placed.pattern.start());
    sources_.push_back(std::make_unique<FixedFile>(PathPair{path.shown + name, path.real + name}));
  } else {
    sources_.push_back(std::make_unique<FolderWalk>(placed.pattern, std::move(path), look_));
  }
  return {};
}

/// That the folder to walk, or the one file, is there.
base::Result<void> FileWalk::State::check(const PlacedPattern& placed, const std::string& text) const {
  const bool is_fixed = placed.pattern.is_fixed();
  const auto path = is_fixed ? real(normalised(text)) : placed.real_base;
  struct stat status {};
  const int error_number = ::stat(path.c_str(), &status) == 0 ? 0 : errno;
  const bool is_folder = error_number == 0 && S_ISDIR(status.st_mode);
  if (is_fixed && is_folder) {
    const auto folder = normalised(text);
    return base::fail(fmt::format("\"{}\" is a folder", text), "",
                      fmt::format("write \"{0}/*\" for its files, or \"{0}/**\" for all below", folder));
  }
  if (error_number == 0 && is_folder != is_fixed) return {};
  const auto why = base::system_words(error_number == 0 ? ENOTDIR : error_number);
  if (is_fixed) {
    return base::fail(fmt::format("no file \"{}\"", text), why, "check the path, taken from " + folder_);
  }
  return base::fail(fmt::format("no folder \"{}\"", placed.pattern.base()), why,
                    fmt::format("check \"{}\", taken from {}", text, folder_));
}

base::Result<void> FileWalk::State::add_list(const std::string& text) {
  const auto shown = normalised(std::string_view(text).substr(1));
  auto list = NameList::open({shown, real(shown)}, folder_);
  if (!list) {
    return base::fail(fmt::format("no file of names \"{}\"", shown), list.error().problem,
                      "check the path, taken from " + folder_);
  }
  sources_.push_back(std::move(*list));
  lists_.push_back(real(shown));
  return {};
}

/// True once lists may be read. Their repeated names are looked for when it is their turn.
bool FileWalk::State::know_repeated() {
  if (!repeated_) repeated_.emplace(lists_, folder_);
  return repeated_->read(lines_per_call);
}

bool FileWalk::State::next(std::size_t at_most, std::vector<FoundFile>& files) {
  const bool in_lists = current_ >= patterns_.size() && current_ < sources_.size();
  if (in_lists && !know_repeated()) return true;
  const auto enough = files.size() + at_most;
  const auto end = in_lists ? sources_.size() : patterns_.size();
  for (int names = 0; current_ < end && files.size() < enough && names < names_per_call; ++names) {
    const auto step = sources_[current_]->step(sighting_);
    if (step == Step::finished) {
      sources_[current_++].reset();
    } else if (step == Step::passed || was_met_before(sighting_)) {
      continue;
    } else if (step == Step::found) {
      if (is_first_listing(sighting_)) files.push_back(std::move(sighting_.file));
    } else {
      rejections_.push_back({sighting_.file.path, sighting_.reason, sighting_.listed});
    }
  }
  return current_ < sources_.size();
}

/// True if a walk by one of the patterns before came upon it.
bool FileWalk::State::was_met_before(const Sighting& sighting) const {
  const auto before = std::span(patterns_).first(std::min(current_, patterns_.size()));
  return std::ranges::any_of(before, [&](const auto& placed) { return placed->meets(sighting); });
}

/// False if a list named the file before; notes that this one did. A pattern comes upon a file only once.
bool FileWalk::State::is_first_listing(const Sighting& sighting) {
  if (current_ < patterns_.size()) return true;
  return repeated_->is_first(sighting.real_path);
}

FileWalk::FileWalk(std::unique_ptr<State> state) : state_(std::move(state)) {
}
FileWalk::FileWalk(FileWalk&&) noexcept = default;
FileWalk& FileWalk::operator=(FileWalk&&) noexcept = default;
FileWalk::~FileWalk() = default;

base::Result<FileWalk> FileWalk::open(const std::vector<std::string>& patterns, std::string folder,
                                      Look look) {
  auto state = std::make_unique<State>(folder, look);
  for (const bool lists : {false, true}) {
    for (const auto& pattern : patterns) {
      if (is_list(pattern) != lists) continue;
      auto added = lists ? state->add_list(pattern) : state->add_pattern(pattern);
      if (!added) return tl::unexpected(std::move(added).error());
    }
  }
  return FileWalk(std::move(state));
}

bool FileWalk::next(std::size_t at_most, std::vector<FoundFile>& files) {
  return state_->next(at_most, files);
}

std::vector<WalkRejection> FileWalk::take_rejections() {
  return state_->take_rejections();
}

}  // namespace winnow::read
