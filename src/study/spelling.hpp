#pragma once
// Values as TOML, each in one spelling, which reads back as exactly the same value.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/study/endpoint.hpp"
#include "winnow/study/interval.hpp"
#include "winnow/study/memory_level.hpp"
#include "winnow/study/share.hpp"
#include "winnow/study/worker_count.hpp"

namespace winnow::study {

[[nodiscard]] std::string spell(bool value);
[[nodiscard]] std::string spell(std::uint32_t value);
[[nodiscard]] std::string spell(std::uint64_t value);

/// The shortest digits that give the value, never without a point or an exponent: "3.0".
[[nodiscard]] std::string spell(double value);

/// A basic string in quotes.
[[nodiscard]] std::string spell(std::string_view value);
[[nodiscard]] inline std::string spell(const std::string& value) {
  return spell(std::string_view(value));
}

/// In the largest unit that divides it: "\"8GiB\"".
[[nodiscard]] std::string spell(base::Bytes value);
[[nodiscard]] std::string spell(base::Seconds value);
[[nodiscard]] std::string spell(Share value);
[[nodiscard]] std::string spell(const MemoryLevel& value);
[[nodiscard]] std::string spell(WorkerCount value);
[[nodiscard]] std::string spell(const Endpoint& value);
[[nodiscard]] std::string spell(const std::vector<std::string>& value);
[[nodiscard]] std::string spell(const std::vector<std::vector<std::string>>& value);

/// An inline table, `{ cost = "relayed / delivered" }`.
[[nodiscard]] std::string spell(const std::map<std::string, std::string>& value);

/// Likewise, `{ delivery_prob = [0.0, 1.0] }`.
[[nodiscard]] std::string spell(const std::map<std::string, Interval>& value);

}  // namespace winnow::study
