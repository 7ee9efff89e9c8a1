#pragma once

#include <exception>

#include "store/hdf5.hpp"
#include "winnow/base/error.hpp"

namespace winnow::store {

/// Runs `function` and gives what it threw as an Error whose problem is `problem`, but for a base::Failure,
/// which brings its own. One rank that left a collective sequence by an exception would leave the others
/// waiting in it.
template <class Function>
base::Result<void> guarded(const std::string& problem, const Function& function) {
  try {
    function();
    return {};
  } catch (const base::Failure& failure) {
    return tl::unexpected(failure.error());
  } catch (const Hdf5Failure& failure) {
    return base::fail(problem, std::string("HDF5: ") + failure.what());
  } catch (const std::exception& failure) {
    return base::fail(problem, failure.what());
  }
}

}  // namespace winnow::store
