#include "winnow/report/metrics_server.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <regex>
#include <string>

#include "report/full_run.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/file.hpp"
#include "winnow/report/metrics_text.hpp"

namespace winnow::report {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::uint16_t port_of(const MetricsServer& server) {
  const auto url = server.url();
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

/// What the server answers.
std::string answer(std::uint16_t port, const std::string& path) {
  const base::Descriptor caller(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(caller.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return "refused";
  const auto request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (::write(caller.get(), request.data(), request.size()) < 0) return "unheard";
  std::string text;
  char block[4096];
  for (ssize_t got = 0; (got = ::read(caller.get(), block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(got));
  }
  return text;
}

auto start(std::uint16_t port, const std::string& address = "127.0.0.1") {
  return MetricsServer::start(address, port, full_run);
}

TEST(MetricsServer, answers_with_what_the_run_tells_now) {
  const auto server = start(0);
  ASSERT_TRUE(server) << server.error().text();
  EXPECT_THAT((*server)->url(), StartsWith("http://127.0.0.1:"));
  EXPECT_THAT((*server)->url(), EndsWith("/metrics"));
  const auto text = answer(port_of(**server), "/metrics");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(text, HasSubstr("Content-Type: text/plain"));
  EXPECT_THAT(text, HasSubstr(metrics_text(full_run())));
}

TEST(MetricsServer, tells_of_itself_no_more_than_the_reference_says) {
  const auto server = start(0);
  ASSERT_TRUE(server);
  const auto text = answer(port_of(**server), "/metrics");
  const auto page =
      base::value_or_throw(base::read_file(std::string(WINNOW_SOURCE_DIR) + "/jobs/metrics.md"));
  const std::regex type("# TYPE (\\w+) ");
  for (std::sregex_iterator at(text.begin(), text.end(), type), end; at != end; ++at) {
    EXPECT_THAT(page, HasSubstr("`" + at->str(1) + "`"));
  }
}

TEST(MetricsServer, has_nothing_but_metrics) {
  const auto server = start(0);
  ASSERT_TRUE(server);
  EXPECT_THAT(answer(port_of(**server), "/"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(answer(port_of(**server), "/etc/passwd"), StartsWith("HTTP/1.1 404"));
}

TEST(MetricsServer, says_why_it_cannot_listen) {
  const auto server = start(0);
  ASSERT_TRUE(server);
  const auto port = port_of(**server);
  const auto second = start(port);
  ASSERT_FALSE(second);
  EXPECT_EQ(
      second.error().text(),
      "cannot serve metrics at 127.0.0.1:" + std::to_string(port) +
          " (Address already in use): name another address and port in watch.prometheus, or leave it out");
  const auto elsewhere = start(9464, "192.0.2.1");
  ASSERT_FALSE(elsewhere);
  EXPECT_THAT(elsewhere.error().text(), HasSubstr("192.0.2.1:9464 (Cannot assign requested address)"));
}

TEST(MetricsServer, frees_its_port_when_it_ends) {
  std::uint16_t port = 0;
  {
    const auto server = start(0);
    ASSERT_TRUE(server);
    port = port_of(**server);
  }
  EXPECT_EQ(answer(port, "/metrics"), "refused");
  EXPECT_TRUE(start(port));
}

}  // namespace
}  // namespace winnow::report
