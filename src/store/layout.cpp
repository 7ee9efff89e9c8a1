#include "store/layout.hpp"

#include <fmt/ranges.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <cassert>
#include <map>

#include "store/netcdf_name.hpp"
#include "store/scales.hpp"

namespace winnow::store {
namespace {

/// Of one chunk in all variables together: small enough that a block of several fits the memory, large enough
/// that deflate and the chunk index don't feel it.
constexpr std::uint64_t chunk_bytes = std::uint64_t{4} << 20;

/// What the things in a table's group are called in the file.
struct Names {
  std::string row;
  std::vector<std::string> dimensions;
  std::vector<std::vector<std::string>> scales;  ///< of each dimension
  std::vector<std::string> variables;
  std::map<std::uint64_t, std::string> text_dimensions;  ///< by length
};

/// Characters of a text variable. A dimension of length zero would mean an unlimited one to netCDF.
std::uint64_t characters_of(const base::Variable& variable) {
  return std::max<std::uint64_t>(1, variable.text_width);
}

/// The first variable, where it has the row dimension's name, is that dimension's coordinate, as netCDF has it;
/// not one of text, for it has two dimensions. Others that have it by chance, as names of the user's, are none.
bool is_row_coordinate(const base::Variable& variable, const base::TableShape& shape) {
  return &variable == shape.variables.data() && variable.name == shape.row_dimension &&
         variable.dimension.empty() && variable.type != base::CellType::text;
}

/// The attribute `coordinates` is a list separated by blanks.
std::string without_blanks(std::string name) {
  std::ranges::replace(name, ' ', '_');
  return name;
}

Names names_in(const base::TableShape& shape) {
  NameSet taken;
  Names names{.row = taken.add(shape.row_dimension),
              .dimensions = {},
              .scales = {},
              .variables = {},
              .text_dimensions = {}};
  for (const auto& dimension : shape.dimensions) {
    names.dimensions.push_back(taken.add(dimension.name));
    auto& scales = names.scales.emplace_back();
    for (const auto& scale : dimension.scales) {
      scales.push_back(scales.empty() ? names.dimensions.back() : taken.add(without_blanks(scale.name)));
    }
  }
  for (const auto& variable : shape.variables) {
    const auto name = variable.coordinate ? without_blanks(variable.name) : variable.name;
    names.variables.push_back(is_row_coordinate(variable, shape) ? names.row : taken.add(name));
  }
  for (const auto& variable : shape.variables) {
    if (variable.type != base::CellType::text) continue;
    auto& name = names.text_dimensions[characters_of(variable)];
    if (name.empty()) name = taken.add(fmt::format("string{}", characters_of(variable)));
  }
  return names;
}

std::size_t dimension_index(const base::TableShape& shape, const base::Variable& variable) {
  const auto found = std::ranges::find(shape.dimensions, variable.dimension, &base::Dimension::name);
  assert(found != shape.dimensions.end());
  return static_cast<std::size_t>(found - shape.dimensions.begin());
}

SlabTable slab_table(const base::TableShape& shape, const Names& names) {
  SlabTable slab{.path = shape.path, .rows = shape.rows, .chunk_rows = 0, .variables = {}};
  for (std::size_t i = 0; i < shape.variables.size(); ++i) {
    const auto& variable = shape.variables[i];
    auto& to = slab.variables.emplace_back();
    to.path = shape.path + '/' + names.variables[i];
    to.type = variable.type;
    assert(!to.is_text() || variable.dimension.empty());
    if (to.is_text()) to.columns = characters_of(variable);
    if (!variable.dimension.empty()) to.columns = shape.dimensions[dimension_index(shape, variable)].size();
  }
  return slab;
}

/// What is not compressed is allocated at once, so that a disk that is too full shows itself before the ranks
/// write.
Handle storage(const std::vector<hsize_t>& extent, std::uint64_t chunk_rows, int level) {
  auto properties = ordered_properties(H5P_DATASET_CREATE);
  if (chunk_rows == 0) {
    check(H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER));
    check(H5Pset_alloc_time(properties, H5D_ALLOC_TIME_EARLY));
    return properties;
  }
  auto chunk = extent;
  chunk.front() = chunk_rows;
  check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()));
  check(H5Pset_shuffle(properties));
  check(H5Pset_deflate(properties, static_cast<unsigned>(level)));
  return properties;
}

