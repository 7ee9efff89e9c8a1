#include "store/scales.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <map>

namespace winnow::store {
namespace {

/// An entry of a scale's REFERENCE_LIST ("HDF5 Dimension Scale Specification", 4.2.3).
struct BackReference {
  hobj_ref_t dataset;
  int dimension;
};

Handle back_reference_type() {
  Handle type(H5Tcreate(H5T_COMPOUND, sizeof(BackReference)));
  check(H5Tinsert(type, "dataset", HOFFSET(BackReference, dataset), H5T_STD_REF_OBJ));
  check(H5Tinsert(type, "dimension", HOFFSET(BackReference, dimension), H5T_NATIVE_INT));
  return type;
}

hobj_ref_t reference_to(hid_t file, const std::string& path) {
  hobj_ref_t reference = 0;
  check(H5Rcreate(&reference, file, path.c_str(), H5R_OBJECT, -1));
  return reference;
}

void write_list(hid_t file, const std::string& path, const char* name, hid_t type, hsize_t size,
                const void* data) {
  const Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
  const Handle space(H5Screate_simple(1, &size, nullptr));
  const Handle attribute(H5Acreate2(dataset, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  check(H5Awrite(attribute, type, data));
}

/// The scales of each of a dataset's dimensions.
using DimensionLists = std::vector<std::vector<hobj_ref_t>>;

void write_dimension_list(hid_t file, const std::string& path, DimensionLists& scales) {
  std::vector<hvl_t> lists;
  for (auto& list : scales) lists.push_back({list.size(), list.data()});
  const Handle type(H5Tvlen_create(H5T_STD_REF_OBJ));
  write_list(file, path, "DIMENSION_LIST", type, lists.size(), lists.data());
}

std::size_t rank_of_dataset(hid_t file, const std::string& path) {
  const Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
  const Handle space(H5Dget_space(dataset));
  const int rank = H5Sget_simple_extent_ndims(space);
  check(rank);
  return static_cast<std::size_t>(rank);
}

}  // namespace

void attach_scales(hid_t file, std::span<const Attachment> attachments) {
  std::map<std::string, DimensionLists> forward;
  std::map<std::string, std::vector<BackReference>> back;
  for (const auto& [dataset, dimension, scale] : attachments) {
    auto& scales = forward[dataset];
    if (scales.empty()) scales.resize(rank_of_dataset(file, dataset));
    scales.at(dimension).push_back(reference_to(file, scale));
    back[scale].push_back({reference_to(file, dataset), static_cast<int>(dimension)});
  }
  for (auto& [dataset, scales] : forward) write_dimension_list(file, dataset, scales);
  const auto type = back_reference_type();
  for (const auto& [scale, list] : back) {
    write_list(file, scale, "REFERENCE_LIST", type, list.size(), list.data());
  }
}

Handle create_dataset(hid_t group, const std::string& name, hid_t type, const std::vector<hsize_t>& extent,
                      hid_t properties) {
  const Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr));
  return Handle(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT));
}

void create_nameless_scale(hid_t group, const std::string& name, std::uint64_t length) {
  const auto dataset =
      create_dataset(group, name, H5T_IEEE_F32BE, {length}, ordered_properties(H5P_DATASET_CREATE));
  check(H5DSset_scale(dataset, fmt::format("{}{:>10}", nameless_dimension, length).c_str()));
}

void create_label_scale(hid_t group, const std::string& name, const std::vector<std::string>& labels) {
  std::vector<const char*> characters;
  for (const auto& label : labels) characters.push_back(label.c_str());
  const auto type = text_type();
  const auto dataset =
      create_dataset(group, name, type, {labels.size()}, ordered_properties(H5P_DATASET_CREATE));
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()));
  check(H5DSset_scale(dataset, name.c_str()));
}

Handle create_numbers(hid_t group, const std::string& name, const std::vector<double>& values) {
  const auto type = cell_type(base::CellType::float64);
  auto dataset = create_dataset(group, name, type, {values.size()}, ordered_properties(H5P_DATASET_CREATE));
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  return dataset;
}

}  // namespace winnow::store
