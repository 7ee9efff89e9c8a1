#include "winnow/plan/learned_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <toml++/toml.h>
#include <algorithm>
#include <chrono>
#include <limits>
#include <sstream>
#include <thread>
#include <utility>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/links.hpp"
#include "winnow/base/text.hpp"

namespace winnow::plan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view heading =
    "# What runs of Winnow have shown of memory, in bytes: later ones are planned by it.\n"
    "# Take out what is to be forgotten. Each peak is of one node: its ranks, its workers, the pieces that\n"
    "# they held, what the ranks took before any work (idle), what the leader's took beyond the others'\n"
    "# (shared), what all took, each at its own peak (peak), and those of them that had no worker (spare).\n";

// ---- out

/// As TOML spells it.
std::string quoted(const std::string& text) {
  std::ostringstream out;
  out << toml::toml_formatter(
      toml::value<std::string>(text),
      toml::toml_formatter::default_flags & ~toml::format_flags::allow_multi_line_strings);
  return out.str();
}

std::string text_of(const Lesson& lesson) {
  auto text =
      fmt::format("\n[[learned]]\njob = {}\nof = {}\nstudy = {}\nruns = {}\npeaks = [\n",
                  quoted(lesson.subject.job), quoted(lesson.subject.of), quoted(lesson.study), lesson.runs);
  for (const auto& one : lesson.seen) {
    text += fmt::format(
        "  {{ ranks = {}, workers = {}, pieces = {}, idle = {}, shared = {}, peak = {}, spare = {} }},\n",
        one.ranks, one.workers, one.pieces.count, one.idle.count, one.shared.count, one.peak.count,
        one.spare.count);
  }
  return text + "]\n";
}

std::string text_of(const std::vector<Lesson>& lessons) {
  std::string text(heading);
  for (const auto& lesson : lessons) text += text_of(lesson);
  return text;
}

// ---- in

/// Reads a file's tables; throws a base::Failure with the place of the first thing that is wrong.
class LessonReader {
 public:
  explicit LessonReader(const fs::path& path) : path_(path) {}

  [[nodiscard]] std::vector<Lesson> lessons_of(const toml::table& file) const {
    std::vector<Lesson> lessons;
    const auto* list = file["learned"].as_array();
    if (list == nullptr && !file.empty()) refuse(file, "[[learned]] is missing");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      lessons.push_back(lesson_of(table_of((*list)[i])));
    }
    return lessons;
  }

 private:
  [[noreturn]] void refuse(const toml::node& node, std::string problem) const {
    const auto at = node.source().begin;
    throw base::Failure({std::move(problem), "", "", {path_.string(), at.line, at.column}});
  }

  [[nodiscard]] const toml::table& table_of(const toml::node& node) const {
    if (!node.is_table()) refuse(node, "this is no table");
    return *node.as_table();
  }

  [[nodiscard]] std::string text_in(const toml::table& table, std::string_view key) const {
    const auto value = table[key].value_exact<std::string>();
    if (!value) refuse(table, fmt::format("{} is to be a text", key));
    return *value;
  }

  [[nodiscard]] std::uint64_t number_in(const toml::table& table, std::string_view key, std::int64_t least,
                                        std::int64_t most) const {
    const auto value = table[key].value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      refuse(table, fmt::format("{} is to be a number from {} to {}", key, least, most));
    }
    return static_cast<std::uint64_t>(*value);
  }

  [[nodiscard]] Lesson lesson_of(const toml::table& table) const {
    Lesson lesson{{text_in(table, "job"), text_in(table, "of")},
                  text_in(table, "study"),
                  number_in(table, "runs", 1, std::numeric_limits<std::int64_t>::max()),
                  {}};
    const auto* peaks = table["peaks"].as_array();
    if (peaks == nullptr || peaks->empty()) refuse(table, "peaks is to be a list of tables");
    for (const auto& peak : *peaks) lesson.seen.push_back(observation_of(table_of(peak)));
    return lesson;
  }

  [[nodiscard]] Observation observation_of(const toml::table& table) const {
    constexpr std::int64_t most_workers = 1'000'000;
    constexpr std::int64_t most_bytes = std::int64_t{1} << 50;
    const auto bytes = [&](std::string_view key) {
      return base::Bytes{number_in(table, key, 0, most_bytes)};
    };
    return {static_cast<std::uint32_t>(number_in(table, "ranks", 1, most_workers)),
            static_cast<std::uint32_t>(number_in(table, "workers", 1, most_workers)),
            bytes("pieces"),
            bytes("idle"),
            bytes("shared"),
            bytes("peak"),
            table.contains("spare") ? bytes("spare") : base::Bytes{}};
  }

  const fs::path& path_;
};