/// Names of the variables that label rows, but for the one that is its own dimension.
std::string coordinates_in(const base::TableShape& shape, const Names& names) {
  std::vector<std::string_view> coordinates;
  for (std::size_t i = 0; i < shape.variables.size(); ++i) {
    const auto& variable = shape.variables[i];
    if (variable.coordinate && !is_row_coordinate(variable, shape)) coordinates.push_back(names.variables[i]);
  }
  return fmt::format("{}", fmt::join(coordinates, " "));
}

/// Makes the datasets of one table.
class Datasets {
 public:
  Datasets(hid_t group, const base::TableShape& shape, const Names& names, const SlabTable& slab, int level)
      : group_(group), shape_(shape), names_(names), slab_(slab), level_(level) {}

  void create() {
    const auto row_coordinate = std::ranges::find_if(
        shape_.variables, [&](const auto& variable) { return is_row_coordinate(variable, shape_); });
    const auto row_index = static_cast<std::size_t>(row_coordinate - shape_.variables.begin());
    if (row_coordinate == shape_.variables.end()) {
      create_nameless_scale(group_, names_.row, shape_.rows);
    } else {
      check(H5DSset_scale(create_variable(row_index), names_.row.c_str()));
    }
    for (std::size_t i = 0; i < shape_.dimensions.size(); ++i) create_dimension(i);
    for (const auto& [length, name] : names_.text_dimensions) {
      create_nameless_scale(group_, name, length);
    }
    for (std::size_t i = 0; i < shape_.variables.size(); ++i) {
      if (i != row_index) attach(create_variable(i), i);
    }
    attach_scales(group_, attachments_);
  }

 private:
  void create_dimension(std::size_t i) {
    const auto& dimension = shape_.dimensions[i];
    const auto& name = names_.dimensions[i];
    if (dimension.scales.empty()) return create_label_scale(group_, name, dimension.labels);
    for (std::size_t s = 0; s < dimension.scales.size(); ++s) {
      const auto& scale = dimension.scales[s];
      const auto& scale_name = names_.scales[i][s];
      const auto dataset = create_numbers(group_, scale_name, scale.values);
      for (const auto& attribute : scale.attributes) write_attribute(dataset, attribute);
      if (s == 0) {
        check(H5DSset_scale(dataset, name.c_str()));
      } else {
        attachments_.push_back({path_in_group(scale_name), 0, path_in_group(name)});
      }
    }
  }

  Handle create_variable(std::size_t i) const {
    const auto& variable = shape_.variables[i];
    const auto& slab = slab_.variables[i];
    std::vector<hsize_t> extent{shape_.rows};
    if (!variable.dimension.empty() || slab.is_text()) extent.push_back(slab.columns);
    auto dataset = create_dataset(group_, names_.variables[i], cell_type(slab.type), extent,
                                  storage(extent, slab_.chunk_rows, level_));
    if (slab.is_text()) write_attribute(dataset, {"_Encoding", "utf-8"});
    for (const auto& attribute : variable.attributes) write_attribute(dataset, attribute);
    if (names_.variables[i] != variable.name) write_attribute(dataset, {"original_name", variable.name});
    return dataset;
  }

  void attach(const Handle& dataset, std::size_t i) {
    const auto& variable = shape_.variables[i];
    const auto path = path_in_group(names_.variables[i]);
    attachments_.push_back({path, 0, path_in_group(names_.row)});
    if (variable.type == base::CellType::text) {
      attachments_.push_back({path, 1, path_in_group(names_.text_dimensions.at(characters_of(variable)))});
    }
    if (!variable.dimension.empty()) {
      attachments_.push_back({path, 1, path_in_group(names_.dimensions[dimension_index(shape_, variable)])});
    }
    const auto coordinates = coordinates_of(variable);
    if (!variable.coordinate && !coordinates.empty()) write_attribute(dataset, {"coordinates", coordinates});
  }

