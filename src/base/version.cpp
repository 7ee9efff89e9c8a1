#include "winnow/base/version.hpp"

namespace winnow::base {

std::string_view version() {
  return WINNOW_VERSION;
}

}  // namespace winnow::base
