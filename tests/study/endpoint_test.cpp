#include "winnow/study/endpoint.hpp"

#include <gmock/gmock.h>

namespace winnow::study {
namespace {

using testing::HasSubstr;

TEST(Endpoint, is_an_address_and_a_port) {
  EXPECT_EQ(parse_endpoint("0.0.0.0:9464"), (Endpoint{"0.0.0.0", 9464}));
  EXPECT_EQ(parse_endpoint("127.0.0.1:65535"), (Endpoint{"127.0.0.1", 65535}));
}

TEST(Endpoint, is_on_this_machine_alone_unless_it_says_otherwise) {
  EXPECT_EQ(parse_endpoint(":9464"), (Endpoint{"127.0.0.1", 9464}));
  EXPECT_EQ(parse_endpoint("localhost:9464"), (Endpoint{"127.0.0.1", 9464}));
}

TEST(Endpoint, is_spelled_as_it_is_read) {
  for (const auto* text : {"127.0.0.1:1", "0.0.0.0:9464"}) EXPECT_EQ(to_text(*parse_endpoint(text)), text);
}

TEST(Endpoint, is_nothing_else) {
  for (const auto* text :
       {"", "9464", ":", ":0", ":65536", ":-1", ":94x", "node1:9464", "::1:9464", "[::1]9464", "[]:9464",
        "[127.0.0.1]:9464", "127.0.0.1:9464s", "127.0.0.1", "256.0.0.1:9464"}) {
    const auto parsed = parse_endpoint(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error().advice, HasSubstr("\"127.0.0.1:9464\""));
  }
}

TEST(Endpoint, is_none_of_ipv6_which_the_server_does_not_know) {
  for (const auto* text : {"[::1]:9464", "[::]:9464"}) {
    const auto parsed = parse_endpoint(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().why, "the server knows IPv4 alone");
    EXPECT_THAT(parsed.error().advice, HasSubstr("\"127.0.0.1:9464\""));
  }
}

}  // namespace
}  // namespace winnow::study
