#pragma once
// The types that only the keys of [optimize] have, beside those of value_type.hpp.

#include "study/value_type.hpp"
#include "winnow/study/optimize.hpp"

namespace winnow::study {

template <>
struct Type<Literal> {
  static std::string name() { return "text or number"; }
  static void read(const Node& node, const Limits& limits, Literal& value, Complaints& out);
};
[[nodiscard]] std::string spell(const Literal& value);

template <>
struct Type<Dither> {
  static std::string name() { return "real number or [low, high]"; }
  static std::string spelled(double amount) { return Type<double>::spelled(amount); }
  static void read(const Node& node, const Limits& limits, Dither& value, Complaints& out);
};
[[nodiscard]] std::string spell(Dither value);

template <>
struct Type<PopulationSize> {
  static std::string name() { return R"(integer, "N per parameter")"; }
  static std::string spelled(double amount) { return Type<std::uint32_t>::spelled(amount); }
  static void read(const Node& node, const Limits& limits, PopulationSize& value, Complaints& out);
};
[[nodiscard]] std::string spell(PopulationSize value);

template <>
struct Type<Constraint> {
  static std::string name() { return "text"; }
  static void read(const Node& node, const Limits& limits, Constraint& value, Complaints& out);
};
[[nodiscard]] std::string spell(const Constraint& value);

/// No polishing is written `false`.
template <>
struct Type<Polish> {
  static std::string name() { return "text or false"; }
  static std::vector<std::string> choices() { return {"bobyqa", "cobyla", "lbfgs"}; }
  static void read(const Node& node, const Limits& limits, Polish& value, Complaints& out);
};
[[nodiscard]] std::string spell(Polish value);

/// A table leaves the kinds that it does not name as they are by default.
template <>
struct Type<Retries> {
  static std::string name() { return "integer or table of integers"; }
  static std::string spelled(double amount) { return Type<std::uint32_t>::spelled(amount); }
  static void read(const Node& node, const Limits& limits, Retries& value, Complaints& out);
};
[[nodiscard]] std::string spell(const Retries& value);

template <>
struct Type<Penalty> {
  static std::string name() { return "text or real number"; }
  static std::vector<std::string> choices() { return {"worst", "infeasible"}; }
  static void read(const Node& node, const Limits& limits, Penalty& value, Complaints& out);
};
[[nodiscard]] std::string spell(Penalty value);

}  // namespace winnow::study
