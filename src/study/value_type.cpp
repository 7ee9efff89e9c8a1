#include "study/value_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>

#include "winnow/base/text.hpp"

namespace winnow::study {

bool Range::holds(double amount) const {
  return std::isfinite(amount) && (least_is_outside ? amount > least : amount >= least) && amount <= most;
}

namespace {

void refuse_type(const Node& node, Complaints& out) {
  out.push_back({&node, "is " + type_of(node), "", ""});
}

/// False, with a complaint, if the amount is outside the limits.
bool in_range(double amount, const Node& node, const Limits& limits, Complaints& out) {
  if (limits.range.holds(amount)) return true;
  out.push_back({&node, "is out of range", "", ""});
  return false;
}

std::string one_of(const std::vector<std::string>& choices) {
  std::vector<std::string> quoted;
  quoted.reserve(choices.size());
  for (const auto& choice : choices) quoted.push_back(spell(choice));
  return "it is one of " + base::enumerate(quoted);
}

bool stands_for(std::string_view choice, std::string_view text) {
  if (choice.starts_with('@')) return text.starts_with('@') && text.size() > 1;
  if (!choice.ends_with("NN")) return choice == text;
  choice.remove_suffix(2);
  const auto digit = text.size() > choice.size() ? text[choice.size()] : '-';
  return text.starts_with(choice) && '0' <= digit && digit <= '9';
}

/// False, with a complaint that names the nearest choice, if the text is none of the choices.
bool is_choice(const std::string& text, const Node& node, const std::vector<std::string>& choices,
               Complaints& out) {
  const auto fits = [&text](const std::string& choice) { return stands_for(choice, text); };
  if (choices.empty() || std::ranges::any_of(choices, fits)) return true;
  const auto near = base::nearest(text, choices, 1);
  out.push_back({&node, "is unknown", one_of(choices),
                 near.empty() ? "write one of these" : "write " + spell(near.front())});
  return false;
}

/// A text by `parse`, an amount that carries its unit: what is shared by sizes and durations.
template <class T>
void read_with_unit(const Node& node, base::Result<T> (*parse)(std::string_view), const char* predicate,
                    const Limits& limits, T& value, Complaints& out) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) return refuse_type(node, out);
  const auto parsed = parse(*text);
  if (!parsed) {
    out.push_back({&node, predicate, "", parsed.error().advice});
  } else if (in_range(Amount(*parsed).value(), node, limits, out)) {
    value = *parsed;
  }
}

bool read_interval(const Node& node, Interval& interval) {
  const auto* list = node.as<Node::List>();
  if (list == nullptr || list->size() != 2) return false;
  Complaints unheard;
  Type<double>::read(list->front(), {}, interval.low, unheard);
  Type<double>::read(list->back(), {}, interval.high, unheard);
  return unheard.empty() && interval.low < interval.high;
}

std::string without_quotes(const std::string& text) {
  return text.substr(1, text.size() - 2);
}

/// 1 in "cores", 4 in "cores/4", 0 in anything else.
std::uint32_t cores_per_worker_in(std::string_view text) {
  constexpr std::string_view cores = "cores";
  if (text == cores) return 1;
  if (!text.starts_with(cores) || text.substr(cores.size(), 1) != "/") return 0;
  text.remove_prefix(cores.size() + 1);
  std::uint32_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size() ? number : 0;
}

/// A number, or a text that is one and nothing else.
std::optional<double> bare_number(const Node& node) {
  if (const auto* integer = node.as<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* real = node.as<double>()) return *real;
  const auto* text = node.as<std::string>();
  if (text == nullptr) return std::nullopt;
  double number = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, code] = std::from_chars(text->data(), end, number);
  return code == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// Of a number that may be meant as a percentage, or as a size in whatever unit.
void refuse_without_unit(const Node& node, double number, Complaints& out) {
  out.push_back({&node, "is neither a share nor a size", "it has no unit",
                 number > 100 ? fmt::format("write \"{0:.0f}B\", for bytes, or a share, \"80%\"", number)
                              : fmt::format("write \"{0}%\" or \"{0}MB\"", number)});
}

}  // namespace

