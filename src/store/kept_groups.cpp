#include "store/kept_groups.hpp"

#include <hdf5_hl.h>

#include <utility>
#include <vector>

#include "store/scales.hpp"

namespace winnow::store {
namespace {

herr_t collect_scale(hid_t dataset, unsigned dimension, hid_t scale, void* attachments) {
  return without_throwing([&] {
    static_cast<std::vector<Attachment>*>(attachments)
        ->push_back({path_of(dataset), dimension, path_of(scale)});
  });
}

herr_t collect_attachments(hid_t group, const char* name, const H5O_info_t* info, void* attachments) {
  if (info->type != H5O_TYPE_DATASET) return 0;
  return without_throwing([&] {
    const Handle dataset(H5Dopen2(group, name, H5P_DEFAULT));
    const Handle space(H5Dget_space(dataset));
    if (H5DSis_scale(dataset) > 0) return;
    const auto rank = H5Sget_simple_extent_ndims(space);
    for (unsigned i = 0; std::cmp_less(i, rank); ++i) {
      check(H5DSiterate_scales(dataset, i, nullptr, collect_scale, attachments));
    }
  });
}

void remove_attribute(hid_t object, const char* name) {
  const auto there = H5Aexists(object, name);
  check(there);
  if (there > 0) check(H5Adelete(object, name));
}

/// A copy's references point to where things stood in the old file: attaches the scales anew.
void attach_again(hid_t file, const std::vector<Attachment>& attachments) {
  for (const auto& [dataset, dimension, scale] : attachments) {
    remove_attribute(Handle(H5Dopen2(file, dataset.c_str(), H5P_DEFAULT)), "DIMENSION_LIST");
    remove_attribute(Handle(H5Dopen2(file, scale.c_str(), H5P_DEFAULT)), "REFERENCE_LIST");
  }
  attach_scales(file, attachments);
}

}  // namespace

void keep_groups(const std::filesystem::path& old, hid_t file, const std::set<std::string>& written) {
  const Handle from(H5Fopen(old.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  const Handle root(H5Gopen2(from, "/", H5P_DEFAULT));
  std::vector<Attachment> attachments;
  for (const auto& name : members_of(root)) {
    if (written.contains(name)) continue;
    check(H5Ocopy(from, name.c_str(), file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
    const Handle object(H5Oopen(from, name.c_str(), H5P_DEFAULT));
    check(H5Ovisit2(object, H5_INDEX_NAME, H5_ITER_INC, collect_attachments, &attachments, H5O_INFO_BASIC));
  }
  attach_again(file, attachments);
}

}  // namespace winnow::store
