#include "store/hdf5.hpp"

namespace winnow::store {
namespace {

herr_t keep_innermost(unsigned depth, const H5E_error2_t* error, void* text) {
  if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

std::string last_message() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  return text.empty() ? "HDF5 gave no reason" : text;
}

void write_scalar(hid_t object, const std::string& name, hid_t type, const void* value) {
  const Handle space(H5Screate(H5S_SCALAR));
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT));
  check(H5Awrite(attribute, type, value));
}

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* names) {
  return without_throwing([&] { static_cast<std::vector<std::string>*>(names)->emplace_back(name); });
}

}  // namespace

hid_t checked(hid_t id) {
  if (id < 0) throw Hdf5Failure(last_message());
  return id;
}

void check(int status) {
  if (status < 0) throw Hdf5Failure(last_message());
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1));
  check(H5Tset_size(type, H5T_VARIABLE));
  check(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

Handle cell_type(base::CellType type) {
  switch (type) {
    case base::CellType::float64:
      return Handle(H5Tcopy(H5T_IEEE_F64LE));
    case base::CellType::int64:
      return Handle(H5Tcopy(H5T_STD_I64LE));
    case base::CellType::text:
      break;
  }
  return Handle(H5Tcopy(H5T_C_S1));
}

Handle ordered_properties(hid_t property_class) {
  Handle properties(H5Pcreate(property_class));
  check(H5Pset_obj_track_times(properties, false));
  check(H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  if (property_class != H5P_DATASET_CREATE) {
    check(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  }
  return properties;
}

std::vector<std::string> members_of(hid_t group) {
  const Handle properties(H5Gget_create_plist(group));
  unsigned order = 0;
  check(H5Pget_link_creation_order(properties, &order));
  const auto index = (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  std::vector<std::string> names;
  check(H5Literate(group, index, H5_ITER_INC, nullptr, collect_name, &names));
  return names;
}

haddr_t address_of(hid_t object) {
  H5O_info_t info;
  check(H5Oget_info2(object, &info, H5O_INFO_BASIC));
  return info.addr;
}

std::string path_of(hid_t object) {
  const auto length = H5Iget_name(object, nullptr, 0);
  check(static_cast<int>(length));
  std::string path(static_cast<std::size_t>(length), '\0');
  H5Iget_name(object, path.data(), path.size() + 1);
  return path;
}

void write_attribute(hid_t object, const base::Attribute& attribute) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    const char* characters = text->c_str();
    write_scalar(object, attribute.name, text_type(), &characters);
  } else if (const auto* real = std::get_if<double>(&attribute.value)) {
    write_scalar(object, attribute.name, H5T_IEEE_F64LE, real);
  } else {
    write_scalar(object, attribute.name, H5T_STD_I64LE, &std::get<std::int64_t>(attribute.value));
  }
}

}  // namespace winnow::store
