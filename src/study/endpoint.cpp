#include "winnow/study/endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>

namespace winnow::study {
namespace {

std::uint16_t port_in(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), port);
  return code == std::errc() && end == text.data() + text.size() ? port : 0;
}

bool is_address(int family, const std::string& text) {
  in6_addr unused{};  // holds an IPv4 address, too
  return ::inet_pton(family, text.c_str(), &unused) == 1;
}

/// "[::1]"
bool is_ipv6(std::string_view text) {
  return text.starts_with('[') && text.ends_with(']') && text.size() > 2 &&
         is_address(AF_INET6, std::string(text.substr(1, text.size() - 2)));
}

/// Empty if it is no address.
std::string address_in(std::string_view text) {
  if (text.empty() || text == "localhost") return Endpoint{}.address;
  std::string address(text);
  return is_address(AF_INET, address) ? address : std::string();
}

constexpr auto advice = R"(write an IPv4 address and a port from 1 to 65535, "127.0.0.1:9464")";

}  // namespace

base::Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    Endpoint endpoint{address_in(text.substr(0, colon)), port_in(text.substr(colon + 1))};
    if (!endpoint.address.empty() && endpoint.port != 0) return endpoint;
    if (is_ipv6(text.substr(0, colon))) {
      return base::fail(fmt::format("\"{}\" cannot be served", text), "the server knows IPv4 alone", advice);
    }
  }
  return base::fail(fmt::format("\"{}\" is no address and port", text), "", advice);
}

std::string to_text(const Endpoint& endpoint) {
  return fmt::format("{}:{}", endpoint.address, endpoint.port);
}

}  // namespace winnow::study
