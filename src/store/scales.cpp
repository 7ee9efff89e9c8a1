#include "store/scales.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

namespace winnow::store {

Handle create_dataset(hid_t group, const std::string& name, hid_t type, const std::vector<hsize_t>& extent,
                      hid_t properties) {
  const Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr));
  return Handle(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT));
}

Handle create_nameless_scale(hid_t group, const std::string& name, std::uint64_t length) {
  auto dataset =
      create_dataset(group, name, H5T_IEEE_F32BE, {length}, ordered_properties(H5P_DATASET_CREATE));
  check(H5DSset_scale(dataset, fmt::format("{}{:>10}", nameless_dimension, length).c_str()));
  return dataset;
}

Handle create_label_scale(hid_t group, const std::string& name, const std::vector<std::string>& labels) {
  std::vector<const char*> characters;
  for (const auto& label : labels) characters.push_back(label.c_str());
  const auto type = text_type();
  auto dataset = create_dataset(group, name, type, {labels.size()}, ordered_properties(H5P_DATASET_CREATE));
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()));
  check(H5DSset_scale(dataset, name.c_str()));
  return dataset;
}

}  // namespace winnow::store
