#include "winnow/store/result_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <array>

#include "store/generated_table.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/store/memory_table.hpp"
#include "winnow/store/result_writer.hpp"

namespace winnow::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A file of one rank's own making.
class ResultFileTest : public testing::Test {
 protected:
  std::filesystem::path write(base::TableSource& table) {
    const auto path = folder_.path() / "city.h5";
    std::array<base::TableSource*, 1> tables{&table};
    ResultOptions options;
    options.attributes = {{"title", "City"}};
    options.groups = {{"study", {{"toml", "title = \"City\""}}}};
    const auto written = write_result(path, MPI_COMM_SELF, tables, options);
    EXPECT_TRUE(written) << written.error().text();
    return path;
  }

  test::TemporaryFolder folder_;
};

TEST_F(ResultFileTest, gives_back_a_dimension_of_numbers_with_all_its_scales) {
  test::GeneratedTable table(test::binned_shape(3));
  const auto file = ResultFile::open(write(table));
  const auto shape = file->shape("reduce/binned");
  ASSERT_TRUE(shape) << shape.error().text();
  EXPECT_EQ(shape->row_dimension, "group");
  ASSERT_EQ(shape->dimensions.size(), 1);
  const auto& [name, labels, scales] = shape->dimensions[0];
  EXPECT_EQ(name, "size_bin");
  EXPECT_TRUE(labels.empty());
  ASSERT_EQ(scales.size(), 2);
  EXPECT_EQ(scales[0].name, "size_bin");
  EXPECT_THAT(scales[0].values, ElementsAre(0.5, 2));
  EXPECT_EQ(scales[0].attributes.size(), 1);
  EXPECT_EQ(scales[1].name, "size_bin_low");
  EXPECT_THAT(scales[1].values, ElementsAre(0, 1));
  ASSERT_EQ(shape->variables.size(), 1);
  EXPECT_EQ(shape->variables[0].dimension, "size_bin");
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(*file->read(*shape, shape->variables[0], 1, 1)),
            (std::vector<std::int64_t>{-3, -2}));
}

TEST_F(ResultFileTest, gives_back_the_shape_that_was_written) {
  test::GeneratedTable table(test::grouped_shape(9));
  const auto file = ResultFile::open(write(table));
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_THAT(file->groups(), ElementsAre("study", "reduce", "reduce/router_buffer"));
  EXPECT_TRUE(file->has_table("reduce/router_buffer"));
  EXPECT_FALSE(file->has_table("study"));

  const auto shape = file->shape("reduce/router_buffer");
  ASSERT_TRUE(shape) << shape.error().text();
  EXPECT_EQ(shape->rows, 9);
  EXPECT_EQ(shape->own_rows, 9);
  EXPECT_EQ(shape->row_dimension, "group");
  ASSERT_EQ(shape->dimensions.size(), 1);
  EXPECT_THAT(shape->dimensions[0].labels, ElementsAre("mean", "größte"));
  ASSERT_EQ(shape->attributes.size(), 1);
  EXPECT_EQ(shape->attributes[0].name, "field_report");
  ASSERT_EQ(shape->variables.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& was = table.shape().variables[i];
    const auto& is = shape->variables[i];
    EXPECT_EQ(is.name, was.name);
    EXPECT_EQ(is.type, was.type);
    EXPECT_EQ(is.text_width, was.text_width);
    EXPECT_EQ(is.dimension, was.dimension);
    EXPECT_EQ(is.coordinate, was.coordinate);
    ASSERT_EQ(is.attributes.size(), was.attributes.size());
    for (std::size_t a = 0; a < is.attributes.size(); ++a) {
      EXPECT_EQ(is.attributes[a].name, was.attributes[a].name);
      EXPECT_EQ(is.attributes[a].value, was.attributes[a].value);
    }
  }
}

TEST_F(ResultFileTest, reads_any_rows) {
  test::GeneratedTable table(test::grouped_shape(9));
  const auto file = ResultFile::open(write(table));
  ASSERT_TRUE(file) << file.error().text();
  const auto shape = *file->shape("reduce/router_buffer");
  const auto buffers = file->read(shape, shape.variables[1], 4, 3);
  ASSERT_TRUE(buffers) << buffers.error().text();
  EXPECT_EQ(*buffers, table.cells(shape.variables[1], 4, 3));
  const auto delays = std::get<std::vector<double>>(*file->read(shape, shape.variables[2], 7, 2));
  ASSERT_EQ(delays.size(), 4);
  EXPECT_EQ(delays[0], std::sin(14.0));
  EXPECT_TRUE(std::isnan(delays[3]));
  const auto routers = std::get<std::string>(*file->read(shape, shape.variables[0], 7, 2));
  EXPECT_EQ(text_cell(routers, shape.variables[0].text_width, 1), "röuter8");
}

TEST_F(ResultFileTest, gives_attributes_of_groups_and_of_the_file) {
  test::GeneratedTable table(test::grouped_shape(1));
  const auto file = ResultFile::open(write(table));
  ASSERT_TRUE(file) << file.error().text();
  const auto study = file->attributes("study");
  ASSERT_TRUE(study && study->size() == 1);
  EXPECT_EQ(std::get<std::string>(study->front().value), "title = \"City\"");
  EXPECT_EQ(std::get<std::string>(file->attributes("")->front().value), "City");
}

TEST_F(ResultFileTest, keeps_a_table_whose_rows_are_named_by_a_variable) {
  MemoryTable table("runs", "run");
  table.add("run", std::vector<std::int64_t>{3, 1}).add("x/y", std::vector<double>{1, 2});
  const auto file = ResultFile::open(write(table));
  ASSERT_TRUE(file) << file.error().text();
  const auto shape = file->shape("runs");
  ASSERT_TRUE(shape) << shape.error().text();
  EXPECT_EQ(shape->rows, 2);
  ASSERT_EQ(shape->variables.size(), 2);
  EXPECT_TRUE(shape->variables[0].coordinate);
  EXPECT_EQ(shape->variables[1].name, "x_y");
}

TEST_F(ResultFileTest, names_the_nearest_group) {
  test::GeneratedTable table(test::grouped_shape(1));
  const auto path = write(table);
  const auto file = ResultFile::open(path);
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_EQ(file->shape("reduce/router_bufer").error().text(),
            "no group \"reduce/router_bufer\" in " + path.string() + ": did you mean reduce/router_buffer");
  EXPECT_EQ(file->attributes("xyz").error().text(),
            "no group \"xyz\" in " + path.string() + ": there are study, reduce and reduce/router_buffer");
  EXPECT_EQ(file->shape("study").error().text(), "no table in \"study\" of " + path.string());
}

TEST_F(ResultFileTest, says_why_a_file_does_not_open) {
  EXPECT_EQ(ResultFile::open("/nowhere/x.h5").error().text(),
            "cannot open /nowhere/x.h5 (No such file or directory): name a result file");
  EXPECT_EQ(ResultFile::open(folder_.path()).error().text(),
            "cannot open " + folder_.path().string() + " (it is a folder): name a result file");
  const auto notes = folder_.write("notes.txt", "words");
  EXPECT_THAT(ResultFile::open(notes).error().text(),
              HasSubstr("it is no intact result file: write it again"));
}

TEST_F(ResultFileTest, refuses_a_file_that_was_cut) {
  test::GeneratedTable table(test::grouped_shape(5000));
  const auto path = write(table);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const auto file = ResultFile::open(path);
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().text(), HasSubstr("HDF5: truncated file"));
}

}  // namespace
}  // namespace winnow::store
