#pragma once
// Everything that is wrong with an input, not the first thing only.

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::study {

/// At least one, in the order in which the layers are read and, within a file, of the places.
struct Errors {
  std::vector<base::Error> list;

  /// One line an error.
  [[nodiscard]] std::string text() const;
};

template <class T>
using Checked = tl::expected<T, Errors>;

}  // namespace winnow::study
