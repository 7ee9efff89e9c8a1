// Any csv at all: what the reader makes of it, by all its short ways, is what a plain, slow reading makes of
// it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "read/piecewise.hpp"
#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

std::string random_field(base::RandomSequence& random) {
  char text[64];
  switch (random.below(9)) {
    case 0:
      return std::to_string(random.below(100'000));
    case 1:
      return "";
    case 2:
      return "\"" + std::to_string(random.below(100)) + "\"";
    case 3:
      return random.below(6) == 0 ? "bad" : "NaN";
    case 4:
      return random.below(6) == 0 ? "\"a,\n\"\"b\"" : " 7 ";
    case 5:
      return random.below(20) == 0 ? std::string("\0", 1) : "-0.0";
    default: {
      const auto size = std::snprintf(text, sizeof text, random.below(2) == 0 ? "%.17g" : "%.3f",
                                      (random.uniform() - 0.3) * 5000);
      return {text, static_cast<std::size_t>(size)};
    }
  }
}

/// The fields of the record at `at`, which moves behind it. For records whose quotes are sound.
std::vector<std::string> slow_record(const std::string& text, std::size_t& at) {
  std::vector<std::string> fields(1);
  for (bool is_quoted = false; at < text.size();) {
    const char byte = text[at++];
    if (byte == '"' && is_quoted && at < text.size() && text[at] == '"') {
      fields.back() += text[at++];
    } else if (byte == '"') {
      is_quoted = !is_quoted;
    } else if (byte == ',' && !is_quoted) {
      fields.emplace_back();
    } else if (byte == '\n' && !is_quoted) {
      break;
    } else {
      fields.back() += byte;
    }
  }
  if (fields.back().ends_with('\r')) fields.back().pop_back();
  return fields;
}

/// What a field of a column of numbers stands for, as a row shows it; "" if it is to be rejected.
std::string slow_value(std::string field) {
  while (field.starts_with(' ')) field.erase(0, 1);
  while (field.ends_with(' ')) field.pop_back();
  if (field.empty() || field == "NaN") return "missing";
  char* end = nullptr;
  const double value = std::strtod(field.c_str(), &end);
  return end == field.c_str() + field.size() ? shown_number(value) : "";
}

/// The rows after the header, with their columns x and y and their key k.
std::vector<std::string> slow_rows(const std::string& text) {
  std::vector<std::string> rows;
  std::size_t at = 0;
  slow_record(text, at);
  while (at < text.size()) {
    const auto begin = at;
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    const auto fields = slow_record(text, at);
    const bool has_nul = text.substr(begin, at - begin).find('\0') != std::string::npos;
    if (fields.size() != 4 || has_nul) continue;
    const auto x = slow_value(fields[0]);
    const auto y = slow_value(fields[2]);
    if (x.empty() || y.empty()) continue;
    rows.push_back(std::to_string(line) + ":" + std::to_string(begin) + " x=" + x + " y=" + y +
                   " k=" + fields[3]);
  }
  return rows;
}

TEST(CsvProperty, every_csv_is_read_as_by_a_plain_slow_reading) {
  base::RandomSequence random(20260701, 0);
  const auto wish = [](std::string_view name) { return name == "z" ? Wish::no : Wish::by_name; };
  TextReader reader(
      {.format = "csv"},
      {[&](std::string_view name) { return name == "k" ? Wish::no : wish(name); }, {{"k", FieldType::text}}});
  std::size_t rows = 0;
  for (int round = 0; round < 600 && !testing::Test::HasFailure(); ++round) {
    const std::string newline = random.below(3) == 0 ? "\r\n" : "\n";
    std::string text = "x,z,y,k" + newline;
    for (auto lines = random.below(round % 20 == 0 ? 3000 : 60); lines > 0; --lines) {
      const auto fields = random.below(30) == 0 ? random.below(7) : 4;
      for (std::size_t i = 0; i < fields; ++i) text += (i > 0 ? "," : "") + random_field(random);
      text += newline;
    }
    SCOPED_TRACE("round " + std::to_string(round));
    const auto expected = slow_rows(text);
    EXPECT_EQ(reader.read(text).rows, expected);
    rows += expected.size();
  }
  EXPECT_GT(rows, 10'000u);
}

}  // namespace
}  // namespace winnow::read
