#include "winnow/store/result_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "store/generated_table.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"
#include "winnow/store/memory_table.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A folder that all ranks share: rank 0's.
class ResultWriterTest : public testing::Test {
 protected:
  ResultWriterTest() {
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks_);
    std::array<char, 256> name{};
    if (rank_ == 0) {
      own_ = std::make_unique<test::TemporaryFolder>();
      own_->path().string().copy(name.data(), name.size() - 1);
    }
    MPI_Bcast(name.data(), static_cast<int>(name.size()), MPI_CHAR, 0, MPI_COMM_WORLD);
    folder_ = name.data();
  }
  ~ResultWriterTest() override { MPI_Barrier(MPI_COMM_WORLD); }

  base::Result<WriteReport> write(const std::filesystem::path& path, base::TableSource& table,
                                  const ResultOptions& options = {}) {
    std::array<base::TableSource*, 1> tables{&table};
    return write_result(path, MPI_COMM_WORLD, tables, options);
  }

  [[nodiscard]] test::GeneratedTable table(std::uint64_t rows) const {
    return test::GeneratedTable(test::grouped_shape(rows), rank_, ranks_);
  }

  /// Reads the table back on this rank and compares every bit.
  static void expect_written(const std::filesystem::path& path, std::uint64_t rows) {
    const auto file = ResultFile::open(path);
    ASSERT_TRUE(file) << file.error().text();
    const auto shape = file->shape("reduce/router_buffer");
    ASSERT_TRUE(shape) << shape.error().text();
    ASSERT_EQ(shape->rows, rows);
    const test::GeneratedTable expected(test::grouped_shape(rows));
    for (const auto& variable : shape->variables) {
      const auto cells = file->read(*shape, variable, 0, rows);
      ASSERT_TRUE(cells) << cells.error().text();
      EXPECT_TRUE(same_bits(*cells, expected.cells(variable, 0, rows))) << variable.name;
    }
  }

  static bool same_bits(const base::Cells& a, const base::Cells& b) {
    const auto bytes = [](const base::Cells& cells) {
      return std::visit([](const auto& values) { return std::as_bytes(std::span(values)); }, cells);
    };
    return a.index() == b.index() && std::ranges::equal(bytes(a), bytes(b));
  }

  [[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      names.push_back(entry.path().filename());
    return names;
  }

  int rank_ = 0;
  int ranks_ = 1;
  std::unique_ptr<test::TemporaryFolder> own_;
  std::filesystem::path folder_;
};

TEST_F(ResultWriterTest, writes_every_rank_s_slab) {
  auto rows = table(1000);
  const auto written = write(folder_ / "city.h5", rows);
  EXPECT_TRUE(written) << written.error().text();
  if (!written) return;
  EXPECT_EQ(written->rows, 1000);
  EXPECT_EQ(written->size.count, std::filesystem::file_size(folder_ / "city.h5"));
  expect_written(folder_ / "city.h5", 1000);
  EXPECT_THAT(names_in(folder_), UnorderedElementsAre("city.h5"));
}

TEST_F(ResultWriterTest, asks_for_the_epilogue_when_all_other_rows_are_written) {
  auto rows = table(1000);
  ResultOptions options;
  options.epilogue = [&] {
    EXPECT_EQ(rows.given(), rows.shape().own_rows);
    int ranks = 1;
    MPI_Allreduce(MPI_IN_PLACE, &ranks, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);  // it may be collective
    std::vector<std::unique_ptr<base::TableSource>> tables;
    auto table = std::make_unique<MemoryTable>("run/plan", "node");
    table->add("measured_peak", std::vector<std::int64_t>{17, 4});
    tables.push_back(std::move(table));
    return tables;
  };
  const auto written = write(folder_ / "city.h5", rows, options);
  EXPECT_TRUE(written) << written.error().text();
  if (!written) return;
  EXPECT_EQ(written->rows, 1002);
  expect_written(folder_ / "city.h5", 1000);
  const auto file = ResultFile::open(folder_ / "city.h5");
  const auto shape = file->shape("run/plan");
  ASSERT_TRUE(shape) << shape.error().text();
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(*file->read(*shape, shape->variables.back(), 0, 2)),
            (std::vector<std::int64_t>{17, 4}));
}

TEST_F(ResultWriterTest, writes_fewer_rows_than_ranks_and_none_at_all) {
  for (const std::uint64_t rows : {0, 1, 2}) {
    auto few = table(rows);
    const auto path = folder_ / ("few" + std::to_string(rows) + ".h5");
    const auto written = write(path, few);
    EXPECT_TRUE(written) << written.error().text();
    expect_written(path, rows);
  }
}

TEST_F(ResultWriterTest, writes_in_bounded_blocks) {
  auto rows = table(1000);
  ResultOptions options;
  options.block = base::Bytes{3000};
  const auto written = write(folder_ / "city.h5", rows, options);
  EXPECT_TRUE(written) << written.error().text();
  expect_written(folder_ / "city.h5", 1000);
}

