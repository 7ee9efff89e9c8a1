#pragma once
// A study: what to do, where the input is, what may be used. It comes from layers, each of which overrules
// those before it:
//
//   built-in defaults, site file, user file, preset, study file, WINNOW_SECTION_KEY in the environment, --set
//
// A job is part of the study if the study file or --set has its section; the layers below and the environment
// only give values to the jobs there are.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/study/errors.hpp"
#include "winnow/study/overrides.hpp"
#include "winnow/study/sections.hpp"

namespace winnow::study {

/// Lowest first.
enum class Layer : std::uint8_t { defaults, site, user, preset, study, environment, command_line };

/// Where a value came from.
struct Origin {
  Layer layer = Layer::defaults;
  base::Place place;  ///< for the environment and --set, `file` says which variable or key
};

/// A layer of a file, whether or not there is one: the path, or for a preset that there is none, empty.
struct FileLayer {
  Layer layer = Layer::study;
  std::filesystem::path path;
  bool was_read = false;
};

/// A study in which every value is of its type, in its range, and fits the others. Immutable; may be copied
/// and read from any thread.
class Study {
 public:
  /// What a Study is made of; keys are spelt "section.key", and "title" where there is no section; in an item
  /// of a list "optimize.parameter[2].low", but for the first one, which goes without its index.
  struct Parts {
    std::filesystem::path file;
    Sections sections;
    std::map<std::string, Origin, std::less<>> origins;              ///< of keys that a layer has set
    std::map<std::string, base::Place, std::less<>> section_places;  ///< in the study file
    std::vector<FileLayer> files;
    std::vector<std::string> warnings;
  };

  explicit Study(Parts parts);

  [[nodiscard]] const std::string& title() const { return parts_.sections.title; }

  /// The study file's name without its extension, "city" of inputs/city.toml; empty if there is no file.
  [[nodiscard]] std::string name() const { return parts_.file.stem().string(); }

  /// The study file as it was given; empty if there is none.
  [[nodiscard]] const std::filesystem::path& file() const { return parts_.file; }

  /// What relative paths of the study are relative to: the study file's folder, or "." if there is no file.
  [[nodiscard]] std::filesystem::path folder() const;

  [[nodiscard]] const Sections& sections() const { return parts_.sections; }
  [[nodiscard]] const Resources& resources() const { return parts_.sections.resources; }
  [[nodiscard]] const Farm& farm() const { return parts_.sections.farm; }
  [[nodiscard]] const Checkpoint& checkpoint() const { return parts_.sections.checkpoint; }
  [[nodiscard]] const Watch& watch() const { return parts_.sections.watch; }
  [[nodiscard]] const Result& result() const { return parts_.sections.result; }
  [[nodiscard]] const std::optional<Reduce>& reduce() const { return parts_.sections.reduce; }

  /// The problems to optimize; none if the study has no such job.
  [[nodiscard]] const std::vector<Optimize>& optimize() const { return parts_.sections.optimize; }

  /// Whether the plugin of a problem runs in processes of its own, which stay from evaluation to evaluation.
  [[nodiscard]] bool isolates_plugins() const;

  /// The names of the jobs in the study, "reduce", in the order of the schema.
  [[nodiscard]] std::vector<std::string> jobs() const;

  /// Where the value of "reduce.metrics" came from, or of "optimize[1].objective.plugin" where several
  /// problems stand in the study; "optimize" is the first. A key that no layer has set is of Layer::defaults,
  /// and its place is its section in the study file, or the one around it, or the file, as far as there is
  /// one; the same holds for the path of a section. Key or section must be of the schema.
  [[nodiscard]] Origin origin_of(std::string_view path) const;

  /// For errors that are found later.
  [[nodiscard]] base::Place place_of(std::string_view path) const { return origin_of(path).place; }

  /// True if any layer has set the key, be it to the default value. Of a study that rank 0 has sent to
  /// another rank, every key is set: what a run does must not depend on it.
  [[nodiscard]] bool is_set(std::string_view key) const { return origin_of(key).layer != Layer::defaults; }

  /// Every key with its value, in the order of the schema and in one spelling: the same values give the same
  /// text. Loaded alone from the study's folder, it gives the same values. The preset's values are among
  /// them, so the preset is named by a comment only.
  [[nodiscard]] std::string effective_toml() const;

  /// The part of effective_toml() on which the answer depends, of the jobs. To be compared, and not to be
  /// read as a study: what is not in force may be "off" there.
  [[nodiscard]] std::string answer_toml() const;

  /// The part of answer_toml() that lays down the way and not its length, which budgets are: what a run must
  /// have in common with an earlier one to go on with it.
  [[nodiscard]] std::string course_toml() const;

  /// The files that were read or looked for, lowest layer first.
  [[nodiscard]] const std::vector<FileLayer>& files() const { return parts_.files; }

  /// What looks like a mistake but need not be one: an environment variable much like one that is heeded.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return parts_.warnings; }

 private:
  Parts parts_;
};

/// Loads and validates a study. Gives all that is wrong in all layers.
[[nodiscard]] Checked<Study> load(const std::filesystem::path& file, const Overrides& overrides);

/// The same of a text, without any other layer: for a study that another process has loaded and sent on as
/// its effective_toml(). `file` is where it came from, and is not read.
[[nodiscard]] Checked<Study> parse(std::string_view text, const std::filesystem::path& file);

/// The same of the other layers alone: for verbs that can do without a study.
[[nodiscard]] Checked<Study> load_without_file(const Overrides& overrides);

}  // namespace winnow::study
