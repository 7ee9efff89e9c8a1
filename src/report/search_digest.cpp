#include "report/search_digest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "report/number_text.hpp"
#include "report/text_table.hpp"
#include "report/whole_table.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr std::size_t convergence_rows = 10;
constexpr std::string_view job = "optimize/";
constexpr std::string_view best_table = "best";

using Table = std::unique_ptr<WholeTable>;

/// A problem's tables; those that the file does not have are null.
struct Problem {
  std::string name;  ///< of several
  Table best;
  Table failures;
  Table generations;
  std::optional<std::int64_t> traffic;  ///< bytes

  /// Their variables stand first in the table of the best, whatever their names; behind them stand the value
  /// and the violation.
  [[nodiscard]] std::size_t parameters() const { return best->integer("parameters"); }
  [[nodiscard]] double value() const { return best->number(parameters(), 0); }
  [[nodiscard]] double violation() const { return best->number(parameters() + 1, 0); }

  [[nodiscard]] bool is_found() const { return best->rows() > 0; }
  [[nodiscard]] bool breaks_constraints() const { return is_found() && violation() > 0; }
  [[nodiscard]] bool is_maximised() const { return best->attribute("goal") == "max"; }

  [[nodiscard]] std::uint64_t failed() const {
    std::uint64_t all = 0;
    for (std::uint64_t row = 0; failures && row < failures->rows(); ++row) {
      all += static_cast<std::uint64_t>(failures->number("count", row));
    }
    return all;
  }
};

base::Result<Problem> read_problem(const store::ResultFile& file, const std::string& group) {
  Problem problem;
  const auto folder = group.substr(0, group.size() - best_table.size());
  if (folder.size() > job.size()) problem.name = folder.substr(job.size(), folder.size() - job.size() - 1);
  for (const auto& [name, table] :
       {std::pair(best_table, &problem.best), std::pair(std::string_view("failures"), &problem.failures),
        std::pair(std::string_view("generations"), &problem.generations)}) {
    const auto path = fmt::format("{}{}", folder, name);
    if (!file.has_table(path)) continue;
    auto whole = WholeTable::read(file, path);
    if (!whole) return tl::unexpected(std::move(whole).error());
    *table = *std::move(whole);
  }
  const auto run = file.attributes("run/" + folder.substr(job.size()) + "generations");
  for (const auto& attribute : run.value_or(std::vector<base::Attribute>{})) {
    if (attribute.name == "traffic_bytes") problem.traffic = std::get<std::int64_t>(attribute.value);
  }
  return problem;
}

void append(std::string& out, std::string_view heading, std::string_view text) {
  out += fmt::format("  {:<10}{}\n", heading, text);
}