TEST_F(ResultWriterTest, takes_a_table_that_gives_fewer_rows_than_asked_for) {
  auto rows = table(60);
  rows.most = 7;
  const auto written = write(folder_ / "city.h5", rows);
  EXPECT_TRUE(written) << written.error().text();
  expect_written(folder_ / "city.h5", 60);
}

TEST_F(ResultWriterTest, compresses_across_the_borders_of_slabs) {
  constexpr std::uint64_t rows = 130'000;  // more than one chunk
  auto compressed = table(rows);
  ResultOptions options;
  options.compression = 1;
  const auto written = write(folder_ / "compressed.h5", compressed, options);
  EXPECT_TRUE(written) << written.error().text();
  expect_written(folder_ / "compressed.h5", rows);
  auto plain = table(rows);
  options.compression = 0;
  const auto larger = write(folder_ / "plain.h5", plain, options);
  if (written && larger) {
    EXPECT_LT(written->size, larger->size);
  }
}

TEST_F(ResultWriterTest, gives_equal_bytes_at_any_number_of_ranks) {
  auto mine = table(1234);
  EXPECT_TRUE(write(folder_ / "many.h5", mine));
  MPI_Comm alone = MPI_COMM_NULL;
  MPI_Comm_split(MPI_COMM_WORLD, rank_ == 0 ? 0 : MPI_UNDEFINED, 0, &alone);
  if (rank_ == 0) {
    test::GeneratedTable all(test::grouped_shape(1234));
    std::array<base::TableSource*, 1> tables{&all};
    EXPECT_TRUE(write_result(folder_ / "one.h5", alone, tables, {}));
    EXPECT_EQ(base::read_file(folder_ / "many.h5").value(), base::read_file(folder_ / "one.h5").value());
    MPI_Comm_free(&alone);
  }
}

TEST_F(ResultWriterTest, wastes_no_space_on_many_variables) {
  auto shape = test::grouped_shape(2);
  for (int i = 0; i < 400; ++i) {
    auto metric = shape.variables[2];
    metric.name += std::to_string(i);
    shape.variables.push_back(metric);
  }
  test::GeneratedTable wide(shape, rank_, ranks_);
  const auto written = write(folder_ / "wide.h5", wide);
  EXPECT_TRUE(written) << written.error().text();
  if (written) {
    EXPECT_LT(written->size, base::kibibytes(600));
  }
}

TEST_F(ResultWriterTest, writes_a_table_that_rank_0_holds_alone) {
  MemoryTable workers("run/workers", "worker");
  if (rank_ == 0) workers.add("rank", std::vector<std::int64_t>{0, 1, 2});
  const auto written = write(folder_ / "city.h5", workers);
  EXPECT_TRUE(written) << written.error().text();
  const auto file = ResultFile::open(folder_ / "city.h5");
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_EQ(file->shape("run/workers")->rows, 3);
}

TEST_F(ResultWriterTest, does_not_overwrite_unasked) {
  auto first = table(10);
  EXPECT_TRUE(write(folder_ / "city.h5", first));
  const auto before = base::read_file(folder_ / "city.h5").value();
  auto second = table(20);
  const auto refused = write(folder_ / "city.h5", second);
  EXPECT_FALSE(refused);
  if (!refused) {
    EXPECT_THAT(refused.error().text(), HasSubstr("exists (a result is never overwritten unasked)"));
  }
  EXPECT_EQ(base::read_file(folder_ / "city.h5").value(), before);
}

TEST_F(ResultWriterTest, removes_what_a_killed_writer_left) {
  const auto path = folder_ / "city.h5";
  if (rank_ == 0) {
    auto leftover = base::temporary_beside(path).string();
    const auto own = std::to_string(getpid());
    leftover.replace(leftover.rfind(own), own.size(), "2000000000");  // no process has so high a number
    EXPECT_TRUE(base::write_atomically(leftover, "half of it"));
    EXPECT_THAT(names_in(folder_), testing::SizeIs(1));
  }
  auto rows = table(10);
  EXPECT_TRUE(write(path, rows));
  EXPECT_THAT(names_in(folder_), UnorderedElementsAre("city.h5"));
}

TEST_F(ResultWriterTest, writes_to_long_paths) {
  const auto folder = folder_ / std::string(200, 'f') / std::string(200, 'g');
  if (rank_ == 0) std::filesystem::create_directories(folder);
  const auto path = folder / (std::string(220, 'n') + ".h5");
  auto rows = table(10);
  const auto written = write(path, rows);
  EXPECT_TRUE(written);
  if (!written) return;
  EXPECT_THAT(names_in(folder), UnorderedElementsAre(path.filename().string()));
  expect_written(path, 10);
}

