#include "winnow/base/units.hpp"

#include <fmt/format.h>

#include <fast_float/fast_float.h>
#include <array>
#include <cmath>

namespace winnow::base {
namespace {

struct Suffix {
  std::string_view name;
  double factor;
};

constexpr double kilo = 1000.0;
constexpr double kibi = 1024.0;

constexpr std::array size_suffixes{
    Suffix{"", 1},
    Suffix{"k", kilo},
    Suffix{"K", kilo},
    Suffix{"M", kilo* kilo},
    Suffix{"G", kilo* kilo* kilo},
    Suffix{"T", kilo* kilo* kilo* kilo},
    Suffix{"P", kilo* kilo* kilo* kilo* kilo},
    Suffix{"Ki", kibi},
    Suffix{"Mi", kibi* kibi},
    Suffix{"Gi", kibi* kibi* kibi},
    Suffix{"Ti", kibi* kibi* kibi* kibi},
    Suffix{"Pi", kibi* kibi* kibi* kibi* kibi},
};

constexpr std::array time_suffixes{
    Suffix{"", 1},   Suffix{"s", 1},    Suffix{"ms", 1e-3}, Suffix{"min", 60},
    Suffix{"m", 60}, Suffix{"h", 3600}, Suffix{"d", 86400},
};

struct Number {
  double value;
  std::string_view suffix;
};

/// A plain non-negative decimal number and what follows it; fails where there is none.
bool split(std::string_view text, Number& number) {
  const auto [end, code] = fast_float::from_chars(text.data(), text.data() + text.size(), number.value);
  if (code != std::errc() || !std::isfinite(number.value) || number.value < 0 || text.front() == '-')
    return false;
  number.suffix = text.substr(static_cast<std::size_t>(end - text.data()));
  if (number.suffix.starts_with(' ')) number.suffix.remove_prefix(1);
  return true;
}

template <std::size_t N>
const Suffix* find(const std::array<Suffix, N>& suffixes, std::string_view name) {
  for (const auto& suffix : suffixes) {
    if (suffix.name == name) return &suffix;
  }
  return nullptr;
}

}  // namespace

std::string to_text(Bytes bytes) {
  if (bytes.is_unlimited()) return "unlimited";
  constexpr std::array<std::string_view, 6> names{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  auto amount = static_cast<double>(bytes.count);
  std::size_t i = 0;
  while (amount >= 999.5 && i + 1 < names.size()) {
    amount /= kibi;
    ++i;
  }
  if (i == 0) return fmt::format("{} B", bytes.count);
  return fmt::format("{:.3g} {}", amount, names[i]);
}

std::string to_text(Seconds seconds) {
  if (!std::isfinite(seconds.count)) return "never";
  if (seconds.count < 59.95) return fmt::format("{:.3g} s", seconds.count);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds.count));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

Result<Bytes> parse_bytes(std::string_view text) {
  const auto refused = [&] {
    return fail(fmt::format("\"{}\" is not a size", text), "",
                "write a number with B, kB, MB, GB, KiB, MiB or GiB");
  };
  Number number{};
  if (!split(text, number)) return refused();
  auto name = number.suffix;
  if (name.ends_with('B')) name.remove_suffix(1);
  const auto* suffix = find(size_suffixes, name);
  if (suffix == nullptr) return refused();
  const double bytes = std::round(number.value * suffix->factor);
  if (bytes >= 0x1p63) return refused();
  return Bytes{static_cast<std::uint64_t>(bytes)};
}

Result<Seconds> parse_seconds(std::string_view text) {
  Number number{};
  const auto* suffix = split(text, number) ? find(time_suffixes, number.suffix) : nullptr;
  if (suffix == nullptr) {
    return fail(fmt::format("\"{}\" is not a duration", text), "", "write a number with ms, s, min, h or d");
  }
  return Seconds{number.value * suffix->factor};
}

}  // namespace winnow::base
