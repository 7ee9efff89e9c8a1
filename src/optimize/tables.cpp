#include "optimize/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "optimize/table_columns.hpp"
#include "winnow/base/text.hpp"

namespace winnow::optimize {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string_view goal_of(const Problem& problem) {
  return problem.judge.goal() == Goal::max ? "max" : "min";
}

void add_best_table(const Problem& problem, const Search* search, Tables& tables) {
  std::vector<evolve::Best> best;
  if (search != nullptr && search->best()) best.push_back(*search->best());
  const auto status = search != nullptr ? search->status() : SearchStatus{};
  auto table = std::make_unique<SlabTable>(path_of("optimize", problem, "best"), "solution", best.size());
  add_parameters(
      problem.space, best, [](const evolve::Best& one) -> const auto& { return one.values; }, *table);
  table->add(
      "value",
      column(best, [&](const evolve::Best& one) { return problem.judge.value_of(one.outcome.objective); }),
      described("value of the objective"));
  table->add("violation", column(best, [](const evolve::Best& one) { return one.outcome.violation; }),
             described("sum of the amounts by which it breaks constraints"));
  table->add("evaluation", column(best, &evolve::Best::id),
             described("number of the evaluation that found it"));
  table->add("generation", column(best, &evolve::Best::generation),
             described("generation that it was asked for in; after the last, as it was then: by a polish"));
  table->add("island", column(best, &evolve::Best::island), described("island that asked for it"));
  table->attribute("parameters", count_of(problem.space.dimension()));
  table->attribute("goal", std::string(goal_of(problem)));
  table->attribute("evaluations", count_of(status.evaluations));
  table->attribute("ended", words_of(status.end));
  if (!best.empty() && !problem.evaluate_command.empty()) {
    table->attribute("command", command_of(problem, best.front().values));
  }
  tables.push_back(std::move(table));
}

void add_failures_table(const Problem& problem, const Search* search, Tables& tables) {
  struct Row {
    Status kind;
    std::uint64_t count;
    std::string reason;
  };
  constexpr std::size_t longest_reason = 400;
  std::vector<Row> rows;
  for (std::size_t kind = 1; search != nullptr && kind < status_count; ++kind) {
    const auto& tally = search->tally();
    if (tally.ends[kind] > 0)
      rows.push_back({static_cast<Status>(kind), tally.ends[kind], tally.first[kind].reason});
  }
  std::size_t width = 1;
  for (const auto& row : rows) width = std::clamp(row.reason.size(), width, longest_reason);
  auto table = std::make_unique<SlabTable>(path_of("optimize", problem, "failures"), "failure", rows.size());
  table->add("kind", column(rows, [](const Row& row) { return std::string(name_of(row.kind)); }),
             status_width, described("how evaluations failed"));
  table->add("count", column(rows, &Row::count), described("evaluations that failed so", "1"));
  table->add("reason", column(rows, &Row::reason), width, described("what was said of the first one"));
  tables.push_back(std::move(table));
}

using Generations = std::vector<Generation>;

base::Dimension memory_entries(std::size_t size) {
  base::Scale scale{"entry", {}, described("entry of the success-history memory")};
  for (std::size_t i = 0; i < size; ++i) scale.values.push_back(static_cast<double>(i));
  return {"entry", {}, {std::move(scale)}};
}

/// The rows of a success-history memory, NaN where there is none.
std::vector<double> memory_column(const Generations& rows, std::size_t size,
                                  std::vector<double> evolve::GenerationRecord::*memory) {
  std::vector<double> cells;
  for (const auto& row : rows) {
    auto entries = row.record.*memory;
    entries.resize(size, nan);
    cells.insert(cells.end(), entries.begin(), entries.end());
  }
  return cells;
}

void add_generations_table(const Problem& problem, const Generations& rows, Tables& tables) {
  auto table =
      std::make_unique<SlabTable>(path_of("optimize", problem, "generations"), "generation", rows.size());
  using Record = evolve::GenerationRecord;
  const auto integer = [&](std::string name, std::string_view meaning, auto get) {
    table->add(std::move(name),
               column(rows, [&](const Generation& row) { return std::invoke(get, row.record); }),
               described(meaning, "1"));
  };
  const auto real = [&](std::string name, std::string_view meaning, auto get) {
    table->add(std::move(name),
               column(rows, [&](const Generation& row) { return double{std::invoke(get, row.record)}; }),
               described(meaning));
  };
  const auto& judge = problem.judge;
  integer("number", "number of the generation, 0 for the first population", &Record::number);
  integer("island", "island whose generation it is", &Record::island);
  integer("evaluations", "evaluations of the island so far", &Record::evaluations);
  integer("population", "individuals", &Record::population);
  integer("feasible", "individuals that break no constraint", &Record::feasible);
  real("best", "value of the best individual",
       [&](const Record& record) { return judge.value_of(record.best.objective); });
  real("violation", "sum of the amounts by which the best individual breaks constraints",
       [](const Record& record) { return record.best.violation; });
  real("mean", "mean of the population's values",
       [&](const Record& record) { return judge.value_of(record.mean); });
  real("spread", "standard deviation of the population's values", &Record::spread);
  real("F", "mean mutation factor of the trials", &Record::mutation);
  real("CR", "mean crossover rate of the trials", &Record::crossover);
  std::size_t entries = 0;
  for (const auto& row : rows) entries = std::max(entries, row.record.mutation_memory.size());
  if (entries > 0) {
    table->add_dimension(memory_entries(entries));
    table->add("F_memory", memory_column(rows, entries, &Record::mutation_memory),
               described("memory of mutation factors"), "entry");
    table->add("CR_memory", memory_column(rows, entries, &Record::crossover_memory),
               described("memory of crossover rates, below 0: the terminal value"), "entry");
  }
  tables.push_back(std::move(table));
}

void add_run_generations_table(const Problem& problem, const Generations& rows, base::Bytes sent,
                               std::size_t workers, Tables& tables) {
  auto table = std::make_unique<SlabTable>(path_of("run", problem, "generations"), "generation", rows.size());
  const auto real = [&](std::string name, std::string_view meaning, std::string_view unit, auto get) {
    table->add(std::move(name), column(rows, get), described(meaning, unit));
  };
  table->add("number", column(rows, [](const Generation& row) { return row.record.number; }),
             described("number of the generation, 0 for the first population", "1"));
  table->add("island", column(rows, [](const Generation& row) { return row.record.island; }),
             described("island whose generation it is", "1"));
  real("at", "time of the search when it was over", "s", [](const Generation& row) { return row.at.count; });
  real("took", "time since the one before; several that end at once share it", "s",
       [](const Generation& row) { return row.since.count; });
  real("evaluations_per_second", "rate of evaluations, those found in the cache included", "s-1",
       &Generation::evaluations_per_second);
  real("busy", "time of all kernels together", "s", [](const Generation& row) { return row.busy.count; });
  real("utilisation", "time of all kernels together over that of all workers", "1", &Generation::utilisation);
  table->add("traffic", column(rows, [](const Generation& row) { return row.sent.count; }),
             described("bytes of tasks and answers, to kernels and back", "B"));
  table->attribute("traffic_bytes", count_of(sent.count));
  table->attribute("update", problem.options.update == evolve::Update::steady ? "steady" : "generation");
  table->attribute("workers", count_of(workers));
  tables.push_back(std::move(table));
}

std::string spelled(const evolve::Parameter& parameter, double value) {
  switch (parameter.type) {
    case evolve::ParameterType::choice:
      return parameter.choices[static_cast<std::size_t>(value)];
    case evolve::ParameterType::integer:
      return fmt::format("{:.0f}", value);
    case evolve::ParameterType::real:
      break;
  }
  return fmt::format("{}", value);
}

}  // namespace

std::vector<std::string> spelled_values(const evolve::Space& space, std::span<const double> values) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < space.dimension(); ++i) {
    const auto& parameter = space.parameters()[i];
    words.push_back(fmt::format("{} = {}", parameter.name, spelled(parameter, values[i])));
  }
  return words;
}

std::string command_of(const Problem& problem, std::span<const double> values) {
  auto command = problem.evaluate_command;
  for (std::size_t i = 0; i < problem.space.dimension(); ++i) {
    const auto& parameter = problem.space.parameters()[i];
    const auto word = fmt::format("{}={}", parameter.name, spelled(parameter, values[i]));
    command += ' ' + base::shell_word(word);
  }
  return command;
}

void add_search_tables(const Problem& problem, const Search* search, std::size_t workers, Tables& tables) {
  const auto generations = search != nullptr ? search->generations() : Generations{};
  add_generations_table(problem, generations, tables);
  add_run_generations_table(problem, generations, search != nullptr ? search->tally().sent : base::Bytes{},
                            workers, tables);
  add_best_table(problem, search, tables);
  add_failures_table(problem, search, tables);
}

}  // namespace winnow::optimize
