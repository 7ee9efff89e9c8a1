#pragma once
// The file in which runs leave what they have shown of memory, for the plans of later ones.
//
// It is TOML, and may be edited: a list of what was learned, each with its job, its reader or objective, its
// study, the number of runs, and the peaks of nodes that the last of them have shown, in bytes.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/plan/learned_model.hpp"

namespace winnow::plan {

/// All that the runs of a study have shown of one kind of work.
struct Lesson {
  Subject subject;
  std::string study;  ///< its path
  std::uint64_t runs = 0;
  std::vector<Observation> seen;  ///< the oldest first

  bool operator==(const Lesson&) const = default;
};

/// Any number of processes, on any number of machines that see the file, may use it at once.
class LearnedFile {
 public:
  /// So many observations of a lesson are kept, and so many lessons, the latest ones.
  static constexpr std::size_t most_seen = 32;
  static constexpr std::size_t most_lessons = 200;

  explicit LearnedFile(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Whether something else stands there: a folder, a device, or a file that says something and was not left
  /// by runs, be it damaged or not.
  [[nodiscard]] bool is_something_else() const;

  /// What it holds; nothing if there is no file. Fails if it cannot be read or understood, with the place.
  [[nodiscard]] base::Result<std::vector<Lesson>> read() const;

  /// Adds what one run of `study` has shown of `subject`, and replaces the file in one step; of a symbolic
  /// link what it leads to. What cannot be understood is set aside before under the name that it gives back.
  /// Fails if the file cannot be written. Of runs that add at the same moment, those on file systems without
  /// locks may lose what they add, and never more.
  [[nodiscard]] base::Result<std::optional<std::filesystem::path>> add(
      const Subject& subject, const std::string& study, const std::vector<Observation>& seen) const;

 private:
  std::filesystem::path path_;
};

/// What the lessons teach of `subject`: those of the same study, or where there are none those of all others.
/// Nothing if there are none either. `prior` as in fit().
[[nodiscard]] std::optional<LearnedModel> learned_model(const std::vector<Lesson>& lessons,
                                                        const Subject& subject, const std::string& study,
                                                        const MemoryModel& prior);

}  // namespace winnow::plan
