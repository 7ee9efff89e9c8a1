#pragma once
// Any simulator as an objective: a program that gets a candidate's parameters and gives numbers.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/program/evaluation.hpp"
#include "winnow/program/process.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/program/value.hpp"
#include "winnow/read/dialect.hpp"

namespace winnow::program {

// Placeholders: `{latency}` stands for the value of the parameter, or of the constant, of that name, made of
// letters, digits, '_', '-' and '.'. `{{` is a brace, and so is the `}}` that closes it: `{{latency}}` is the
// text {latency}. All other braces are plain text, as those of JSON.

/// A file that is copied into the working directory, its placeholders filled.
struct TemplateFile {
  std::filesystem::path source;    ///< relative to the spec's folder
  std::filesystem::path target{};  ///< in the working directory; empty: the source's name without ".in"
};

/// Where a program's numbers are.
struct OutputSpec {
  enum class Form : std::uint8_t {
    numbers,  ///< the last line that is not blank: numbers, with blanks or commas between them
    json,   ///< one JSON object; on standard output, after whatever else, as the last line that is not blank
    report  ///< of the formats of `read`: a key-value report's keys, or the last row of a table or csv
  };
  Form form = Form::numbers;

  /// A path below the working directory, or a pattern that one file must match; empty: standard output,
  /// which `report` cannot be.
  std::string file;

  /// Of the outputs, the objective's first: fields (`delay.mean`, `runs.0`), keys or columns. With `numbers`
  /// they name the numbers of the line from left to right; none stand for one, the objective. Whatever
  /// further numbers there are become figures: JSON's fields nested by dots, keys, columns, output<N>.
  std::vector<std::string> names;

  read::Dialect dialect;  ///< of a report
};

/// Which working directories stay.
enum class Keep : std::uint8_t { none, failed, all };

struct ProgramSpec {
  /// Never seen by a shell. The first, without placeholders, is the program: with a slash a path relative
  /// to `folder`, else looked for in PATH. Others that begin with "./" or "../" and lead from `folder` to
  /// what is there, a script for an interpreter, become absolute, too.
  std::vector<std::string> arguments;
  std::filesystem::path folder;         ///< the study's; absolute
  std::vector<std::string> parameters;  ///< their names, in the order in which run() takes their values
  std::vector<std::pair<std::string, std::string>> constants;  ///< more names for placeholders
  std::vector<TemplateFile> templates;
  std::vector<std::pair<std::string, std::string>> environment;  ///< values may have placeholders
  bool json_input = true;      ///< the parameters as JSON on standard input, which else is empty
  std::filesystem::path work;  ///< where working directories are made; absolute
  Keep keep = Keep::failed;
  std::size_t most_kept = 10;  ///< by this Program: a candidate that fails may be one of thousands
  Limits limits;
  std::shared_ptr<const StartGate> gate;  ///< that lets it start; null: it starts at once
  OutputSpec output;
};

/// A program made ready. Each run has a working directory, empty but for the templates' copies, that nobody
/// else uses meanwhile.
/// The parameters are told in every way at once: in placeholders, as a JSON object on standard input
/// ({"latency": 0.5, "hops": 3, "router": "epidemic"}; a word that is a number as one) unless that is not
/// wanted, and as WINNOW_PARAM_LATENCY and so on, in capitals, with '_' for what is neither letter nor digit.
///
/// In a directory that stays lie parameters.json, stdout.txt and stderr.txt: what went in, and the last MiB
/// of what came out.
class Program {
 public:
  /// Fails if the program does not exist or is not executable, a template cannot be read, a placeholder has
  /// no parameter, two parameters have one name in the environment, the dialect is wrong, or `work` cannot be
  /// made.
  [[nodiscard]] static base::Result<Program> prepare(ProgramSpec spec);

  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  /// Evaluates a candidate; `label`, fit for a file name, begins the directory's name if it stays. Fails
  /// only as Spawner::run does: for reasons of this rank, not of the candidate. Thread-safe.
  [[nodiscard]] base::Result<Evaluation> run(std::span<const Value> values, std::string_view label,
                                             Spawner& spawner) const;

  /// The program's path, absolute.
  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  struct Parts;
  explicit Program(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::program