std::string parameters_text(const Problem& problem) {
  const auto& best = *problem.best;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < problem.parameters(); ++i) {
    words.push_back(fmt::format("{} = {}", best.shape().variables[i].name, base::printable(best.text(i, 0))));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string best_text(const Problem& problem) {
  const auto& best = *problem.best;
  const auto evaluations = base::with_commas(best.integer("evaluations"));
  const auto ended = best.attribute("ended");
  if (!problem.is_found()) return fmt::format("none of {} evaluations; {}", evaluations, ended);
  const auto value = best.text(problem.parameters(), 0);
  if (problem.breaks_constraints()) {
    return fmt::format("{}, which breaks constraints by {}, of {} evaluations; {}", value,
                       number_text(problem.violation()), evaluations, ended);
  }
  return fmt::format("{}, the {} of {} evaluations; {}", value, problem.is_maximised() ? "greatest" : "least",
                     evaluations, ended);
}

TextColumn numbers(std::string header) {
  return {.header = std::move(header), .unit = {}, .right = true, .key = false, .cells = {}};
}

TextColumn words(std::string header) {
  return {.header = std::move(header), .unit = {}, .right = false, .key = false, .cells = {}};
}

/// The better first, and those that break constraints last; only where all have the same goal.
void rank(std::vector<const Problem*>& problems) {
  const bool maximised = problems.front()->is_maximised();
  const auto shares_goal = [&](const Problem* one) { return one->is_maximised() == maximised; };
  if (!std::ranges::all_of(problems, shares_goal)) return;
  std::ranges::stable_sort(problems, {}, [&](const Problem* one) {
    const double value = one->is_found() ? one->value() : std::numeric_limits<double>::infinity();
    return std::pair(!one->is_found() || one->breaks_constraints(),
                     maximised && one->is_found() ? -value : value);
  });
}

std::string comparison(const std::vector<Problem>& problems) {
  std::vector<const Problem*> ranked;
  for (const auto& problem : problems) ranked.push_back(&problem);
  rank(ranked);
  auto name = words("problem");
  auto goal = words("goal");
  auto best = numbers("best");
  auto evaluations = numbers("evaluations");
  auto failed = numbers("failed");
  auto ended = words("ended");
  for (const auto* problem : ranked) {
    name.cells.push_back(problem->name);
    goal.cells.push_back(problem->best->attribute("goal"));
    best.cells.push_back(problem->is_found() ? number_text(problem->value()) : "none");
    evaluations.cells.push_back(base::with_commas(problem->best->integer("evaluations")));
    failed.cells.push_back(base::with_commas(problem->failed()));
    ended.cells.push_back(problem->best->attribute("ended") +
                          (problem->breaks_constraints() ? "; the best breaks constraints" : ""));
  }
  constexpr std::size_t any_width = 1000;
  return text_table({name, best, goal, evaluations, failed, ended}, any_width);
}

/// Some of the rows, evenly, with the first and the last.
std::vector<std::uint64_t> some_of(std::uint64_t rows) {
  std::vector<std::uint64_t> some;
  const auto count = std::min<std::uint64_t>(rows, convergence_rows);
  for (std::uint64_t i = 0; i < count; ++i) some.push_back(count == 1 ? 0 : i * (rows - 1) / (count - 1));
  return some;
}

std::string convergence(const WholeTable& generations) {
  std::vector<TextColumn> columns;
  for (const auto* name :
       {"number", "island", "evaluations", "population", "feasible", "best", "mean", "spread"}) {
    columns.push_back(numbers(name));
  }
  columns.front().header = "generation";
  const auto rows = generations.rows();
  bool has_islands = false;
  bool has_infeasible = false;
  for (std::uint64_t row = 0; row < rows; ++row) {
    has_islands = has_islands || generations.number("island", row) > 0;
    has_infeasible =
        has_infeasible || generations.number("feasible", row) < generations.number("population", row);
  }
  for (const auto row : some_of(rows)) {
    for (auto& column : columns) {
      const auto variable = column.header == "generation" ? "number" : column.header;
      column.cells.push_back(number_text(generations.number(variable, row)));
    }
  }
  std::erase_if(columns, [&](const TextColumn& column) {
    return (column.header == "island" && !has_islands) || (column.header == "feasible" && !has_infeasible);
  });
  constexpr std::size_t any_width = 1000;
  return text_table(columns, any_width);
}

std::string problem_text(const Problem& problem) {
  std::string out = problem.name.empty() ? "" : problem.name + '\n';
  append(out, "best", best_text(problem));
  if (problem.is_found()) append(out, "at", parameters_text(problem));
  for (std::uint64_t row = 0; problem.failures && row < problem.failures->rows(); ++row) {
    append(out, "failed",
           fmt::format("{} × {}, first: {}",
                       base::with_commas(static_cast<std::uint64_t>(problem.failures->number("count", row))),
                       problem.failures->text("kind", row),
                       base::printable(problem.failures->text("reason", row))));
  }
  if (problem.traffic) {
    append(out, "traffic",
           to_text(base::Bytes{static_cast<std::uint64_t>(*problem.traffic)}) + " of tasks and answers");
  }
  if (const auto command = problem.best->attribute("command"); !command.empty())
    append(out, "again", command);
  if (problem.generations && problem.generations->rows() > 0) out += '\n' + convergence(*problem.generations);
  return out;
}

}  // namespace

base::Result<std::string> search_digest(const store::ResultFile& file) {
  std::vector<Problem> problems;
  for (const auto& group : file.groups()) {
    const bool is_best = group.starts_with(job) && group.ends_with(fmt::format("/{}", best_table));
    if (!is_best || !file.has_table(group)) continue;
    auto problem = read_problem(file, group);
    if (!problem) return tl::unexpected(std::move(problem).error());
    const auto parameters = problem->parameters();
    if (parameters == 0 || problem->best->shape().variables.size() < parameters + 2)
      continue;  // not of a search
    problems.push_back(*std::move(problem));
  }
  std::string out = problems.size() > 1 ? comparison(problems) : "";
  for (const auto& problem : problems) out += (out.empty() ? "" : "\n") + problem_text(problem);
  return out;
}

}  // namespace winnow::report
