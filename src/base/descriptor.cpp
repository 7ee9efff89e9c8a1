#include "winnow/base/descriptor.hpp"

#include <unistd.h>

#include <utility>

namespace winnow::base {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

int Descriptor::release() {
  return std::exchange(fd_, -1);
}

}  // namespace winnow::base