base::Result<std::vector<Lesson>> parse(const std::string& text, const fs::path& path) {
  try {
    return LessonReader(path).lessons_of(toml::parse(text));
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return tl::unexpected(
        base::Error{std::string(error.description()), "", "", {path.string(), at.line, at.column}});
  } catch (const base::Failure& failure) {
    return tl::unexpected(failure.error());
  }
}

// ---- at once

/// Holds others off while it lives, as far as the file system has locks. Who holds it works for
/// milliseconds: one that is not to be had soon is not waited for.
base::Descriptor lock(const fs::path& path) {
  base::Descriptor file(::open((path.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  for (int tries = 0; file.is_open() && tries < 100; ++tries) {
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return file;
}

/// Nothing, if there is no file.
base::Result<std::string> text_in(const fs::path& path) {
  std::error_code unknown;
  if (!fs::exists(path, unknown)) return std::string();
  return base::read_file(path);
}

/// Moves the lesson to the end, with what was seen now.
void note(std::vector<Lesson>& lessons, const Subject& subject, const std::string& study,
          const std::vector<Observation>& seen) {
  Lesson lesson{subject, study, 0, {}};
  const auto known = std::ranges::find_if(
      lessons, [&](const Lesson& one) { return one.subject == subject && one.study == study; });
  if (known != lessons.end()) {
    lesson = std::move(*known);
    lessons.erase(known);
  }
  ++lesson.runs;
  lesson.seen.insert(lesson.seen.end(), seen.begin(), seen.end());
  const auto surplus = lesson.seen.size() - std::min(lesson.seen.size(), LearnedFile::most_seen);
  lesson.seen.erase(lesson.seen.begin(), lesson.seen.begin() + static_cast<std::ptrdiff_t>(surplus));
  lessons.push_back(std::move(lesson));
  if (lessons.size() > LearnedFile::most_lessons) lessons.erase(lessons.begin());
}

/// Of blanks, or of the zeros that a machine may leave that went down while it wrote.
bool says_nothing(std::string_view text) {
  using namespace std::string_view_literals;
  return text.find_first_not_of(" \t\r\n\0"sv) == std::string_view::npos;
}

}  // namespace

bool LearnedFile::is_something_else() const {
  std::error_code unknown;
  const auto status = fs::status(path_, unknown);
  if (!fs::exists(status)) return false;
  if (!fs::is_regular_file(status)) return true;
  const auto text = base::read_file(path_);
  if (!text || says_nothing(*text)) return false;
  const bool has_heading = text->starts_with(heading.substr(0, heading.find(',')));
  return !has_heading && text->find("[[learned]]") == std::string::npos;
}

base::Result<std::vector<Lesson>> LearnedFile::read() const {
  const auto text = text_in(path_);
  if (!text) return tl::unexpected(text.error());
  return parse(*text, path_);
}

base::Result<std::optional<fs::path>> LearnedFile::add(const Subject& subject, const std::string& study,
                                                       const std::vector<Observation>& seen) const {
  std::error_code error;
  // Whoever links to it meets at the same lock, and keeps the link.
  const auto path = base::end_of_links(path_);
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) return base::fail(fmt::format("cannot make {}", path.parent_path().string()), error.message());
  const auto held = lock(path);
  const auto text = text_in(path);
  if (!text) return tl::unexpected(text.error());
  std::optional<fs::path> aside;
  auto lessons = parse(*text, path);
  if (!lessons) {
    aside = path.string() + ".damaged";
    fs::rename(path, *aside, error);
    if (error) return base::fail(fmt::format("cannot set {} aside", path.string()), error.message());
    lessons = std::vector<Lesson>{};
  }
  note(*lessons, subject, study, seen);
  if (auto written = base::write_atomically(path, text_of(*lessons)); !written) {
    return tl::unexpected(std::move(written).error());
  }
  return aside;
}

std::optional<LearnedModel> learned_model(const std::vector<Lesson>& lessons, const Subject& subject,
                                          const std::string& study, const MemoryModel& prior) {
  const bool has_own = std::ranges::any_of(
      lessons, [&](const Lesson& one) { return one.subject == subject && one.study == study; });
  LearnedModel learned;
  learned.most_ranks = 0;
  learned.is_of_study = has_own;
  std::vector<Observation> seen;
  for (const auto& lesson : lessons) {
    if (lesson.subject != subject || (has_own && lesson.study != study)) continue;
    learned.runs += lesson.runs;
    seen.insert(seen.end(), lesson.seen.begin(), lesson.seen.end());
  }
  if (seen.empty()) return std::nullopt;
  if (seen.size() > LearnedFile::most_seen) seen.erase(seen.begin(), seen.end() - LearnedFile::most_seen);
  for (const auto& one : seen) learned.most_ranks = std::max(learned.most_ranks, one.ranks);
  learned.model = fit(seen, prior);
  return learned;
}

}  // namespace winnow::plan
