#include "store/kept_groups.hpp"

#include <hdf5_hl.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/scales.hpp"

namespace winnow::store {
namespace {

/// Paths of a file's datasets, by address.
using Paths = std::map<haddr_t, std::string>;

/// A group whose datasets are visited, by its path.
struct Visit {
  std::string group;
  Paths& paths;
};

herr_t note_dataset(hid_t /*group*/, const char* name, const H5O_info_t* info, void* visit) {
  if (info->type != H5O_TYPE_DATASET) return 0;
  return without_throwing([&] {
    auto& [group, paths] = *static_cast<Visit*>(visit);
    paths.emplace(info->addr, group + '/' + name);
  });
}

herr_t take_scale(hid_t /*dataset*/, unsigned /*dimension*/, hid_t scale, void* address) {
  return without_throwing([&] { *static_cast<haddr_t*>(address) = address_of(scale); });
}

void collect_attachments(hid_t file, const std::string& path, const Paths& paths,
                         std::vector<Attachment>& attachments) {
  const Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
  if (H5DSis_scale(dataset) > 0) return;
  const Handle space(H5Dget_space(dataset));
  const auto rank = H5Sget_simple_extent_ndims(space);
  for (unsigned i = 0; std::cmp_less(i, rank); ++i) {
    auto scale = HADDR_UNDEF;
    check(H5DSiterate_scales(dataset, i, nullptr, take_scale, &scale));
    if (const auto found = paths.find(scale); found != paths.end()) {
      attachments.push_back({path, i, found->second});
    }
  }
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
  Paths paths;
  for (const auto& name : members_of(root)) {
    if (written.contains(name)) continue;
    check(H5Ocopy(from, name.c_str(), file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
    const Handle object(H5Oopen(from, name.c_str(), H5P_DEFAULT));
    Visit visit{'/' + name, paths};
    check(H5Ovisit2(object, H5_INDEX_NAME, H5_ITER_INC, note_dataset, &visit, H5O_INFO_BASIC));
  }
  std::vector<Attachment> attachments;
  for (const auto& [address, path] : paths) collect_attachments(from, path, paths, attachments);
  attach_again(file, attachments);
}

}  // namespace winnow::store
