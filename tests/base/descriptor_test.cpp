#include "winnow/base/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

namespace winnow::base {
namespace {

TEST(Descriptor, closes_what_it_holds_once) {
  Descriptor first(::open("/dev/null", O_RDONLY));
  const int fd = first.get();
  Descriptor second(std::move(first));
  second = Descriptor();
  EXPECT_FALSE(second.is_open());
  EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

TEST(Descriptor, leaves_what_it_released_open) {
  int fd = -1;
  {
    Descriptor file(::open("/dev/null", O_RDONLY));
    fd = file.release();
    EXPECT_FALSE(file.is_open());
  }
  EXPECT_NE(::fcntl(fd, F_GETFD), -1);
  const Descriptor closes_it(fd);
}

}  // namespace
}  // namespace winnow::base
