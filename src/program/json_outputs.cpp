// The form "json": fields of an object.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "program/outputs.hpp"
#include "winnow/base/text.hpp"

namespace winnow::program {
namespace {

using Json = nlohmann::ordered_json;

/// Python's json and others write NaN and infinities, which JSON has no words for, as these. Where they stand
/// for values, they become null.
std::string without_infinities(std::string_view text) {
  std::string plain;
  bool quoted = false;
  while (!text.empty()) {
    std::size_t taken = 1;
    if (quoted && text.starts_with('\\')) {
      taken = std::min<std::size_t>(2, text.size());
    } else if (text.starts_with('"')) {
      quoted = !quoted;
    } else if (!quoted) {
      for (const std::string_view word : {"NaN", "nan", "-Infinity", "Infinity"}) {
        if (text.starts_with(word)) taken = word.size();
      }
    }
    plain.append(taken > 1 && !quoted ? std::string_view("null") : text.substr(0, taken));
    text.remove_prefix(taken);
  }
  return plain;
}

std::optional<Json> parse(std::string_view text) {
  for (const auto tried : {text, last_line(text)}) {
    auto parsed = Json::parse(tried, nullptr, false);
    if (parsed.is_discarded()) parsed = Json::parse(without_infinities(tried), nullptr, false);
    if (parsed.is_object()) return parsed;
  }
  return std::nullopt;
}

/// The element of an array or of an object that `step` names.
const Json* enter(const Json& json, std::string_view step) {
  if (json.is_object()) {
    const auto found = json.find(step);
    return found != json.end() ? &*found : nullptr;
  }
  std::size_t index = 0;
  const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool is_index = read.ec == std::errc{} && read.ptr == step.data() + step.size();
  return json.is_array() && is_index && index < json.size() ? &json[index] : nullptr;
}

/// A name with dots may be that of one field, or lead through several.
const Json* find(const Json& json, std::string_view path) {
  if (const auto* const field = enter(json, path)) return field;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    const auto* const inner = enter(json, path.substr(0, dot));
    if (inner == nullptr) continue;
    if (const auto* const field = find(*inner, path.substr(dot + 1))) return field;
  }
  return nullptr;
}

std::optional<double> number_in(const Json& json) {
  if (json.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (json.is_number()) return json.get<double>();
  return std::nullopt;
}

void take_figures(const Json& json, const std::string& path, const std::vector<std::string>& names,
                  Outputs& outputs) {
  if (outputs.figures.size() >= most_figures) return;
  if (json.is_structured()) {
    for (const auto& [key, value] : json.items()) {
      take_figures(value, path.empty() ? key : fmt::format("{}.{}", path, key), names, outputs);
    }
  } else if (json.is_number() && std::ranges::find(names, path) == names.end()) {
    take_figure(outputs, path, json.get<double>());
  }
}

}  // namespace

OutputsOrFailure outputs_of_json(const OutputSpec& spec, std::string_view text, std::string_view where) {
  const auto json = parse(text);
  if (!json) {
    return failed(FailureKind::unparsable,
                  fmt::format("{} is no JSON object: {}", where, base::printable(last_line(text))));
  }
  Outputs outputs;
  for (const auto& name : spec.names) {
    const auto* const field = find(*json, name);
    if (field == nullptr) {
      return failed(FailureKind::unparsable, fmt::format("{} has no field {}", where, name));
    }
    const auto value = number_in(*field);
    if (!value) {
      return failed(
          FailureKind::unparsable,
          fmt::format("{} in {} is no number: {}", name, where,
                      base::printable(field->dump(-1, ' ', false, Json::error_handler_t::replace))));
    }
    if (auto taken = take_output(outputs, name, *value); !taken)
      return tl::unexpected(std::move(taken).error());
  }
  take_figures(*json, {}, spec.names, outputs);
  return outputs;
}

}  // namespace winnow::program
