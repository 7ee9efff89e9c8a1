#include "winnow/base/socket_name.hpp"

#include <algorithm>
#include <cstddef>

namespace winnow::base {

SocketName::SocketName(std::string_view name) {
  address_.sun_family = AF_UNIX;
  const auto length = std::min(name.size(), sizeof address_.sun_path - 1);
  std::copy_n(name.begin(), length, address_.sun_path + 1);  // the zero before it makes it abstract
  size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
}

}  // namespace winnow::base
