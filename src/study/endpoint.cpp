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

/// Empty if it is no address.
std::string address_in(std::string_view text) {
  if (text.empty() || text == "localhost") return Endpoint{}.address;
  const bool is_bracketed = text.starts_with('[') && text.ends_with(']') && text.size() > 2;
  std::string address(is_bracketed ? text.substr(1, text.size() - 2) : text);
  if (!is_address(is_bracketed ? AF_INET6 : AF_INET, address)) return {};
  return address;
}

}  // namespace

base::Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    Endpoint endpoint{address_in(text.substr(0, colon)), port_in(text.substr(colon + 1))};
    if (!endpoint.address.empty() && endpoint.port != 0) return endpoint;
  }
  return base::fail(fmt::format("\"{}\" is no address and port", text), "",
                    R"(write an IP address and a port from 1 to 65535, "127.0.0.1:9464")");
}

std::string to_text(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.address.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("[{}]:{}", endpoint.address, endpoint.port)
                 : fmt::format("{}:{}", endpoint.address, endpoint.port);
}

}  // namespace winnow::study