  /// What labels its rows, and what stands along its dimension beside that one's own scale.
  [[nodiscard]] std::string coordinates_of(const base::Variable& variable) const {
    auto names = coordinates_in(shape_, names_);
    if (variable.dimension.empty()) return names;
    const auto& scales = names_.scales[dimension_index(shape_, variable)];
    for (std::size_t s = 1; s < scales.size(); ++s) names += (names.empty() ? "" : " ") + scales[s];
    return names;
  }

  [[nodiscard]] std::string path_in_group(const std::string& name) const {
    return '/' + shape_.path + '/' + name;
  }

  hid_t group_;
  const base::TableShape& shape_;
  const Names& names_;
  const SlabTable& slab_;
  int level_;
  std::vector<Attachment> attachments_;
};

}  // namespace

std::uint64_t SlabTable::row_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& variable : variables) bytes += variable.row_bytes();
  return bytes;
}

void encode(base::Encoder& out, const SlabTable& table) {
  out.put_text(table.path);
  out.put(table.rows);
  out.put(table.chunk_rows);
  out.put_varint(table.variables.size());
  for (const auto& variable : table.variables) {
    out.put_text(variable.path);
    out.put(variable.type);
    out.put(variable.columns);
  }
}

SlabTable decode_slab_table(base::Decoder& in) {
  SlabTable table;
  table.path = in.get_text();
  table.rows = in.get<std::uint64_t>();
  table.chunk_rows = in.get<std::uint64_t>();
  table.variables.resize(in.get_varint());
  for (auto& variable : table.variables) {
    variable.path = in.get_text();
    variable.type = in.get<base::CellType>();
    variable.columns = in.get<std::uint64_t>();
  }
  return table;
}

int deflate_level(base::Bytes table, std::optional<int> asked) {
  return asked.value_or(table < base::gibibytes(1) ? 0 : 1);
}

/// Of a group, in its header.
constexpr unsigned most_attributes = 4096;

Handle open_or_make_group(hid_t file, std::string_view path) {
  Handle group(H5Gopen2(file, "/", H5P_DEFAULT));
  while (!path.empty()) {
    const auto name = std::string(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    const auto there = H5Lexists(group, name.c_str(), H5P_DEFAULT);
    check(there);
    if (there > 0) {
      group = Handle(H5Gopen2(group, name.c_str(), H5P_DEFAULT));
    } else {
      const auto properties = ordered_properties(H5P_GROUP_CREATE);
      // HDF5 1.10.8 crashes when it copies a group whose texts are not in its header.
      check(H5Pset_attr_phase_change(properties, most_attributes, 0));
      group = Handle(H5Gcreate2(group, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT));
    }
  }
  return group;
}

SlabTable create_table(hid_t file, const base::TableShape& shape, std::optional<int> compression) {
  const Handle group = open_or_make_group(file, shape.path);
  for (const auto& attribute : shape.attributes) write_attribute(group, attribute);
  const auto names = names_in(shape);
  auto slab = slab_table(shape, names);
  const int level = deflate_level({slab.rows * slab.row_bytes()}, compression);
  if (level > 0 && slab.rows > 0 && slab.row_bytes() > 0) {
    slab.chunk_rows = std::clamp<std::uint64_t>(chunk_bytes / slab.row_bytes(), 1, slab.rows);
  }
  Datasets(group, shape, names, slab, level).create();
  // A table of coordinates alone has no variable to name them in.
  const bool all_coordinates = std::ranges::all_of(shape.variables, &base::Variable::coordinate);
  const auto coordinates = coordinates_in(shape, names);
  if (all_coordinates && !coordinates.empty()) write_attribute(group, {"coordinates", coordinates});
  return slab;
}

}  // namespace winnow::store