void Type<bool>::read(const Node& node, const Limits&, bool& value, Complaints& out) {
  const auto* boolean = node.as<bool>();
  if (boolean == nullptr) return refuse_type(node, out);
  value = *boolean;
}

std::string Type<std::uint32_t>::spelled(double amount) {
  return std::to_string(std::llround(amount));
}

void Type<std::uint32_t>::read(const Node& node, const Limits& limits, std::uint32_t& value,
                               Complaints& out) {
  assert(limits.range.most <= std::numeric_limits<std::uint32_t>::max());
  std::uint64_t number = value;
  Type<std::uint64_t>::read(node, limits, number, out);
  value = static_cast<std::uint32_t>(number);
}

void Type<std::uint64_t>::read(const Node& node, const Limits& limits, std::uint64_t& value,
                               Complaints& out) {
  assert(limits.range.least >= 0);
  const auto* integer = node.as<std::int64_t>();
  if (integer == nullptr) return refuse_type(node, out);
  if (in_range(static_cast<double>(*integer), node, limits, out))
    value = static_cast<std::uint64_t>(*integer);
}

std::string Type<double>::spelled(double amount) {
  return fmt::format("{}", amount);
}

void Type<double>::read(const Node& node, const Limits& limits, double& value, Complaints& out) {
  const auto* integer = node.as<std::int64_t>();
  const auto* real = node.as<double>();
  if (integer == nullptr && real == nullptr) return refuse_type(node, out);
  const double number = real != nullptr ? *real : static_cast<double>(*integer);
  if (in_range(number, node, limits, out)) value = number;
}

void Type<std::string>::read(const Node& node, const Limits& limits, std::string& value, Complaints& out) {
  const auto* text = node.as<std::string>();
  if (text == nullptr && node.raw) text = &*node.raw;
  if (text == nullptr) return refuse_type(node, out);
  if (is_choice(*text, node, limits.choices, out)) value = *text;
}

std::string Type<base::Bytes>::spelled(double amount) {
  return without_quotes(spell(base::Bytes{static_cast<std::uint64_t>(amount)}));
}

void Type<base::Bytes>::read(const Node& node, const Limits& limits, base::Bytes& value, Complaints& out) {
  const auto* count = node.as<std::int64_t>();
  if (count == nullptr) return read_with_unit(node, base::parse_bytes, "is not a size", limits, value, out);
  if (in_range(static_cast<double>(*count), node, limits, out)) value = {static_cast<std::uint64_t>(*count)};
}

std::string Type<base::Seconds>::spelled(double amount) {
  return without_quotes(spell(base::Seconds{amount}));
}

void Type<base::Seconds>::read(const Node& node, const Limits& limits, base::Seconds& value,
                               Complaints& out) {
  if (node.as<std::int64_t>() == nullptr && node.as<double>() == nullptr) {
    return read_with_unit(node, base::parse_seconds, "is not a duration", limits, value, out);
  }
  Type<double>::read(node, limits, value.count, out);
}

std::string Type<Share>::spelled(double amount) {
  return without_quotes(spell(Share{amount}));
}

void Type<Share>::read(const Node& node, const Limits& limits, Share& value, Complaints& out) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) return Type<double>::read(node, limits, value.of_one, out);
  double percent = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, code] = std::from_chars(text->data(), end, percent);
  const std::string_view sign(stop, end);
  if (code != std::errc() || (sign != "%" && sign != " %")) {
    out.push_back({&node, "is not a share", "", R"(write a percentage, "1%", or a number, 0.01)"});
  } else if (in_range(percent / 100, node, limits, out)) {
    value.of_one = percent / 100;
  }
}

