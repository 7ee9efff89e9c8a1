#include "program/launch.hpp"

#include <gmock/gmock.h>

#include <cstring>

namespace winnow::program {
namespace {

TEST(JoinedEnvironment, puts_additions_in_place_of_those_of_their_names) {
  std::string path = "PATH=/bin";
  std::string path_of_modules = "PATH_OF_MODULES=/opt";
  char* const inherited[] = {path.data(), path_of_modules.data(), nullptr};
  std::vector<std::string> additions{"PATH=/usr/bin", "X=1=2"};
  auto joined = joined_environment(inherited, additions);
  ASSERT_EQ(joined.back(), nullptr);
  joined.pop_back();
  EXPECT_THAT(std::vector<std::string>(joined.begin(), joined.end()),
              testing::ElementsAre("PATH_OF_MODULES=/opt", "PATH=/usr/bin", "X=1=2"));
}

}  // namespace
}  // namespace winnow::program
