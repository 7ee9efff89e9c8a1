#include "optimize/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "optimize/slab_table.hpp"

namespace winnow::optimize {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t status_width = 12;

const std::vector<base::Attribute> in_seconds{{"units", std::string("s")}};
const std::vector<base::Attribute> in_bytes{{"units", std::string("B")}};

std::string path_of(std::string_view group, const Problem& problem, std::string_view table) {
  return problem.name.empty() ? fmt::format("{}/{}", group, table)
                              : fmt::format("{}/{}/{}", group, problem.name, table);
}

/// What `get` gives for each of `rows`.
template <class Rows, class Get>
auto column(const Rows& rows, Get get) {
  std::vector<decltype(get(*rows.begin()))> values;
  values.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(values), get);
  return values;
}

std::int64_t count_of(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

/// A variable for the parameter `index`, of the type that it has.
template <class Rows, class Values>
void add_parameter(const evolve::Space& space, std::size_t index, const Rows& rows, Values values_of,
                   SlabTable& table) {
  const auto& parameter = space.parameters()[index];
  const auto value = [&](const auto& row) { return values_of(row)[index]; };
  switch (parameter.type) {
    case evolve::ParameterType::real:
      table.add(parameter.name, column(rows, value));
      break;
    case evolve::ParameterType::integer:
      table.add(parameter.name,
                column(rows, [&](const auto& row) { return std::int64_t(std::llround(value(row))); }));
      break;
    case evolve::ParameterType::choice: {
      std::size_t width = 1;
      for (const auto& word : parameter.choices) width = std::max(width, word.size());
      table.add(
          parameter.name,
          column(rows,
                 [&](const auto& row) { return parameter.choices[static_cast<std::size_t>(value(row))]; }),
          width);
      break;
    }
  }
}

std::string_view goal_of(const Problem& problem) {
  return problem.judge.goal() == Goal::max ? "max" : "min";
}

void add_best_table(const Problem& problem, const Search* search, Tables& tables) {
  std::vector<evolve::Best> best;
  if (search != nullptr && search->best()) best.push_back(*search->best());
  const auto status = search != nullptr ? search->status() : SearchStatus{};
  auto table = std::make_unique<SlabTable>(path_of("optimize", problem, "best"), "solution", best.size());
  for (std::size_t i = 0; i < problem.space.dimension(); ++i) {
    add_parameter(
        problem.space, i, best, [](const evolve::Best& one) { return one.values; }, *table);
  }
  table->add("value", column(best, [&](const evolve::Best& one) {
               return problem.judge.value_of(one.outcome.objective);
             }));
  table->add("violation", column(best, [](const evolve::Best& one) { return one.outcome.violation; }));
  table->add("evaluation", column(best, [](const evolve::Best& one) { return count_of(one.id); }));
  table->add("generation", column(best, [](const evolve::Best& one) { return count_of(one.generation); }));
  table->add("island", column(best, [](const evolve::Best& one) { return std::int64_t{one.island}; }));
  table->attribute("goal", std::string(goal_of(problem)));
  table->attribute("evaluations", count_of(status.evaluations));
  table->attribute("ended", words_of(status.end));
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
             status_width);
  table->add("count", column(rows, [](const Row& row) { return count_of(row.count); }));
  table->add("reason", column(rows, [](const Row& row) { return row.reason; }), width,
             {{"long_name", std::string("what was said of the first one")}});
  tables.push_back(std::move(table));
}

using Generations = std::vector<Generation>;

base::Dimension memory_entries(std::size_t size) {
  base::Scale scale{"entry", {}};
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
  const auto integer = [&](auto get) {
    return column(rows, [&](const Generation& row) { return count_of(get(row.record)); });
  };
  const auto real = [&](auto get) {
    return column(rows, [&](const Generation& row) { return double{get(row.record)}; });
  };
  using Record = evolve::GenerationRecord;
  table->add("number", integer([](const Record& record) { return record.number; }));
  table->add("island", integer([](const Record& record) { return record.island; }));
  table->add("evaluations", integer([](const Record& record) { return record.evaluations; }));
  table->add("population", integer([](const Record& record) { return record.population; }));
  table->add("feasible", integer([](const Record& record) { return record.feasible; }));
  table->add("best",
             real([&](const Record& record) { return problem.judge.value_of(record.best.objective); }));
  table->add("violation", real([](const Record& record) { return record.best.violation; }));
  table->add("mean", real([&](const Record& record) { return problem.judge.value_of(record.mean); }));
  table->add("spread", real([](const Record& record) { return record.spread; }),
             {{"long_name", std::string("standard deviation of the population's objectives")}});
  table->add("F", real([](const Record& record) { return record.mutation; }),
             {{"long_name", std::string("mean mutation factor of the trials")}});
  table->add("CR", real([](const Record& record) { return record.crossover; }),
             {{"long_name", std::string("mean crossover rate of the trials")}});
  std::size_t entries = 0;
  for (const auto& row : rows) entries = std::max(entries, row.record.mutation_memory.size());
  if (entries > 0) {
    table->add_dimension(memory_entries(entries));
    table->add("F_memory", memory_column(rows, entries, &Record::mutation_memory), {}, "entry");
    table->add("CR_memory", memory_column(rows, entries, &Record::crossover_memory), {}, "entry");
  }
  tables.push_back(std::move(table));
}

