#include "store/group_reader.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "store/scales.hpp"

namespace winnow::store {
namespace {

/// What the netCDF-4 layout adds to a table, and no reader of tables asks for.
bool belongs_to_format(std::string_view attribute) {
  constexpr std::array<std::string_view, 8> names{"CLASS",          "NAME",        "DIMENSION_LIST",
                                                  "REFERENCE_LIST", "coordinates", "_Netcdf4Dimid",
                                                  "_NCProperties",  "_Encoding"};
  return std::ranges::find(names, attribute) != names.end();
}

herr_t collect_attribute_name(hid_t, const char* name, const H5A_info_t*, void* names) {
  return without_throwing([&] { static_cast<std::vector<std::string>*>(names)->emplace_back(name); });
}

H5O_type_t type_of(hid_t object) {
  H5O_info_t info;
  check(H5Oget_info2(object, &info, H5O_INFO_BASIC));
  return info.type;
}

void add_groups(hid_t group, const std::string& path, std::vector<std::string>& groups) {
  for (const auto& name : members_of(group)) {
    const Handle member(H5Oopen(group, name.c_str(), H5P_DEFAULT));
    if (type_of(member) != H5O_TYPE_GROUP) continue;
    const auto below = path.empty() ? name : path + '/' + name;
    groups.push_back(below);
    add_groups(member, below, groups);
  }
}

std::string read_text_attribute(hid_t attribute, hid_t type) {
  const auto variable = H5Tis_variable_str(type);
  check(variable);
  if (variable > 0) {
    char* characters = nullptr;
    check(H5Aread(attribute, type, &characters));
    std::string text = characters != nullptr ? characters : "";
    H5free_memory(characters);
    return text;
  }
  std::string text(H5Tget_size(type), '\0');
  check(H5Aread(attribute, type, text.data()));
  return text.substr(0, text.find('\0'));
}

std::optional<base::Attribute> read_attribute(hid_t object, const std::string& name) {
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
  const Handle space(H5Aget_space(attribute));
  if (H5Sget_simple_extent_npoints(space) != 1) return std::nullopt;
  const Handle type(H5Aget_type(attribute));
  switch (H5Tget_class(type)) {
    case H5T_STRING:
      return base::Attribute{name, read_text_attribute(attribute, type)};
    case H5T_FLOAT: {
      double value = 0;
      check(H5Aread(attribute, H5T_NATIVE_DOUBLE, &value));
      return base::Attribute{name, value};
    }
    case H5T_INTEGER: {
      std::int64_t value = 0;
      check(H5Aread(attribute, H5T_NATIVE_INT64, &value));
      return base::Attribute{name, value};
    }
    default:
      return std::nullopt;
  }
}

std::vector<hsize_t> extent_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset));
  const int rank = H5Sget_simple_extent_ndims(space);
  check(rank);
  std::vector<hsize_t> extent(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space, extent.data(), nullptr));
  return extent;
}

bool is_nameless(hid_t scale) {
  std::string name(nameless_dimension.size() + 1, '\0');
  return H5DSget_scale_name(scale, name.data(), name.size()) >= 0 && name.starts_with(nameless_dimension);
}

/// What a group holds: names by address.
using Names = std::map<haddr_t, std::string>;

struct WantedName {
  const Names& names;
  std::string found;
};

herr_t find_scale_name(hid_t, unsigned, hid_t scale, void* wanted) {
  return without_throwing([&] {
    auto& [names, found] = *static_cast<WantedName*>(wanted);
    const auto own = names.find(address_of(scale));
    found = own != names.end() ? own->second : path_of(scale);
  });
}

bool is_variable_text(hid_t type) {
  return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) > 0;
}

/// The cell type that a dataset's values fit; nothing for compound and other foreign types.
std::optional<base::CellType> cell_type_of(hid_t type, std::size_t rank) {
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return base::CellType::float64;
    case H5T_INTEGER:
      return base::CellType::int64;
    case H5T_STRING:
      if (H5Tget_size(type) == 1 && rank == 2) return base::CellType::text;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::vector<std::string> read_labels(hid_t dataset, hsize_t count) {
  std::vector<char*> characters(count);
  const auto type = text_type();
  check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()));
  std::vector<std::string> labels;
  for (const auto* text : characters) labels.emplace_back(text != nullptr ? text : "");
  check(H5Dvlen_reclaim(type, Handle(H5Dget_space(dataset)), H5P_DEFAULT, characters.data()));
  return labels;
}

base::Scale read_scale(const std::string& name, hid_t dataset, hsize_t count) {
  base::Scale scale{name, std::vector<double>(count), read_attributes(dataset)};
  check(H5Dread(dataset, cell_type(base::CellType::float64), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                scale.values.data()));
  return scale;
}

/// Puts a table together from the datasets of its group.
class ShapeReader {
 public:
  ShapeReader(hid_t file, const std::string& path) : group_(H5Gopen2(file, path.c_str(), H5P_DEFAULT)) {
    shape_.path = path;
  }

  std::optional<base::TableShape> read() {
    for (const auto& name : members_of(group_)) {
      const Handle member(H5Oopen(group_, name.c_str(), H5P_DEFAULT));
      if (type_of(member) != H5O_TYPE_DATASET) continue;
      names_.emplace(address_of(member), name);
      add(name, member);
    }
    if (shape_.row_dimension.empty()) return std::nullopt;
    shape_.own_rows = shape_.rows;
    note_coordinates(group_);
    shape_.attributes = read_attributes(group_);
    for (auto& variable : shape_.variables) variable.coordinate = coordinates_.contains(variable.name);
    return std::move(shape_);
  }

