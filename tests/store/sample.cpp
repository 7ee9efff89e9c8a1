// Writes the result file that in_python_test.py opens: a grouping, a table of no rows, one of rank 0 alone;
// then all but the grouping once more, so that the grouping is one that was kept.

#include <mpi.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "store/generated_table.hpp"
#include "winnow/store/memory_table.hpp"
#include "winnow/store/result_writer.hpp"

namespace {

using namespace winnow;

base::TableShape runs_shape() {
  base::TableShape shape;
  shape.path = "runs";
  shape.row_dimension = "run";
  shape.rows = 5;
  auto number = test::variable("run", base::CellType::int64);
  number.coordinate = true;
  shape.variables = {number, test::variable("bytes/s", base::CellType::float64)};
  return shape;
}

base::TableShape sizes_shape() {
  auto shape = test::binned_shape(3);
  shape.path = "sizes";
  return shape;
}

bool write(const char* path, std::span<base::TableSource* const> tables,
           const store::ResultOptions& options) {
  const auto written = store::write_result(path, MPI_COMM_WORLD, tables, options);
  if (!written) std::fprintf(stderr, "%s\n", written.error().text().c_str());
  return written.has_value();
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0, ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  test::GeneratedTable groups(test::grouped_shape(11), rank, ranks);
  test::GeneratedTable runs(runs_shape(), rank, ranks);
  test::GeneratedTable sizes(sizes_shape(), rank, ranks);
  store::MemoryTable rejected("rejected", "rejection");
  store::MemoryTable workers("run/workers", "worker");
  if (rank == 0) {
    rejected.add("line", std::vector<std::int64_t>{}).add("text", std::vector<std::string>{});
    workers.add("rank", std::vector<std::int64_t>{0, 1}).add("busy", std::vector<double>{0.5, std::nan("")});
    workers.add("note", std::vector<std::string>{"", "caf\xe9"});
  }
  store::ResultOptions options;
  options.overwrite = true;
  options.compression = 4;
  options.attributes = {{"title", "City"}};
  options.groups = {{"study", {{"toml", std::string(100000, 'x')}}}};
  std::array<base::TableSource*, 1> first{&groups};
  std::array<base::TableSource*, 4> second{&runs, &sizes, &rejected, &workers};
  const bool written = write(argv[1], first, options) && write(argv[1], second, options);
  MPI_Finalize();
  return written ? 0 : 1;
}