void add_run_generations_table(const Problem& problem, const Generations& rows, Tables& tables) {
  auto table = std::make_unique<SlabTable>(path_of("run", problem, "generations"), "generation", rows.size());
  table->add("number", column(rows, [](const Generation& row) { return count_of(row.record.number); }));
  table->add("at", column(rows, [](const Generation& row) { return row.at.count; }), in_seconds);
  table->add("took", column(rows, [](const Generation& row) { return row.since.count; }), in_seconds);
  table->add("busy", column(rows, [](const Generation& row) { return row.busy.count; }),
             {{"units", std::string("s")}, {"long_name", std::string("time of all kernels together")}});
  tables.push_back(std::move(table));
}

}  // namespace

std::vector<std::string> spelled_values(const evolve::Space& space, std::span<const double> values) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < space.dimension(); ++i) {
    const auto& parameter = space.parameters()[i];
    switch (parameter.type) {
      case evolve::ParameterType::real:
        words.push_back(fmt::format("{} = {}", parameter.name, values[i]));
        break;
      case evolve::ParameterType::integer:
        words.push_back(fmt::format("{} = {:.0f}", parameter.name, values[i]));
        break;
      case evolve::ParameterType::choice:
        words.push_back(
            fmt::format("{} = {}", parameter.name, parameter.choices[static_cast<std::size_t>(values[i])]));
        break;
    }
  }
  return words;
}

void add_evaluation_tables(const Problem& problem, const EvaluationRows& slab, Tables& tables) {
  using Row = EvaluatedRecord;
  const auto& rows = slab.own;
  const auto make = [&](std::string_view group) {
    return std::make_unique<SlabTable>(path_of(group, problem, "evaluations"), "evaluation", slab.rows,
                                       slab.first_row, rows.size());
  };
  auto table = make("optimize");
  table->add("id", column(rows, [](const Row& row) { return count_of(row.id); }));
  table->add("generation", column(rows, [](const Row& row) { return count_of(row.generation); }));
  table->add("island", column(rows, [](const Row& row) { return std::int64_t{row.island}; }));
  for (std::size_t i = 0; i < problem.space.dimension(); ++i) {
    add_parameter(
        problem.space, i, rows, [](const Row& row) -> const auto& { return row.values; }, *table);
  }
  const auto outputs = problem.objective->outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    table->add(outputs[i], column(rows, [&](const Row& row) {
                 const auto& values = row.evaluation.outputs;
                 return i < values.size() ? values[i] : nan;
               }));
  }
  for (const auto& figure : slab.figures) {
    table->add(figure, column(rows, [&](const Row& row) {
                 const auto& figures = row.evaluation.figures;
                 const auto found =
                     std::ranges::find(figures, figure, [](const auto& one) { return one.first; });
                 return found != figures.end() ? found->second : nan;
               }));
  }
  table->add("status",
             column(rows, [](const Row& row) { return std::string(name_of(row.evaluation.status)); }),
             status_width);
  tables.push_back(std::move(table));

  auto run = make("run");
  run->add("id", column(rows, [](const Row& row) { return count_of(row.id); }));
  run->add("rank", column(rows, [](const Row& row) { return std::int64_t{row.rank}; }));
  run->add("start", column(rows, [](const Row& row) { return row.started.count; }), in_seconds);
  run->add("duration", column(rows, [](const Row& row) { return row.evaluation.duration.count; }),
           in_seconds);
  run->add("peak_memory", column(rows, [](const Row& row) { return count_of(row.evaluation.peak.count); }),
           in_bytes);
  run->add("cached", column(rows, [](const Row& row) { return std::int64_t{row.evaluation.cached}; }));
  tables.push_back(std::move(run));
}

void add_search_tables(const Problem& problem, const Search* search, Tables& tables) {
  const auto generations = search != nullptr ? search->generations() : Generations{};
  add_generations_table(problem, generations, tables);
  add_run_generations_table(problem, generations, tables);
  add_best_table(problem, search, tables);
  add_failures_table(problem, search, tables);
}

}  // namespace winnow::optimize
