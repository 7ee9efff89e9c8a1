#include "report/search_advice.hpp"

#include <gmock/gmock.h>

#include "report/operation_rows.hpp"

namespace winnow::report {
namespace {

namespace operations = base::operations;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

/// Evaluations that took so long each, in a search.
std::vector<OperationRow> searching(base::Seconds each) {
  auto evaluate = row(operations::evaluate);
  evaluate.own = each * static_cast<double>(evaluate.items);
  return {row(operations::ask), evaluate};
}

constexpr base::Seconds slow{1};
constexpr base::Seconds brief{150e-6};
const RunFacts steady{.search = {.problems = 1}};
const RunFacts generations{.search = {.problems = 1, .has_generations = true, .population = 10}};

TEST(SearchAdvice, takes_waits_in_a_search_for_populations_that_do_not_fit) {
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching(slow)), HasSubstr("population_multiple"));
  EXPECT_THAT(said(wait, searching(slow), generations), HasSubstr("population_multiple"));
}

TEST(SearchAdvice, advises_no_population_that_a_search_has_already) {
  auto fitting = generations;
  fitting.search.fits_workers = true;
  EXPECT_THAT(said(row(operations::wait_for_work), searching(slow), fitting),
              EndsWith("is a multiple of the workers: set [optimize] update = \"steady\""));
}

TEST(SearchAdvice, advises_fewer_ranks_where_a_search_is_steady_already) {
  EXPECT_THAT(said(row(operations::wait_for_work), searching(slow), steady), EndsWith("start fewer ranks"));
}

TEST(SearchAdvice, advises_no_more_ranks_where_evaluations_cost_less_than_messages) {
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching({0.2e-6}), generations),
              EndsWith("a generation takes 2 µs to evaluate, less than the messages about it: more ranks do "
                       "not make the search faster, one is enough"));
  EXPECT_THAT(said(wait, searching({0.2e-6}), steady),
              AllOf(HasSubstr("an evaluation takes 200 ns, less than a message about it: more ranks do not"),
                    HasSubstr("update = \"generation\"")));
  auto evaluate = row(operations::evaluate);
  evaluate.items = 20'000'000;
  EXPECT_THAT(said(evaluate, {}, generations), EndsWith("one is enough"));
  auto problems = generations;
  problems.search.problems = 2;
  EXPECT_THAT(said(evaluate, {}, problems), EndsWith("one for each problem is enough"));
}

TEST(SearchAdvice, goes_by_the_generation_where_that_is_handed_out) {
  auto many = generations;
  many.search.population = 100;
  const auto wait = row(operations::wait_for_work);
  EXPECT_THAT(said(wait, searching({50e-6}), generations), HasSubstr("one is enough"));
  EXPECT_THAT(said(wait, searching({50e-6}), many), HasSubstr("population higher"));
}

TEST(SearchAdvice, advises_no_steady_search_where_messages_would_be_a_large_part_of_it) {
  const auto wait = row(operations::wait_for_work);
  auto many = generations;
  many.search.population = 100;
  auto fitting = many;
  fitting.search.fits_workers = true;
  for (const auto& facts : {many, fitting}) {
    EXPECT_THAT(
        said(wait, searching(brief), facts),
        EndsWith(" | a generation of evaluations of 150 µs is too little for all workers: set [optimize] "
                 "population higher"));
  }
}

TEST(SearchAdvice, advises_generations_that_are_large_where_a_steady_search_sends_brief_evaluations) {
  auto many = steady;
  many.search.least_population = 100;
  const auto all = searching(brief);
  for (const auto& one : {row(operations::wait_for_work), all[1]}) {
    EXPECT_THAT(advice_on(one, all, steady).action,
                "each candidate is a message, and an evaluation takes 150 µs: set [optimize] update = "
                "\"generation\" with a population of 100 or more, which sends many at once");
    EXPECT_THAT(advice_on(one, all, many).action,
                EndsWith("set [optimize] update = \"generation\", which sends many at once"));
  }
}

TEST(SearchAdvice, counts_programs_to_the_evaluations_that_wait_for_them) {
  auto others = searching({1e-6});
  others.push_back(row(operations::program_wait));
  EXPECT_THAT(said(row(operations::wait_for_work), others, generations), HasSubstr("population_multiple"));
}

TEST(SearchAdvice, tells_what_the_search_itself_takes_by_the_evaluation) {
  for (const auto& kind : {operations::ask, operations::tell}) {
    auto all = searching(slow);
    all[1].items = 2'000'000;
    EXPECT_THAT(said(row(kind), all), HasSubstr("took 2 µs an evaluation")) << kind.name;
    EXPECT_THAT(said(row(kind)), HasSubstr("took 4 s | ")) << "what was found in a cache is not evaluated";
  }
}

TEST(SearchAdvice, calls_only_those_evaluations_cheap_that_cost_less_than_the_search) {
  for (const auto& kind : {operations::ask, operations::tell}) {
    EXPECT_THAT(said(row(kind), searching({4e-3})),
                EndsWith("evaluations cost less than candidates: more ranks "
                         "do not help"));
    EXPECT_THAT(said(row(kind), searching(slow)),
                EndsWith("rank 0 does it while kernels evaluate: more ranks do not make it shorter"));
    EXPECT_THAT(said(row(kind), searching({10e-6}), steady),
                HasSubstr("[optimize] update = \"generation\" does"));
  }
}

TEST(SearchAdvice, promises_nothing_of_more_ranks_where_there_are_no_more_cores) {
  for (const auto& kind : {operations::evaluate, operations::program_wait}) {
    EXPECT_THAT(said(row(kind)),
                EndsWith("make the search shorter, up to its population and as long as there are "
                         "cores"));
    EXPECT_THAT(said(row(kind), searching(slow), steady),
                EndsWith("make the search shorter, as long as there are cores"));
  }
}

TEST(SearchAdvice, says_of_tasks_what_it_says_of_the_search) {
  const auto task = row(operations::task);
  EXPECT_THAT(said(task, searching({0.2e-6}), generations),
              HasSubstr("more ranks do not make the search faster"));
  EXPECT_THAT(said(task, searching(slow), generations), HasSubstr("more ranks share it"));
}

}  // namespace
}  // namespace winnow::report
