#include "study/problem_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

constexpr std::string_view per_parameter = " per parameter";

/// Kinds of failure that may have a number of retries of their own, and what stands for the rest.
constexpr std::array<std::string_view, 9> failure_kinds{"exit_status",  "signal",       "timeout",
                                                        "no_output",    "not_a_number", "unparsable",
                                                        "plugin_error", "not_started",  "other"};

struct RelationSign {
  std::string_view sign;
  Relation relation;
};

/// The longer ones first: "<=" holds a "=".
constexpr std::array relation_signs{RelationSign{"<=", Relation::at_most},
                                    RelationSign{">=", Relation::at_least},
                                    RelationSign{"==", Relation::equal}, RelationSign{"=", Relation::equal}};

std::string_view sign_of(Relation relation) {
  if (relation == Relation::equal) return "=";
  return relation == Relation::at_most ? "<=" : ">=";
}

std::optional<Constraint> parse_constraint(std::string_view text) {
  for (const auto& [sign, relation] : relation_signs) {
    const auto at = text.find(sign);
    if (at == std::string_view::npos) continue;
    const auto output = base::trimmed(text.substr(0, at));
    const auto bound = Literal{std::string(base::trimmed(text.substr(at + sign.size())))}.number();
    if (output.empty() || output.find_first_of("<>= \t") != std::string_view::npos || !bound) break;
    return Constraint{std::string(output), relation, *bound};
  }
  return std::nullopt;
}

/// The number before " per parameter", or 0.
std::uint32_t number_per_parameter(std::string_view text) {
  if (!text.ends_with(per_parameter)) return 0;
  text.remove_suffix(per_parameter.size());
  std::uint32_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size() ? number : 0;
}

void refuse_unknown_kind(const std::string& kind, const Node& node, Complaints& out) {
  const std::vector<std::string> kinds(failure_kinds.begin(), failure_kinds.end());
  if (std::ranges::find(kinds, kind) != kinds.end()) return;
  const auto near = base::nearest(kind, kinds, 1);
  out.push_back({&node, fmt::format("is for {}, which is no kind of failure", spell(kind)),
                 "the kinds are " + base::enumerate(kinds),
                 near.empty() ? "write one of these" : "write " + near.front()});
}

bool is_number(const Node& node) {
  return node.as<std::int64_t>() != nullptr || node.as<double>() != nullptr;
}

}  // namespace

void Type<Literal>::read(const Node& node, const Limits& limits, Literal& value, Complaints& out) {
  if (const auto* integer = node.as<std::int64_t>()) {
    value.text = std::to_string(*integer);
  } else if (const auto* real = node.as<double>(); real != nullptr && std::isfinite(*real)) {
    value.text = fmt::format("{}", *real);
  } else {
    Type<std::string>::read(node, limits, value.text, out);
  }
}

std::string spell(const Literal& value) {
  return spell(value.text);
}

void Type<Dither>::read(const Node& node, const Limits& limits, Dither& value, Complaints& out) {
  const auto* list = node.as<Node::List>();
  const auto complaints = out.size();
  Dither read;
  if (list == nullptr) {
    Type<double>::read(node, limits, read.low, out);
    read.high = read.low;
  } else if (list->size() == 2) {
    Type<double>::read(list->front(), limits, read.low, out);
    Type<double>::read(list->back(), limits, read.high, out);
  }
  const bool is_ordered = list == nullptr || (list->size() == 2 && read.low <= read.high);
  if (out.size() > complaints) return;
  if (is_ordered) {
    value = read;
  } else {
    out.push_back({&node, "is no range", "it takes one number, or two with the smaller one first", ""});
  }
}

std::string spell(Dither value) {
  return value.low == value.high ? spell(value.low)
                                 : fmt::format("[{}, {}]", spell(value.low), spell(value.high));
}

