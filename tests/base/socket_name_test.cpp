#include "winnow/base/socket_name.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "winnow/base/descriptor.hpp"

namespace winnow::base {
namespace {

Descriptor socket_of(const SocketName& name) {
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (::bind(socket.get(), name.address(), name.size()) != 0) return {};
  return socket;
}

std::string unique(std::string_view name) {
  return fmt::format("winnow-test-{}-{}", ::getpid(), name);
}

TEST(SocketName, is_one_socket_s_until_that_is_gone) {
  const SocketName name(unique("a"));
  {
    const auto first = socket_of(name);
    ASSERT_TRUE(first.is_open());
    EXPECT_FALSE(socket_of(name).is_open());
    EXPECT_EQ(errno, EADDRINUSE);
    EXPECT_TRUE(socket_of(SocketName(unique("b"))).is_open());
  }
  EXPECT_TRUE(socket_of(name).is_open());
}

TEST(SocketName, is_cut_where_it_is_too_long) {
  EXPECT_TRUE(socket_of(SocketName(unique(std::string(1000, 'x')))).is_open());
}

TEST(SocketName, is_no_file) {
  const auto socket = socket_of(SocketName(unique("c")));
  ASSERT_TRUE(socket.is_open());
  EXPECT_NE(::access(unique("c").c_str(), F_OK), 0);
}

}  // namespace
}  // namespace winnow::base
