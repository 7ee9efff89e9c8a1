#pragma once
// Where a server listens: "127.0.0.1:9464".

#include <cstdint>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::study {

struct Endpoint {
  std::string address = "127.0.0.1";  ///< numerical, IPv4
  std::uint16_t port = 0;             ///< from 1 on

  bool operator==(const Endpoint&) const = default;
};

/// "0.0.0.0:9464", "localhost:9464"; ":9464" is on the loopback address, so that nobody serves a network
/// without having said so. Fails, with advice, on anything else: with a reason on an IPv6 address, because
/// civetweb, which serves metrics, is built without IPv6 in Debian (mg_check_feature(8) is 0).
[[nodiscard]] base::Result<Endpoint> parse_endpoint(std::string_view text);

/// As it is parsed.
[[nodiscard]] std::string to_text(const Endpoint& endpoint);

}  // namespace winnow::study
