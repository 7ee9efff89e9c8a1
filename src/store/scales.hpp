#pragma once
// Dimension scales, as the HDF5 Dimension Scale Specification and "NetCDF-4/HDF5 File Format" have them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/hdf5.hpp"

namespace winnow::store {

/// What netCDF-4 calls a scale without values; its length follows.
inline constexpr std::string_view nameless_dimension =
    "This is a netCDF dimension but not a netCDF variable.";

/// A dimension that is a length and nothing else.
void create_nameless_scale(hid_t group, const std::string& name, std::uint64_t length);

/// A dimension with a text for each of its indices.
void create_label_scale(hid_t group, const std::string& name, const std::vector<std::string>& labels);

/// One-dimensional numbers, written; no scale yet.
[[nodiscard]] Handle create_numbers(hid_t group, const std::string& name, const std::vector<double>& values);

/// A dimension of a dataset and a scale attached to it, as paths in their file.
struct Attachment {
  std::string dataset;
  unsigned dimension = 0;
  std::string scale;
};

/// Attaches scales to datasets that have none, all at once. H5DSattach_scale takes one at a time and rewrites
/// a scale's list of datasets each time: with thousands of variables most of the file would be former lists.
void attach_scales(hid_t file, std::span<const Attachment> attachments);

/// A dataset in `group`, not yet written.
[[nodiscard]] Handle create_dataset(hid_t group, const std::string& name, hid_t type,
                                    const std::vector<hsize_t>& extent, hid_t properties);

}  // namespace winnow::store
