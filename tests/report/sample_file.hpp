#pragma once
// A result file for tests: groups by router and ttl, runs, a study.

#include <mpi.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "store/generated_table.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/store/result_file.hpp"
#include "winnow/store/result_writer.hpp"

namespace winnow::test {

/// Rows of given cells.
class GivenTable final : public base::TableSource {
 public:
  GivenTable(base::TableShape shape, std::vector<base::Cells> cells)
      : shape_(std::move(shape)), cells_(std::move(cells)) {}
  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }
  void next(std::uint64_t /*at_most*/, base::Block& block) override {
    block.rows = given_ ? 0 : shape_.rows;
    block.cells = cells_;
    given_ = true;
  }

 private:
  base::TableShape shape_;
  std::vector<base::Cells> cells_;
  bool given_ = false;
};

/// "reduce/router_ttl": routers "A" and "B, C" with ttl 60 and 7, delay (mean, ci95) and "bytes/s".
inline GivenTable router_ttl_table() {
  base::TableShape shape;
  shape.path = "reduce/router_ttl";
  shape.row_dimension = "group";
  shape.rows = shape.own_rows = 2;
  shape.dimensions = {{"statistic", {"count", "mean", "ci95"}}};
  shape.attributes = {{"field_report", "Stats"}};
  auto router = variable("router", base::CellType::text);
  router.text_width = 4;
  auto ttl = variable("ttl", base::CellType::int64);
  router.coordinate = ttl.coordinate = true;
  ttl.attributes = {{"units", "min"}};
  auto delay = variable("delay", base::CellType::float64);
  auto bytes = variable("bytes/s", base::CellType::float64);
  delay.dimension = bytes.dimension = "statistic";
  delay.attributes = {{"units", "s"}};
  shape.variables = {router, ttl, delay, bytes};
  const double nan = std::nan("");
  return {
      shape,
      {std::string("A\0\0\0B, C", 8), std::vector<std::int64_t>{60, 7},
       std::vector<double>{2, 1.0 / 3, 0.01, 1, 12.5, nan}, std::vector<double>{0, nan, nan, 1, 1e300, nan}}};
}

/// One more grouping of the router alone, whose ttl is the same in all files.
inline GivenTable router_table() {
  base::TableShape shape;
  shape.path = "reduce/router";
  shape.row_dimension = "group";
  shape.rows = shape.own_rows = 1;
  shape.dimensions = {{"statistic", {"mean"}}};
  auto router = variable("router", base::CellType::text);
  router.text_width = 1;
  router.coordinate = true;
  auto delay = variable("delay", base::CellType::float64);
  delay.dimension = "statistic";
  shape.variables = {router, delay};
  return {shape, {std::string("A"), std::vector<double>{4}}};
}

/// Writes the sample and opens it.
inline store::ResultFile sample_file(const TemporaryFolder& folder) {
  auto groups = router_ttl_table();
  auto routers = router_table();
  auto runs_shape = grouped_shape(100);
  runs_shape.path = "runs";
  GeneratedTable runs(runs_shape);
  std::array<base::TableSource*, 3> tables{&groups, &routers, &runs};
  store::ResultOptions options;
  options.attributes = {{"title", "City"}};
  options.groups = {{"study", {{"toml", "title = \"City\"\n[reduce]\n"}}},
                    {"run/provenance", {{"version", "0.1"}}}};
  const auto path = folder.path() / "city.h5";
  const auto written = store::write_result(path, MPI_COMM_SELF, tables, options);
  if (!written) throw std::runtime_error(written.error().text());
  return base::value_or_throw(store::ResultFile::open(path));
}

}  // namespace winnow::test
