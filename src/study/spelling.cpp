#include "study/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace winnow::study {
namespace {

struct SizeUnit {
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array size_units{
    SizeUnit{"PiB", std::uint64_t{1} << 50},
    SizeUnit{"TiB", std::uint64_t{1} << 40},
    SizeUnit{"GiB", std::uint64_t{1} << 30},
    SizeUnit{"MiB", std::uint64_t{1} << 20},
    SizeUnit{"KiB", std::uint64_t{1} << 10},
    SizeUnit{"GB", 1'000'000'000},
    SizeUnit{"MB", 1'000'000},
    SizeUnit{"kB", 1'000},
};

struct TimeUnit {
  std::string_view name;
  double seconds;
};

constexpr std::array time_units{
    TimeUnit{"d", 86400}, TimeUnit{"h", 3600}, TimeUnit{"min", 60}, TimeUnit{"s", 1}, TimeUnit{"ms", 1e-3},
};

template <class T>
std::string spell_list(const std::vector<T>& list) {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : ", ") + spell(item);
  return "[" + text + "]";
}

/// Without quotes where TOML needs none.
std::string spell_key(const std::string& key) {
  constexpr auto is_bare = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' || c == '-';
  };
  return !key.empty() && std::ranges::all_of(key, is_bare) ? key : spell(key);
}

}  // namespace

std::string spell(bool value) {
  return value ? "true" : "false";
}

std::string spell(std::uint32_t value) {
  return std::to_string(value);
}

std::string spell(std::uint64_t value) {
  return std::to_string(value);
}

std::string spell(double value) {
  auto text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string spell(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      text += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      text += c;
    }
  }
  return text + '"';
}

std::string spell(base::Bytes value) {
  for (const auto& unit : size_units) {
    if (value.count >= unit.bytes && value.count % unit.bytes == 0) {
      return fmt::format("\"{}{}\"", value.count / unit.bytes, unit.name);
    }
  }
  return fmt::format("\"{}B\"", value.count);
}

std::string spell(base::Seconds value) {
  for (const auto& unit : time_units) {
    const double number = std::round(value.count / unit.seconds);
    if (number >= 1 && number * unit.seconds == value.count)
      return fmt::format("\"{:.0f}{}\"", number, unit.name);
  }
  return fmt::format("\"{}s\"", value.count);
}

std::string spell(Share value) {
  return fmt::format("\"{:.12g}%\"", value.of_one * 100);
}

std::string spell(const MemoryLevel& value) {
  return std::visit([](const auto& at) { return spell(at); }, value.at);
}

std::string spell(WorkerCount value) {
  if (!value.is_of_cores()) return spell(value.number());
  return value.number() == 1 ? "\"cores\"" : fmt::format("\"cores/{}\"", value.number());
}

std::string spell(const Endpoint& value) {
  return spell(to_text(value));
}

std::string spell(const std::vector<std::string>& value) {
  return spell_list(value);
}

std::string spell(const std::vector<std::vector<std::string>>& value) {
  return spell_list(value);
}

std::string spell(const std::map<std::string, std::string>& value) {
  std::string text;
  for (const auto& [key, item] : value)
    text += (text.empty() ? " " : ", ") + spell_key(key) + " = " + spell(item);
  return text.empty() ? "{}" : "{" + text + " }";
}

std::string spell(const std::map<std::string, Interval>& value) {
  std::string text;
  for (const auto& [key, item] : value) {
    text += (text.empty() ? " " : ", ") + spell_key(key) + " = [" + spell(item.low) + ", " +
            spell(item.high) + "]";
  }
  return text.empty() ? "{}" : "{" + text + " }";
}

}  // namespace winnow::study
