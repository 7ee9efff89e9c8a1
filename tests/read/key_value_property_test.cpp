// Any text at all: what the reader makes of it is what a plain, slow reading of the format makes of it.

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "read/key_value_reader.hpp"
#include "read/reading.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

using Row = std::vector<std::pair<std::string, double>>;

std::string stripped(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\v\f");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\v\f") - first + 1);
}

/// A number by strtod, which would also take words, hexadecimals and infinities.
std::optional<double> slow_number(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size() || std::isinf(value)) return std::nullopt;
  return value;
}

std::optional<double> slow_value(const std::string& text) {
  std::string lower;
  for (const char c : text) lower += ('A' <= c && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "nan" || lower.empty()) return std::numeric_limits<double>::quiet_NaN();
  return slow_number(text);
}

Row slow_row(const std::string& text) {
  Row row;
  std::set<std::string> taken;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = end + 1;
    const bool is_first = ++line_number == 1;
    if (is_first && line.starts_with("\xef\xbb\xbf")) line = line.substr(3);
    line = stripped(line);
    const auto colon = line.find(':');
    if (line.starts_with("#") || colon == std::string::npos || colon > KeyValueReader::longest_key) continue;
    const auto key = stripped(line.substr(0, colon));
    const auto value_text = stripped(line.substr(colon + 1));
    const auto value = slow_value(value_text);
    if (key.empty() || !value || (is_first && value_text.empty())) continue;
    if (taken.insert(key).second) row.emplace_back(key, *value);
  }
  return row;
}

/// Equal bit by bit, so that zeros keep their signs; all NaNs are one.
bool same(const Row& a, const Row& b) {
  const auto same_value = [](const auto& x, const auto& y) {
    const bool both_missing = std::isnan(x.second) && std::isnan(y.second);
    return x.first == y.first &&
           (both_missing || std::bit_cast<std::uint64_t>(x.second) == std::bit_cast<std::uint64_t>(y.second));
  };
  return std::ranges::equal(a, b, same_value);
}

std::string some_number(base::RandomSequence& random) {
  char text[64];
  const auto bits = std::bit_cast<double>(random());
  switch (random.below(6)) {
    case 0:
      return std::to_string(random.below(100'000));
    case 1:
      return {text,
              static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.4f", random.uniform() * 5000))};
    case 2:
      return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.17g", random.uniform()))};
    case 3:
      return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.20e", bits))};
    case 4:
      return "NaN";
    default:
      return random.below(2) == 0 ? "" : "-0.0";
  }
}

std::string some_report(base::RandomSequence& random) {
  const std::string newline = random.below(4) == 0 ? "\r\n" : "\n";
  std::string text = random.below(5) == 0 ? "" : "Message stats for scenario city" + newline;
  for (auto lines = 1 + random.below(25); lines > 0; --lines) {
    if (random.below(8) == 0) text += "# Group.speed = 0.5, 1.5" + newline;
    if (random.below(12) == 0) text += newline;
    text += "metric_" + std::to_string(random.below(30)) + ": " + some_number(random) + newline;
  }
  if (random.below(4) == 0) text.resize(text.size() - newline.size());
  return text;
}

/// Some bytes changed, taken out, put in or doubled, more often than not to ones that mean something.
void mutate(std::string& text, base::RandomSequence& random) {
  constexpr std::string_view meaningful = "\n\r:# \t.eE+-0123456789naNxX,\xef\xbb\xbf";
  for (auto times = random.below(12); times > 0 && !text.empty(); --times) {
    const auto at = random.below(text.size());
    // Never a NUL: that would make the file a binary one.
    const char byte = random.below(3) > 0 ? meaningful[random.below(meaningful.size())]
                                          : static_cast<char>(1 + random.below(255));
    switch (random.below(4)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.erase(at, 1 + random.below(20));
        break;
      case 2:
        text.insert(at, 1 + random.below(3), byte);
        break;
      default:
        text.insert(at, text.substr(random.below(text.size()), random.below(60)));
    }
  }
}

/// Reads each report with buffers small and large; both keep what they learned from file to file.
class Twin {
 public:
  WholeFile read(InputWindow& window, KeyValueReader& reader, const ColumnNames& names,
                 const std::string& path) {
    EXPECT_TRUE(window.open(path));
    EXPECT_TRUE(reader.start(window, 0, Piece::whole));
    return read_whole(names, [&](Batch& batch) { return reader.next(window, batch); });
  }

  void expect_as_slow_reading(const std::string& text) {
    // A new file each time: to cut one off and fill it again makes some file systems wait for the disk.
    std::filesystem::remove(folder_.path() / "report");
    const auto path = folder_.write("report", text);
    const auto expected = slow_row(text);
    for (const auto& whole :
         {read(small_window_, small_, small_own_.names, path), read(window_, reader_, own_.names, path)}) {
      expect_accounted(whole, text);
      EXPECT_TRUE(same(whole.row, expected));
    }
  }

 private:
  test::TemporaryFolder folder_;
  OwnRules small_own_, own_;
  InputWindow small_window_{KeyValueReader::longest_line + 1, 100}, window_;
  KeyValueReader small_{small_own_.rules}, reader_{own_.rules};
};

TEST(KeyValueProperty, valid_reports_are_read_as_by_strtod) {
  base::RandomSequence random(20260301, 0);
  Twin twin;
  for (int round = 0; round < 3000 && !testing::Test::HasFailure(); ++round) {
    const auto text = some_report(random);
    SCOPED_TRACE("round " + std::to_string(round) + ":\n" + text);
    twin.expect_as_slow_reading(text);
  }
}

TEST(KeyValueProperty, mutated_reports_are_accounted_for_and_read_as_by_strtod) {
  base::RandomSequence random(20260302, 0);
  Twin twin;
  for (int round = 0; round < 6000 && !testing::Test::HasFailure(); ++round) {
    auto text = some_report(random);
    mutate(text, random);
    if (text.empty()) continue;
    SCOPED_TRACE("round " + std::to_string(round) + ":\n" + text);
    twin.expect_as_slow_reading(text);
  }
}

TEST(KeyValueProperty, random_bytes_are_accounted_for) {
  base::RandomSequence random(20260303, 0);
  Twin twin;
  for (int round = 0; round < 2000 && !testing::Test::HasFailure(); ++round) {
    std::string text(1 + random.below(1500), ' ');
    for (auto& byte : text) byte = static_cast<char>(1 + random.below(random.below(2) == 0 ? 255 : 64));
    SCOPED_TRACE("round " + std::to_string(round));
    twin.expect_as_slow_reading(text);
  }
}

}  // namespace
}  // namespace winnow::read
