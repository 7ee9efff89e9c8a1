#include "study/optimize_check.hpp"
#include "study/problem_access.hpp"
#include "study/problem_types.hpp"
#include "study/section_tables.hpp"

namespace winnow::study {
namespace {

/// Larger ones are no whole numbers in a double, as which the limits of keys are kept.
constexpr double most_counted = 9007199254740992;
constexpr base::Seconds year{365 * 86400.0};

std::vector<Field<Optimize>> algorithm_fields() {
  return {
      field(&Optimize::name, {.name = "name",
                              .doc = "of the problem, where a study has several; letters, digits, _ and -",
                              .example = R"("epidemic")",
                              .scope = Scope::study}),
      field(&Optimize::algorithm, {.name = "algorithm", .doc = "variant of differential evolution"}),
      field(&Optimize::strategy,
            {.name = "strategy",
             .doc = "mutation and crossover of de, by SciPy's names",
             .choices = {"best1bin", "best1exp", "rand1bin", "rand1exp", "rand2bin", "rand2exp",
                         "randtobest1bin", "randtobest1exp", "currenttobest1bin", "currenttobest1exp",
                         "best2bin", "best2exp"}}),
      field(&Optimize::mutation,
            {.name = "mutation",
             .doc = "scale factor F of de; of a range it is drawn anew for each generation",
             .range = between(0, 2)}),
      field(&Optimize::recombination,
            {.name = "recombination", .doc = "crossover rate CR of de", .range = between(0, 1)}),
      field(&Optimize::init,
            {.name = "init",
             .doc =
                 "how the first population is spread; auto: latinhypercube for de, random for the others, as "
                 "their papers have it; @FILE: a line an individual, a column a parameter, values as in the "
                 "study, under the parameters' names or in the study's order",
             .choices = {"auto", "latinhypercube", "sobol", "halton", "random", "@FILE"}}),
      field(&Optimize::population,
            {.name = "population",
             .doc = "individuals; auto: as the algorithm's paper has it, for de 15 per parameter",
             .range = between(1, 10'000'000),
             .example = R"("15 per parameter")"}),
      field(&Optimize::population_multiple,
            {.name = "population_multiple",
             .doc = "workers: the population is rounded up to a multiple of the workers, at least twice as "
                    "many; then the answer depends on their number, that of the run that began it"}),
      field(&Optimize::update,
            {.name = "update",
             .doc = "when the population changes: generation waits for all of one, steady for none"}),
      field(&Optimize::goal, {.name = "goal", .doc = "whether small or large values are good"}),
      field(&Optimize::constraints, {.name = "constraints",
                                     .doc = "what further outputs of the objective must fulfil",
                                     .example = R"(["g1 <= 0", "g2 >= 1", "h = 0"])",
                                     .scope = Scope::study}),
      field(&Optimize::equality_tolerance, {.name = "equality_tolerance",
                                            .doc = "how far an output may be from what it must equal",
                                            .range = between(0, 1e300)}),
  };
}

std::vector<Field<Optimize>> budget_fields() {
  return {
      field(&Optimize::budget, &Budget::evaluations,
            {.name = "evaluations",
             .doc = "budget; also the length of the schedules of lshade and jso",
             .range = between(1, most_counted),
             .example = "100000",
             .starts_as_example = true,
             .bearing = Bearing::budget}),
      field(&Optimize::budget, &Budget::generations,
            {.name = "generations",
             .doc = "budget",
             .range = between(1, most_counted),
             .example = "500",
             .bearing = Bearing::budget}),
      field(&Optimize::budget, &Budget::time,
            {.name = "time",
             .doc = "budget of a run, anew for one that goes on: what there is then is written",
             .unit = "seconds",
             .range = between(base::Seconds{1e-3}, year),
             .example = R"("2h")",
             .bearing = Bearing::budget}),
      field(&Optimize::budget, &Budget::target,
            {.name = "target",
             .doc = "a value of the objective that is good enough",
             .range = any_finite(),
             .example = "1e-08",
             .scope = Scope::study,
             .bearing = Bearing::budget}),
      field(&Optimize::budget, &Budget::tolerance,
            {.name = "tolerance",
             .doc = "the search has converged where the values of a population have a standard deviation of "
                    "this part of their mean (SciPy's tol)",
             .range = above(0, 1),
             .example = "0.01",
             .bearing = Bearing::budget}),
  };
}

std::vector<Field<Optimize>> conduct_fields() {
  return {
      field(&Optimize::seed,
            {.name = "seed", .doc = "of all random numbers", .range = between(0, most_counted)}),
      field(&Optimize::polish,
            {.name = "polish",
             .doc = "a local search from the best at the end, of at most 1,000 evaluations beyond the budget",
             .bearing = Bearing::budget}),
      field(&Optimize::islands,
            {.name = "islands",
             .doc = "populations that evolve apart; node: one a node, so that the answer depends on their "
                    "number",
             .range = between(1, 100'000)}),
      field(&Optimize::record, {.name = "record",
                                .doc = "which evaluations are kept; auto: those that took longer than it "
                                       "takes to record them; best: none beside optimize/best",
                                .bearing = Bearing::conduct}),
  };
}

}  // namespace

Section optimize_table() {
  auto fields = algorithm_fields();
  for (auto& field : budget_fields()) fields.push_back(std::move(field));
  for (auto& field : conduct_fields()) fields.push_back(std::move(field));
  return make_section(problems(),
                      {.name = "optimize",
                       .doc = "A problem for differential evolution. Several, [[optimize]], share a run.",
                       .applies = "winnow run, winnow optimize",
                       .is_job = true},
                      std::move(fields), SectionCheck<Optimize>(check_problem));
}

Section optimize_migration_table() {
  return make_section(
      part_of(problems(), &Optimize::migration),
      {.name = "optimize.migration",
       .doc = "What islands tell each other.",
       .applies = "more than one island"},
      {
          field(&Migration::every,
                {.name = "every",
                 .doc = "from one exchange to the next; of a steady search's islands each counts its own",
                 .unit = "generations",
                 .range = between(1, 1'000'000)}),
          field(&Migration::topology, {.name = "topology",
                                       .doc = "who tells its best to whom: each the next one",
                                       .choices = {"ring"}}),
      });
}

}  // namespace winnow::study
