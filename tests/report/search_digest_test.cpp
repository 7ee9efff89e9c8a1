#include "report/search_digest.hpp"

#include <gmock/gmock.h>

#include "report/sample_file.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// The best of a search with one parameter, which has the name of what is searched for.
test::GivenTable best_of(const std::string& problem, double value, double violation,
                         const std::string& goal) {
  base::TableShape shape;
  shape.path = problem.empty() ? "optimize/best" : "optimize/" + problem + "/best";
  shape.row_dimension = "solution";
  shape.rows = shape.own_rows = 1;
  for (const auto* name : {"value", "value", "violation"}) {
    shape.variables.push_back(test::variable(name, base::CellType::float64));
  }
  shape.attributes = {{"parameters", std::int64_t{1}},
                      {"goal", goal},
                      {"evaluations", std::int64_t{2400}},
                      {"ended", std::string("the target was reached")},
                      {"command", std::string("winnow evaluate /bowl.toml value=1.5")}};
  return {shape, {std::vector{1.5}, std::vector{value}, std::vector{violation}}};
}

test::GivenTable failures() {
  base::TableShape shape;
  shape.path = "optimize/failures";
  shape.row_dimension = "failure";
  shape.rows = shape.own_rows = 1;
  auto kind = test::variable("kind", base::CellType::text);
  auto reason = test::variable("reason", base::CellType::text);
  kind.text_width = reason.text_width = 6;
  shape.variables = {kind, test::variable("count", base::CellType::int64), reason};
  return {shape, {std::string("signal"), std::vector<std::int64_t>{1300}, std::string("abort\n")}};
}

test::GivenTable generations(std::int64_t count) {
  base::TableShape shape;
  shape.path = "optimize/generations";
  shape.row_dimension = "generation";
  shape.rows = shape.own_rows = static_cast<std::uint64_t>(count);
  std::vector<base::Cells> cells;
  const auto column = [&](const char* name, auto value_of) {
    std::vector<std::int64_t> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(value_of(i));
    shape.variables.push_back(test::variable(name, base::CellType::int64));
    cells.emplace_back(std::move(values));
  };
  column("number", [](std::int64_t i) { return i; });
  column("island", [](std::int64_t) { return std::int64_t{0}; });
  column("evaluations", [](std::int64_t i) { return 10 * (i + 1); });
  column("population", [](std::int64_t) { return std::int64_t{10}; });
  column("feasible", [](std::int64_t) { return std::int64_t{10}; });
  column("best", [&](std::int64_t i) { return count - i; });
  column("mean", [&](std::int64_t i) { return 2 * (count - i); });
  column("spread", [](std::int64_t) { return std::int64_t{3}; });
  return {shape, std::move(cells)};
}

class SearchDigest : public testing::Test {
 protected:
  std::string digest_of(std::vector<test::GivenTable> tables) {
    std::vector<base::TableSource*> sources;
    for (auto& table : tables) sources.push_back(&table);
    const auto path = folder_.path() / "search.h5";
    base::value_or_throw(store::write_result(path, MPI_COMM_SELF, sources, {}));
    return search_digest(base::value_or_throw(store::ResultFile::open(path))).value();
  }

  test::TemporaryFolder folder_;
};

TEST_F(SearchDigest, tells_the_best_and_its_parameters_and_failures_and_what_gives_it_again) {
  EXPECT_EQ(digest_of({best_of("", 0.25, 0, "min"), failures()}),
            "  best      0.25, the least of 2,400 evaluations; the target was reached\n"
            "  at        value = 1.5\n"
            "  failed    1,300 × signal, first: abort\\x0a\n"
            "  again     winnow evaluate /bowl.toml value=1.5\n");
}

TEST_F(SearchDigest, shows_convergence_in_a_few_rows_with_the_first_and_the_last) {
  const auto digest = digest_of({best_of("", 0.25, 0, "max"), generations(101)});
  EXPECT_THAT(digest, HasSubstr("0.25, the greatest of 2,400"));
  EXPECT_THAT(digest, HasSubstr("\n"
                                "generation  evaluations  population  best  mean  spread\n"
                                "         0           10          10   101   202       3\n"
                                "        11          120          10    90   180       3\n"));
  EXPECT_THAT(digest, HasSubstr("\n       100         1010          10     1     2       3\n"));
  EXPECT_EQ(std::ranges::count(digest, '\n'), 4 + 1 + 10);
}

TEST_F(SearchDigest, compares_problems_of_one_goal_with_the_better_first) {
  EXPECT_THAT(
      digest_of({best_of("city", 3, 0, "max"), best_of("sea", 9, 0.5, "max"), best_of("hill", 7, 0, "max")}),
      HasSubstr(
          "problem  best  goal  evaluations  failed  ended\n"
          "hill        7  max         2,400       0  the target was reached\n"
          "city        3  max         2,400       0  the target was reached\n"
          "sea         9  max         2,400       0  the target was reached; the best breaks constraints\n"
          "\n"
          "city\n"));
}

TEST_F(SearchDigest, says_by_how_much_constraints_are_broken) {
  EXPECT_THAT(digest_of({best_of("", 3, 0.5, "min")}),
              HasSubstr("3, which breaks constraints by 0.5, of 2,400"));
}

TEST_F(SearchDigest, is_empty_where_there_is_no_search) {
  auto other = generations(3);
  EXPECT_THAT(digest_of({std::move(other)}), IsEmpty());
}

}  // namespace
}  // namespace winnow::report
