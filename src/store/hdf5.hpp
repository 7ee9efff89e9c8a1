#pragma once
// HDF5 with owners for its identifiers and with errors that say something.

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "winnow/base/table.hpp"

namespace winnow::store {

/// A call of HDF5 that failed, in HDF5's own words. Thrown inside this module only; its public functions turn
/// it into an Error.
class Hdf5Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Gives the identifier or status back if it is none of failure; otherwise throws with the innermost message
/// of HDF5's error stack.
hid_t checked(hid_t id);
void check(int status);

/// Owns one identifier of any kind but files opened for writing, whose closing must be checked.
class Handle {
 public:
  Handle() = default;
  explicit Handle(hid_t id) : id_(checked(id)) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) H5Idec_ref(id_);
  }

  operator hid_t() const { return id_; }  // NOLINT(google-explicit-constructor): it is one

  /// Closes now and checks it: what was written may fail only here.
  void close() { check(H5Idec_ref(std::exchange(id_, H5I_INVALID_HID))); }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

/// Keeps HDF5 from printing its error stack for as long as this lives.
class QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// UTF-8 text of any length: for what one rank writes alone.
[[nodiscard]] Handle text_type();

/// The type of a cell, in memory as in the file, for parallel writes allow no conversion. A text is a row of
/// single characters: parallel writes allow no text of any length either, and netCDF-C before 4.9.1 crashes
/// on texts of a fixed one.
[[nodiscard]] Handle cell_type(base::CellType type);

/// Property list of files, groups and datasets that keep the order of creation and no times: equal content
/// gives equal bytes.
[[nodiscard]] Handle ordered_properties(hid_t property_class);

/// What a function that HDF5 calls back gives it: a failure where `function` threw, for no exception may
/// pass through C.
template <class Function>
herr_t without_throwing(const Function& function) {
  try {
    function();
    return 0;
  } catch (const std::exception&) {
    return -1;
  }
}

/// Names of what a group holds, in the order of creation where the file keeps it.
[[nodiscard]] std::vector<std::string> members_of(hid_t group);

/// Where an object stands in its file, which tells it from all others there.
[[nodiscard]] haddr_t address_of(hid_t object);

/// A path of an object, from the file's root. One that HDF5 was led to by a reference it finds by looking at
/// all of the file: where many are asked for, go by address_of().
[[nodiscard]] std::string path_of(hid_t object);

/// Writes an attribute: text as UTF-8 of any length.
void write_attribute(hid_t object, const base::Attribute& attribute);

}  // namespace winnow::store