void Type<MemoryLevel>::read(const Node& node, const Limits& limits, MemoryLevel& value, Complaints& out) {
  const auto* text = node.as<std::string>();
  const auto complaints = out.size();
  if (const auto number = bare_number(node)) {
    if (*number > 1) return refuse_without_unit(node, *number, out);
    if (in_range(*number, node, {above(0, 1), {}}, out)) value.at = Share{*number};
  } else if (text != nullptr && text->ends_with('%')) {
    Share share;
    Type<Share>::read(node, {above(0, 1), {}}, share, out);
    if (out.size() == complaints) value.at = share;
  } else {
    base::Bytes size;
    Type<base::Bytes>::read(node, limits, size, out);
    if (out.size() == complaints) value.at = size;
  }
}

void Type<Endpoint>::read(const Node& node, const Limits&, Endpoint& value, Complaints& out) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) return refuse_type(node, out);
  auto parsed = parse_endpoint(*text);
  if (parsed) {
    value = *std::move(parsed);
  } else {
    const auto& error = parsed.error();
    const auto* const problem = error.why.empty() ? "is no address and port" : "cannot be served";
    out.push_back({&node, problem, error.why, error.advice});
  }
}

std::string Type<WorkerCount>::spelled(double amount) {
  return Type<std::uint32_t>::spelled(amount);
}

void Type<WorkerCount>::read(const Node& node, const Limits& limits, WorkerCount& value, Complaints& out) {
  if (const auto* text = node.as<std::string>()) {
    const auto cores_per_worker = cores_per_worker_in(*text);
    if (limits.range.holds(cores_per_worker)) {
      value = WorkerCount::cores(cores_per_worker);
    } else {
      out.push_back({&node, "is not a number of workers", "",
                     R"(write a number, "cores", or a share as in "cores/4")"});
    }
    return;
  }
  std::uint32_t number = 0;
  Type<std::uint32_t>::read(node, limits, number, out);
  if (number > 0) value = number;
}

std::optional<std::size_t> read_choice(const Node& node, const std::vector<std::string>& choices,
                                       Complaints& out) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) {
    refuse_type(node, out);
    return std::nullopt;
  }
  if (!is_choice(*text, node, choices, out)) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::find(choices, *text) - choices.begin());
}

void Type<std::vector<std::vector<std::string>>>::read(const Node& node, const Limits& limits,
                                                       std::vector<std::vector<std::string>>& value,
                                                       Complaints& out) {
  const auto complaints = out.size();
  const auto* list = node.as<Node::List>();
  if (list == nullptr) return refuse_type(node, out);
  std::vector<std::vector<std::string>> lists(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    if ((*list)[i].as<Node::List>() == nullptr) {
      refuse_type((*list)[i], out);
    } else {
      Type<std::vector<std::string>>::read((*list)[i], limits, lists[i], out);
    }
  }
  if (out.size() == complaints) value = std::move(lists);
}

void Type<std::map<std::string, std::string>>::read(const Node& node, const Limits& limits,
                                                    std::map<std::string, std::string>& value,
                                                    Complaints& out) {
  const auto complaints = out.size();
  const auto* table = node.as<Node::Table>();
  if (table == nullptr) return refuse_type(node, out);
  std::map<std::string, std::string> texts;
  for (const auto& [key, item] : *table) Type<std::string>::read(item, limits, texts[key], out);
  if (out.size() == complaints) value = std::move(texts);
}

void Type<std::map<std::string, Interval>>::read(const Node& node, const Limits&,
                                                 std::map<std::string, Interval>& value, Complaints& out) {
  const auto complaints = out.size();
  const auto* table = node.as<Node::Table>();
  if (table == nullptr) return refuse_type(node, out);
  std::map<std::string, Interval> intervals;
  for (const auto& [key, item] : *table) {
    if (!read_interval(item, intervals[key])) {
      out.push_back({&item, fmt::format("is no range of {}", spell(key)),
                     "it takes two finite numbers, the smaller one first", ""});
    }
  }
  if (out.size() == complaints) value = std::move(intervals);
}

}  // namespace winnow::study
