#include "app/optimize/initial_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>

#include "app/optimize/parameter_value.hpp"
#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

std::string trimmed(const std::string& text) {
  constexpr auto blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// As pandas writes words with a comma or a blank.
std::string unquoted(std::string word) {
  const bool is_quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
  return is_quoted ? word.substr(1, word.size() - 2) : word;
}

/// Separated by commas, if there are any, else by tabs, else by blanks.
std::vector<std::string> words_of(const std::string& line) {
  const auto text = trimmed(line);
  std::istringstream in(text);
  std::vector<std::string> words;
  for (const char separator : {',', '\t'}) {
    if (text.find(separator) == std::string::npos) continue;
    for (std::string word; std::getline(in, word, separator);) words.push_back(unquoted(trimmed(word)));
    if (text.back() == separator) words.emplace_back();
    return words;
  }
  for (std::string word; in >> word;) words.push_back(unquoted(word));
  return words;
}

class Reader {
 public:
  Reader(const std::filesystem::path& file, const evolve::Space& space) : file_(file), space_(space) {}

  std::vector<double> read() {
    std::istringstream lines(base::value_or_throw(base::read_file(file_)));
    for (std::string line; std::getline(lines, line);) {
      ++line_;
      take(line.substr(0, line.find('#')));
    }
    if (points_.empty()) {
      line_ = 0;
      refuse("there is no individual in the first population", "every line is empty or a comment");
    }
    return std::move(points_);
  }

 private:
  void take(const std::string& line) {
    const auto words = words_of(line);
    if (words.empty() || (columns_.empty() && take_header(words))) return;
    const auto& parameters = space_.parameters();
    if (words.size() != parameters.size()) {
      refuse(fmt::format("{} values stand here", words.size()),
             fmt::format("there are {} parameters", parameters.size()));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      points_.push_back(value_of(words[columns_[i]], parameters[i]));
    }
  }

  /// Where the values of each parameter stand; true if the first words, as its names, tell it.
  bool take_header(const std::vector<std::string>& words) {
    const auto& parameters = space_.parameters();
    for (const auto& parameter : parameters) {
      columns_.push_back(static_cast<std::size_t>(std::ranges::find(words, parameter.name) - words.begin()));
    }
    if (words.size() == parameters.size() && std::ranges::count(columns_, words.size()) == 0) return true;
    std::iota(columns_.begin(), columns_.end(), 0);
    return false;
  }

  [[nodiscard]] double value_of(const std::string& word, const evolve::Parameter& parameter) const {
    auto value = parameter_value(parameter, word);
    if (!value) refuse(std::move(value.error().problem), std::move(value.error().why));
    return *value;
  }

  [[noreturn]] void refuse(std::string problem, std::string why) const {
    throw base::Failure(
        {std::move(problem),
         std::move(why),
         "write an individual a line: a value for each parameter, in the order of the study or of a "
         "first line with their names",
         {file_.string(), line_, 0}});
  }

  const std::filesystem::path& file_;
  const evolve::Space& space_;
  std::size_t line_ = 0;
  std::vector<std::size_t> columns_;  ///< by parameter; empty before the first line that says something
  std::vector<double> points_;
};

}  // namespace

std::vector<double> read_initial_population(const std::filesystem::path& file, const evolve::Space& space) {
  return Reader(file, space).read();
}

}  // namespace winnow::app
