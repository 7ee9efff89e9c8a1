#include "report/performance_facts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "report/sample_file.hpp"

namespace winnow::report {
namespace {

constexpr std::int64_t workers = 4;

test::GivenTable table_of(const std::string& path, const std::vector<std::string>& names,
                          std::vector<base::Cells> cells, std::uint64_t rows,
                          std::vector<base::Attribute> attributes = {}) {
  base::TableShape shape;
  shape.path = path;
  shape.row_dimension = "row";
  shape.rows = shape.own_rows = rows;
  for (const auto& name : names) {
    const bool is_count = name == "number" || name == "population";
    shape.variables.push_back(
        test::variable(name, is_count ? base::CellType::int64 : base::CellType::float64));
  }
  shape.attributes = std::move(attributes);
  return {shape, std::move(cells)};
}

/// What a problem leaves: two islands of so many individuals each, which are half as many in the end.
std::vector<test::GivenTable> tables_of(const std::string& problem, std::int64_t population,
                                        const std::string& update) {
  const auto folder = problem.empty() ? "" : problem + "/";
  std::vector<test::GivenTable> tables;
  tables.push_back(
      table_of("optimize/" + folder + "generations", {"number", "population"},
               {std::vector<std::int64_t>{0, 0, 1, 1},
                std::vector<std::int64_t>{population, population, population / 2, population / 2}},
               4));
  tables.push_back(table_of("run/" + folder + "generations", {"at"}, {std::vector{1.0}}, 1,
                            {{"update", update}, {"workers", workers}}));
  return tables;
}

test::GivenTable memory_of(double one, double other) {
  return table_of("run/memory", {"storage_read"}, {std::vector{one, other}}, 2);
}

class PerformanceFacts : public testing::Test {
 protected:
  RunFacts facts_of(std::vector<std::vector<test::GivenTable>> groups) {
    std::vector<base::TableSource*> sources;
    for (auto& tables : groups) {
      for (auto& table : tables) sources.push_back(&table);
    }
    const auto path = folder_.path() / ("run" + std::to_string(++files_) + ".h5");
    base::value_or_throw(store::write_result(path, MPI_COMM_SELF, sources, {}));
    return run_facts(base::value_or_throw(store::ResultFile::open(path)));
  }

  test::TemporaryFolder folder_;
  int files_ = 0;
};

TEST_F(PerformanceFacts, tells_whether_the_first_population_fits_the_workers) {
  const auto fitting = facts_of({tables_of("", 6, "generation")}).search;
  EXPECT_EQ(fitting.problems, 1);
  EXPECT_TRUE(fitting.has_generations);
  EXPECT_EQ(fitting.population, 12);
  EXPECT_TRUE(fitting.fits_workers);
  EXPECT_FALSE(facts_of({tables_of("", 5, "generation")}).search.fits_workers);
  EXPECT_FALSE(facts_of({tables_of("", 2, "generation")}).search.fits_workers)
      << "population_multiple makes it at least twice as many";
}

TEST_F(PerformanceFacts, goes_by_those_of_several_problems_that_wait_for_generations) {
  const auto some = facts_of({tables_of("a", 6, "generation"), tables_of("b", 9, "steady")}).search;
  EXPECT_EQ(some.problems, 2);
  EXPECT_TRUE(some.has_generations);
  EXPECT_EQ(some.population, 12);
  EXPECT_TRUE(some.fits_workers);
  EXPECT_FALSE(
      facts_of({tables_of("a", 5, "generation"), tables_of("b", 6, "generation")}).search.fits_workers);
  const auto steady = facts_of({tables_of("a", 9, "steady"), tables_of("b", 6, "steady")}).search;
  EXPECT_FALSE(steady.has_generations);
  EXPECT_EQ(steady.least_population, 12);
}

TEST_F(PerformanceFacts, knows_what_came_from_disks_if_every_rank_does) {
  std::vector<std::vector<test::GivenTable>> groups(1);
  groups[0].push_back(memory_of(1000, 24));
  EXPECT_EQ(facts_of(groups).from_storage, base::Bytes{1024});
  groups[0][0] = memory_of(1000, std::nan(""));
  const auto unknown = facts_of(groups);
  EXPECT_FALSE(unknown.from_storage);
  EXPECT_FALSE(unknown.compression);
  EXPECT_EQ(unknown.search.problems, 0);
}

}  // namespace
}  // namespace winnow::report
