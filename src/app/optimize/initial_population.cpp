#include "app/optimize/initial_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "app/optimize/parameter_value.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

/// The place of the first of these characters outside quotes, from `at` on; the end where there is none.
std::size_t find_outside_quotes(std::string_view line, std::string_view any_of, std::size_t at = 0) {
  bool is_quoted = false;
  for (; at < line.size(); ++at) {
    if (line[at] == '"') is_quoted = !is_quoted;
    if (!is_quoted && any_of.find(line[at]) != std::string_view::npos) break;
  }
  return at;
}

/// A word as it was before pandas wrote it, which puts into quotes what has a separator, and doubles quotes.
std::string unquoted(std::string_view word) {
  const bool is_quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
  if (!is_quoted) return std::string(word);
  std::string plain;
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    plain += word[i];
    if (word.substr(i, 2) == "\"\"" && i + 2 < word.size()) ++i;
  }
  return plain;
}

/// Separated by commas, if there are any, else by tabs, else by blanks.
std::vector<std::string> words_of(std::string_view line) {
  line = base::trimmed(line);
  std::vector<std::string> words;
  if (line.empty()) return words;
  const auto has = [line](char separator) {
    return find_outside_quotes(line, {&separator, 1}) < line.size();
  };
  const std::string_view separator = has(',') ? "," : has('\t') ? "\t" : " ";
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = find_outside_quotes(line, separator, at);
    const auto word = base::trimmed(line.substr(at, end - at));
    if (!word.empty() || separator != " ") words.push_back(unquoted(word));
    at = end + 1;
  }
  return words;
}

class Reader {
 public:
  Reader(const std::filesystem::path& file, const evolve::Space& space) : file_(file), space_(space) {}

  std::vector<double> read() {
    const auto text = base::value_or_throw(base::read_file(file_));
    std::istringstream lines{std::string(base::without_byte_order_mark(text))};
    for (std::string line; std::getline(lines, line);) {
      ++line_;
      take(line.substr(0, find_outside_quotes(line, "#")));
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