 private:
  /// Name of the dimension that a scale gives to one of a dataset's dimensions; empty where there is none.
  /// Scales were made before what hangs on them.
  [[nodiscard]] std::string dimension_name(hid_t dataset, unsigned dimension) const {
    WantedName wanted{names_, {}};
    if (H5DSget_num_scales(dataset, dimension) > 0) {
      check(H5DSiterate_scales(dataset, dimension, nullptr, find_scale_name, &wanted));
    }
    return wanted.found.substr(wanted.found.rfind('/') + 1);
  }

  /// The row dimension is the first scale: it was made before all that hangs on it.
  void add(const std::string& name, hid_t dataset) {
    const auto extent = extent_of(dataset);
    if (extent.empty() || extent.size() > 2) return;
    const Handle type(H5Dget_type(dataset));
    const bool is_scale = H5DSis_scale(dataset) > 0;
    const bool is_row = is_scale && shape_.row_dimension.empty();
    if (is_row) {
      shape_.row_dimension = name;
      shape_.rows = extent.front();
    }
    const bool is_numbers = extent.size() == 1 && H5Tget_class(type) == H5T_FLOAT && !is_row;
    if (is_scale && is_variable_text(type)) {
      shape_.dimensions.push_back({name, read_labels(dataset, extent.front())});
    } else if (is_scale && is_numbers && !is_nameless(dataset)) {
      shape_.dimensions.push_back({name, {}, {read_scale(name, dataset, extent.front())}});
    } else if (auto* dimension = is_numbers && !is_scale ? numbered_dimension(dataset) : nullptr) {
      dimension->scales.push_back(read_scale(name, dataset, extent.front()));
    } else if (const auto cells = cell_type_of(type, extent.size()); cells && !is_nameless(dataset)) {
      add_variable(name, dataset, *cells, extent, is_scale);
    }
  }

  /// The dimension of numbers that a dataset lies along, or null.
  base::Dimension* numbered_dimension(hid_t dataset) {
    const auto found =
        std::ranges::find(shape_.dimensions, dimension_name(dataset, 0), &base::Dimension::name);
    return found != shape_.dimensions.end() && !found->scales.empty() ? &*found : nullptr;
  }

  void add_variable(const std::string& name, hid_t dataset, base::CellType cells,
                    const std::vector<hsize_t>& extent, bool is_scale) {
    if ((is_scale ? name : dimension_name(dataset, 0)) != shape_.row_dimension) return;
    base::Variable variable;
    variable.name = name;
    variable.type = cells;
    if (cells == base::CellType::text) {
      variable.text_width = extent.back();
    } else if (extent.size() == 2) {
      variable.dimension = dimension_name(dataset, 1);
    }
    variable.attributes = read_attributes(dataset);
    if (is_scale) coordinates_.insert(name);
    note_coordinates(dataset);
    shape_.variables.push_back(std::move(variable));
  }

  /// The attribute is a list of names separated by blanks.
  void note_coordinates(hid_t object) {
    if (H5Aexists(object, "coordinates") <= 0) return;
    const auto attribute = read_attribute(object, "coordinates");
    if (!attribute || !std::holds_alternative<std::string>(attribute->value)) return;
    std::string_view list = std::get<std::string>(attribute->value);
    while (!list.empty()) {
      const auto name = list.substr(0, list.find(' '));
      coordinates_.emplace(name);
      list.remove_prefix(std::min(list.size(), name.size() + 1));
    }
  }

  Handle group_;
  Names names_;
  base::TableShape shape_;
  std::set<std::string, std::less<>> coordinates_;
};

}  // namespace

std::vector<std::string> groups_below(hid_t file) {
  std::vector<std::string> groups;
  add_groups(Handle(H5Gopen2(file, "/", H5P_DEFAULT)), {}, groups);
  return groups;
}

std::vector<base::Attribute> read_attributes(hid_t object) {
  std::vector<std::string> names;
  // By name where the order of creation is not kept, as HDF5 itself falls back.
  check(H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, collect_attribute_name, &names));
  std::vector<base::Attribute> attributes;
  for (const auto& name : names) {
    if (belongs_to_format(name)) continue;
    if (auto attribute = read_attribute(object, name)) attributes.push_back(*std::move(attribute));
  }
  return attributes;
}

std::optional<base::TableShape> read_shape(hid_t file, const std::string& group) {
  return ShapeReader(file, group).read();
}

base::Cells read_cells(hid_t file, const std::string& path, const base::Variable& variable,
                       std::uint64_t first_row, std::uint64_t rows) {
  const Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
  const Handle space(H5Dget_space(dataset));
  auto count = extent_of(dataset);
  const std::vector<hsize_t> start =
      count.size() == 2 ? std::vector<hsize_t>{first_row, 0} : std::vector<hsize_t>{first_row};
  count.front() = rows;
  const auto columns = count.size() == 2 ? count.back() : 1;
  base::Cells cells;
  if (variable.type == base::CellType::float64) cells = std::vector<double>(rows * columns);
  if (variable.type == base::CellType::int64) cells = std::vector<std::int64_t>(rows * columns);
  if (variable.type == base::CellType::text) cells = std::string(rows * columns, '\0');
  if (rows == 0) return cells;
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  const Handle memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr));
  const auto type = cell_type(variable.type);
  std::visit([&](auto& values) { check(H5Dread(dataset, type, memory, space, H5P_DEFAULT, values.data())); },
             cells);
  return cells;
}

}  // namespace winnow::store
