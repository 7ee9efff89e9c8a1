#pragma once
// Names of sockets that are no files.

#include <sys/socket.h>
#include <sys/un.h>

#include <string_view>

namespace winnow::base {

/// A name in the abstract namespace (unix(7)), which is gone with the socket that has it; cut where it is
/// longer than the system takes. For bind, connect and sendto.
class SocketName {
 public:
  explicit SocketName(std::string_view name);

  [[nodiscard]] const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }
  [[nodiscard]] socklen_t size() const { return size_; }

 private:
  sockaddr_un address_{};
  socklen_t size_;
};

}  // namespace winnow::base
