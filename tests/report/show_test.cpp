#include "winnow/report/show.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_file.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;

class ShowTest : public testing::Test {
 protected:
  std::string shown(std::string_view group, const ShowOptions& options = {}) {
    const auto text = show_group(file_, group, options);
    return text ? *text : "error: " + text.error().text();
  }

  test::TemporaryFolder folder_;
  store::ResultFile file_ = test::sample_file(folder_);
};

TEST_F(ShowTest, gives_an_overview_and_what_to_do_next) {
  const auto path = (folder_.path() / "city.h5").string();
  EXPECT_EQ(show_file(file_).value(),
            path +
                ": City\n\n"
                "group              rows  holds\n"
                "study                    toml\n"
                "run/provenance           version\n"
                "reduce/router_ttl     2  2 variables × 3 statistics, by router and ttl\n"
                "reduce/router         1  1 variable × 1 statistic, by router\n"
                "runs                100  1 variable × 2 statistics, by router and buffer\n"
                "\n"
                "winnow show " +
                path +
                " reduce/router_ttl\n"
                "xarray.open_dataset(\"" +
                path + "\", group=\"reduce/router_ttl\")\n");
}

TEST_F(ShowTest, takes_the_name_of_a_group_of_the_run_without_its_parent) {
  EXPECT_EQ(shown("provenance"), shown("run/provenance"));
  EXPECT_THAT(shown("memory"), HasSubstr("error: "));
}

TEST_F(ShowTest, writes_sizes_of_the_run_for_people) {
  base::TableShape shape;
  shape.path = "run/memory";
  shape.row_dimension = "rank";
  shape.rows = shape.own_rows = 2;
  for (const auto* const units : {"B", "B min-1", "B", "1"}) {
    auto column = test::variable("c" + std::to_string(shape.variables.size()), base::CellType::float64);
    column.attributes = {{"units", units}};
    shape.variables.push_back(column);
  }
  const double nan = std::nan("");
  test::GivenTable table(shape, {std::vector<double>{1536 << 10, nan}, std::vector<double>{-2048, 1024},
                                 std::vector<double>{-1, 0}, std::vector<double>{12345678, 0.5}});
  std::array<base::TableSource*, 1> tables{&table};
  const auto path = folder_.path() / "run.h5";
  ASSERT_TRUE(store::write_result(path, MPI_COMM_SELF, tables, {}).has_value());
  const auto file = base::value_or_throw(store::ResultFile::open(path));
  EXPECT_EQ(*show_group(file, "memory", {}),
            "     c0         c1         c2        c3\n"
            "         [per min]\n"
            "1.5 MiB     -2 KiB  unlimited  12345678\n"
            "    nan      1 KiB        0 B       0.5\n"
            "2 rows\n");
}

TEST_F(ShowTest, shows_means_with_their_uncertainty) {
  EXPECT_EQ(shown("reduce/router_ttl"),
            "router    ttl          delay  bytes_s\n"
            "        [min]            [s]\n"
            "A          60  0.333 ± 0.010      nan\n"
            "B, C        7   12.5           1e+300\n"
            "2 rows; mean ± half-width of the 95 % confidence interval; --statistic shows count\n");
}

TEST_F(ShowTest, shows_the_statistic_that_is_asked_for) {
  ShowOptions options;
  options.statistic = "count";
  EXPECT_THAT(shown("reduce/router_ttl", options), HasSubstr("A          60      2        0\n"));
  options.statistic = "median";
  EXPECT_EQ(shown("reduce/router_ttl", options),
            "error: no statistic \"median\" in reduce/router_ttl: there are count, mean and ci95");
}

TEST_F(ShowTest, shows_the_first_and_last_of_many_rows) {
  ShowOptions options;
  options.rows = 3;
  EXPECT_EQ(shown("runs", options),
            "router    buffer       delay\n"
            "             [B]         [s]\n"
            "röuter0       -5           0\n"
            "röuter1       -4    0.909297\n"
            "… 97 more rows (--all shows them)\n"
            "röuter99      94  -0.0795786\n"
            "100 rows; mean; --statistic shows größte\n");
  options.all = true;
  EXPECT_THAT(shown("runs", options), testing::Not(HasSubstr("more rows")));
}

TEST_F(ShowTest, shows_a_group_of_attributes_as_text) {
  EXPECT_EQ(shown("study"), "toml:\ntitle = \"City\"\n[reduce]\n");
  EXPECT_EQ(shown("run"), "group run/provenance\n");
}

/// Generations of a search, each with a memory of two numbers, and its best.
class ShowSearchTest : public testing::Test {
 protected:
  static test::GivenTable generations() {
    base::TableShape shape;
    shape.path = "optimize/generations";
    shape.row_dimension = "generation";
    shape.rows = shape.own_rows = 2;
    shape.dimensions = {{"entry", {}, {{"entry", {0, 1}}}}};
    auto best = test::variable("best", base::CellType::float64);
    auto memory = test::variable("F_memory", base::CellType::float64);
    memory.dimension = "entry";
    shape.variables = {best, memory};
    const double nan = std::nan("");
    return {shape, {std::vector<double>{4, 0.25}, std::vector<double>{0.3, 0.12345, nan, nan}}};
  }

  static test::GivenTable best() {
    base::TableShape shape;
    shape.path = "optimize/best";
    shape.row_dimension = "solution";
    shape.rows = shape.own_rows = 1;
    shape.variables = {test::variable("value", base::CellType::float64)};
    return {shape, {std::vector<double>{0.25}}};
  }

  store::ResultFile written() {
    auto first = generations();
    auto second = best();
    std::array<base::TableSource*, 2> tables{&first, &second};
    const auto path = folder_.path() / "search.h5";
    base::value_or_throw(store::write_result(path, MPI_COMM_SELF, tables, {}));
    return base::value_or_throw(store::ResultFile::open(path));
  }

  test::TemporaryFolder folder_;
};

TEST_F(ShowSearchTest, shows_all_of_a_search_with_the_best_first) {
  EXPECT_EQ(show_group(written(), "optimize", {}).value(),
            "group optimize/best\n"
            "value\n"
            " 0.25\n"
            "1 row\n"
            "\n"
            "group optimize/generations\n"
            "best  F_memory\n"
            "   4  0.123 to 0.3\n"
            "0.25  nan\n"
            "2 rows; winnow export writes each value of a range\n");
}

TEST_F(ShowSearchTest, leads_to_the_best_that_was_found) {
  const auto overview = show_file(written()).value();
  EXPECT_THAT(overview, HasSubstr("optimize/generations     2  1 variable, 1 range\n"));
  EXPECT_THAT(overview, HasSubstr("search.h5 optimize\n"));
}

TEST_F(ShowSearchTest, shows_many_numbers_of_a_row_by_their_range) {
  EXPECT_EQ(show_group(written(), "optimize/generations", {}).value(),
            "best  F_memory\n"
            "   4  0.123 to 0.3\n"
            "0.25  nan\n"
            "2 rows; winnow export writes each value of a range\n");
}

TEST_F(ShowTest, names_the_nearest_group) {
  EXPECT_THAT(shown("reduce/ruoter"), HasSubstr("no group \"reduce/ruoter\""));
  EXPECT_THAT(shown("reduce/ruoter"), HasSubstr("did you mean reduce/router"));
}

}  // namespace
}  // namespace winnow::report
