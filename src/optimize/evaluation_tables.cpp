#include <limits>

#include "optimize/table_columns.hpp"
#include "optimize/tables.hpp"

namespace winnow::optimize {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Row = EvaluatedRecord;

std::unique_ptr<SlabTable> make_table(std::string_view group, const Problem& problem,
                                      const EvaluationRows& slab) {
  return std::make_unique<SlabTable>(path_of(group, problem, "evaluations"), "evaluation", slab.rows,
                                     slab.first_row, slab.own.size());
}

void add_id(const EvaluationRows& slab, SlabTable& table) {
  table.add("id", column(slab.own, &Row::id), described("number of the evaluation, in the order of asking"));
}

void add_outputs(const Problem& problem, const EvaluationRows& slab, SlabTable& table) {
  const auto outputs = problem.objective->outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    table.add(outputs[i],
              column(slab.own,
                     [&](const Row& row) {
                       const auto& values = row.evaluation.outputs;
                       return i < values.size() ? values[i] : nan;
                     }),
              described(i == 0 ? "value of the objective" : "further output of the objective"));
  }
  for (const auto& figure : slab.figures) {
    table.add(figure,
              column(slab.own,
                     [&](const Row& row) {
                       const auto& figures = row.evaluation.figures;
                       const auto found =
                           std::ranges::find(figures, figure, [](const auto& one) { return one.first; });
                       return found != figures.end() ? found->second : nan;
                     }),
              described("further figure that the objective told"));
  }
}

std::unique_ptr<SlabTable> answer_table(const Problem& problem, const EvaluationRows& slab) {
  const auto& rows = slab.own;
  auto table = make_table("optimize", problem, slab);
  add_id(slab, *table);
  table->add("generation", column(rows, &Row::generation),
             described("generation that it was asked for in; after the last, as it was then: by a polish"));
  table->add("island", column(rows, &Row::island), described("island that asked for it"));
  add_parameters(
      problem.space, rows, [](const Row& row) -> const auto& { return row.values; }, *table);
  add_outputs(problem, slab, *table);
  table->add("status",
             column(rows, [](const Row& row) { return std::string(name_of(row.evaluation.status)); }),
             status_width, described("how it ended: ok, or the kind of failure"));
  return table;
}

std::unique_ptr<SlabTable> run_table(const Problem& problem, const EvaluationRows& slab) {
  const auto& rows = slab.own;
  auto table = make_table("run", problem, slab);
  add_id(slab, *table);
  table->add("rank", column(rows, &Row::rank), described("rank that evaluated it"));
  table->add("node", column(rows, &Row::node), slab.node_width, described("node of that rank"));
  table->add("start", column(rows, [](const Row& row) { return row.started.count; }),
             described("when its task began, since the run did", "s"));
  table->add("duration", column(rows, [](const Row& row) { return row.evaluation.duration.count; }),
             described("time that it took", "s"));
  table->add("peak_memory", column(rows, [](const Row& row) { return row.evaluation.peak.count; }),
             described("highest memory of the process that evaluated and of those it started, 0 if it had "
                       "none; of less than 14 MiB it is not known",
                       "B"));
  table->add("retries", column(rows, [](const Row& row) { return std::uint64_t{row.evaluation.retries}; }),
             described("tries before the one that counts, which failed"));
  table->add("cached", column(rows, [](const Row& row) { return row.evaluation.cached; }),
             described("1 if it was known already"));
  return table;
}

}  // namespace

void add_evaluation_tables(const Problem& problem, const EvaluationRows& slab, Tables& tables) {
  tables.push_back(answer_table(problem, slab));
  tables.push_back(run_table(problem, slab));
}

}  // namespace winnow::optimize
