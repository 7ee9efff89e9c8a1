#pragma once

#include <algorithm>
#include <string_view>

#include "winnow/base/log.hpp"

namespace winnow::app {

/// Notes an error that may be a list of errors, one a line.
inline void say_lines(base::Log& log, std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    log.error(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

}  // namespace winnow::app