TEST_F(ResultWriterTest, overwriting_keeps_the_groups_that_are_not_written) {
  auto groups = table(10);
  ResultOptions options;
  options.overwrite = true;
  options.groups = {{"study", {{"toml", "old"}}}, {"account", {}}};
  for (int i = 0; i < 20; ++i) {
    options.groups.back().attributes.push_back({"note" + std::to_string(i), std::string("text")});
  }
  EXPECT_TRUE(write(folder_ / "city.h5", groups, options));
  MemoryTable optimum("optimize/best", "candidate");
  if (rank_ == 0) optimum.add("cost", std::vector<double>{1.5});
  options.groups = {{"study", {{"toml", "new"}}}};
  const auto written = write(folder_ / "city.h5", optimum, options);
  EXPECT_TRUE(written) << written.error().text();
  expect_written(folder_ / "city.h5", 10);
  const auto file = ResultFile::open(folder_ / "city.h5");
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_EQ(file->shape("optimize/best")->rows, 1);
  EXPECT_EQ(std::get<std::string>(file->attributes("study")->front().value), "new");
  const auto labels = file->shape("reduce/router_buffer")->dimensions;
  EXPECT_EQ(labels.size(), 1);
  EXPECT_THAT(*file->attributes("account"), testing::SizeIs(20));
}

TEST_F(ResultWriterTest, replaces_the_groups_that_it_writes) {
  ResultOptions options;
  options.overwrite = true;
  auto first = table(10);
  EXPECT_TRUE(write(folder_ / "city.h5", first, options));
  auto shape = test::grouped_shape(3);
  shape.path = "reduce/router";
  test::GeneratedTable second(shape, rank_, ranks_);
  EXPECT_TRUE(write(folder_ / "city.h5", second, options));
  const auto file = ResultFile::open(folder_ / "city.h5");
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_THAT(file->groups(), UnorderedElementsAre("reduce", "reduce/router"));
}

TEST_F(ResultWriterTest, a_failing_table_leaves_the_old_file_and_nothing_else) {
  auto old = table(10);
  EXPECT_TRUE(write(folder_ / "city.h5", old));
  const auto before = base::read_file(folder_ / "city.h5").value();
  auto failing = table(1000);
  failing.fails_at = 999;  // a row of the last rank
  ResultOptions options;
  options.overwrite = true;
  options.block = base::Bytes{5000};
  const auto refused = write(folder_ / "city.h5", failing, options);
  EXPECT_FALSE(refused);
  if (!refused) {
    EXPECT_EQ(refused.error().text(), "cannot write reduce/router_buffer (no more of this)");
  }
  MPI_Barrier(MPI_COMM_WORLD);
  EXPECT_EQ(base::read_file(folder_ / "city.h5").value(), before);
  EXPECT_THAT(names_in(folder_), UnorderedElementsAre("city.h5"));
}

TEST_F(ResultWriterTest, refuses_slabs_that_do_not_make_up_the_table) {
  auto shape = test::grouped_shape(10);
  test::GeneratedTable everybody_has_all(shape);
  const auto written = write(folder_ / "city.h5", everybody_has_all);
  EXPECT_EQ(written.has_value(), ranks_ == 1);
  if (!written) {
    EXPECT_THAT(written.error().text(), HasSubstr("the ranks disagree on the rows of reduce/router_buffer"));
  }
}

TEST_F(ResultWriterTest, names_a_missing_folder_on_every_rank) {
  auto rows = table(10);
  const auto refused = write("/nowhere/city.h5", rows);
  EXPECT_FALSE(refused);
  if (!refused) {
    EXPECT_THAT(refused.error().text(), HasSubstr("there is no folder /nowhere"));
  }
}

/// A disk of 256 KiB, where root may mount one.
class FullDiskTest : public ResultWriterTest {
 protected:
  FullDiskTest() : disk_(folder_ / "disk") {
    int mounted = 0;
    if (rank_ == 0) {
      std::filesystem::create_directory(disk_);
      mounted = ::mount("none", disk_.c_str(), "tmpfs", 0, "size=256k") == 0 ? 1 : 0;
    }
    MPI_Bcast(&mounted, 1, MPI_INT, 0, MPI_COMM_WORLD);
    mounted_ = mounted != 0;
  }
  ~FullDiskTest() override {
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank_ == 0 && mounted_) ::umount(disk_.c_str());
  }

  void expect_refused(const ResultOptions& options) {
    if (!mounted_) GTEST_SKIP() << "only root may mount a small disk";
    auto rows = table(40'000);
    const auto refused = write(disk_ / "city.h5", rows, options);
    EXPECT_FALSE(refused);
    if (!refused) {
      EXPECT_EQ(refused.error().text(),
                "cannot write " + (disk_ / "city.h5").string() +
                    " (No space left on device): make room, or name a file on another disk "
                    "with --output");
    }
    MPI_Barrier(MPI_COMM_WORLD);
    EXPECT_THAT(names_in(disk_), IsEmpty());
  }

  std::filesystem::path disk_;
  bool mounted_ = false;
};

TEST_F(FullDiskTest, is_told_before_the_rows_are_written) {
  expect_refused({});
}

TEST_F(FullDiskTest, is_told_when_compressed_rows_do_not_fit) {
  ResultOptions options;
  options.compression = 1;
  expect_refused(options);
}

}  // namespace
}  // namespace winnow::store