void Type<PopulationSize>::read(const Node& node, const Limits& limits, PopulationSize& value,
                                Complaints& out) {
  if (const auto* text = node.as<std::string>()) {
    const auto number = number_per_parameter(*text);
    if (limits.range.holds(number)) {
      value = PopulationSize::per_parameter(number);
    } else {
      out.push_back({&node, "is not a size of a population", "",
                     R"(write a number, or a number for each parameter as in "15 per parameter")"});
    }
    return;
  }
  std::uint32_t number = 0;
  Type<std::uint32_t>::read(node, limits, number, out);
  if (number > 0) value = number;
}

std::string spell(PopulationSize value) {
  if (!value.is_per_parameter()) return spell(value.number());
  return spell(fmt::format("{}{}", value.number(), per_parameter));
}

void Type<Constraint>::read(const Node& node, const Limits& limits, Constraint& value, Complaints& out) {
  const auto complaints = out.size();
  std::string text;
  Type<std::string>::read(node, limits, text, out);
  if (out.size() > complaints) return;
  if (auto constraint = parse_constraint(text)) {
    value = *std::move(constraint);
  } else {
    out.push_back({&node, "is no constraint", "it takes an output of the objective, a sign and a number",
                   R"(write, for example, "g1 <= 0", "g2 >= 1" or "h = 0")"});
  }
}

std::string spell(const Constraint& value) {
  return spell(fmt::format("{} {} {}", value.output, sign_of(value.relation), value.bound));
}

void Type<Polish>::read(const Node& node, const Limits& limits, Polish& value, Complaints& out) {
  const auto* is_wanted = node.as<bool>();
  if (is_wanted != nullptr && !*is_wanted) {
    value = Polish::off;
    return;
  }
  const auto complaints = out.size();
  std::string method;
  if (is_wanted != nullptr) {
    out.push_back({&node, "does not say by which method", "", R"(write, for example, polish = "bobyqa")"});
  } else {
    Type<std::string>::read(node, limits, method, out);
  }
  if (out.size() > complaints) return;
  value = method == "bobyqa" ? Polish::bobyqa : method == "cobyla" ? Polish::cobyla : Polish::lbfgs;
}

std::string spell(Polish value) {
  if (value == Polish::off) return spell(false);
  return spell(Type<Polish>::choices()[static_cast<std::size_t>(value) - 1]);
}

void Type<Retries>::read(const Node& node, const Limits& limits, Retries& value, Complaints& out) {
  const auto complaints = out.size();
  Retries read;
  if (const auto* table = node.as<Node::Table>()) {
    for (const auto& [kind, item] : *table) {
      refuse_unknown_kind(kind, item, out);
      Type<std::uint32_t>::read(item, limits, kind == "other" ? read.other : read.by_kind[kind], out);
    }
  } else {
    Type<std::uint32_t>::read(node, limits, read.other, out);
  }
  if (out.size() == complaints) value = std::move(read);
}

std::string spell(const Retries& value) {
  if (value.by_kind.empty()) return spell(value.other);
  std::string text = "{";
  for (const auto& [kind, number] : value.by_kind) text += fmt::format(" {} = {},", kind, number);
  return text + fmt::format(" other = {} }}", value.other);
}

void Type<Penalty>::read(const Node& node, const Limits& limits, Penalty& value, Complaints& out) {
  const auto complaints = out.size();
  Penalty read;
  if (is_number(node)) {
    read.kind = Penalty::Kind::value;
    Type<double>::read(node, limits, read.value, out);
  } else {
    std::string word;
    Type<std::string>::read(node, limits, word, out);
    read.kind = word == "infeasible" ? Penalty::Kind::infeasible : Penalty::Kind::worst;
  }
  if (out.size() == complaints) value = read;
}

std::string spell(Penalty value) {
  if (value.kind == Penalty::Kind::value) return spell(value.value);
  return spell(std::string_view(value.kind == Penalty::Kind::worst ? "worst" : "infeasible"));
}

}  // namespace winnow::study
