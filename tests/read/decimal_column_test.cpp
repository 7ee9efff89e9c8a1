#include "read/decimal_column.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "read/decimal.hpp"
#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

/// Lines of three fields, of which the second is looked at.
class Lines {
 public:
  explicit Lines(const std::vector<std::string>& fields) {
    ends_.push_back(static_cast<std::uint32_t>(-1));
    for (const auto& field : fields) {
      for (const auto& part : {std::string("1.5"), field, std::string("2345678901234567890")}) {
        text_ += part;
        ends_.push_back(static_cast<std::uint32_t>(text_.size()));
        text_ += ',';
      }
    }
  }
  [[nodiscard]] FieldColumn column() const { return {text_.data(), ends_.data() + 2, 3}; }

 private:
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

std::string printed(const char* format, double value) {
  char text[400];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string some_digits(base::RandomSequence& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count) digits += static_cast<char>('0' + random.below(10));
  return digits;
}

/// What is taken must be what strtod says, by either way, and all that has the form must be taken.
void check(const std::vector<std::string>& fields) {
  const Lines lines(fields);
  for (const auto parse : {parse_decimals, parse_decimals_plainly}) {
    std::vector<double> values(fields.size());
    for (std::size_t line = 0; line < fields.size(); ++line) {
      const auto& text = fields[line];
      double plain = 0;
      const bool is_taken = parse(lines.column(), line, line + 1, values.data()) == line + 1;
      ASSERT_EQ(is_taken, parse_plain_decimal(text, plain)) << text;
      if (!is_taken) continue;
      char* end = nullptr;
      const double expected = std::strtod(text.c_str(), &end);
      ASSERT_EQ(end, text.c_str() + text.size()) << text;
      ASSERT_EQ(std::bit_cast<std::uint64_t>(values[line]), std::bit_cast<std::uint64_t>(expected)) << text;
    }
  }
}

TEST(DecimalColumn, is_read_as_by_strtod_whatever_the_number_of_digits) {
  base::RandomSequence random(20261101, 0);
  std::vector<std::string> fields;
  for (std::size_t whole = 0; whole <= 21; ++whole) {
    for (std::size_t places = 0; whole + places <= 22; ++places) {
      for (int round = 0; round < 100; ++round) {
        auto text = some_digits(random, whole) + (places > 0 ? "." + some_digits(random, places) : "");
        if (random.below(4) == 0 && !text.empty()) text[0] = '0';
        fields.push_back(random.below(2) == 0 ? "-" + text : text);
      }
    }
  }
  check(fields);
}

TEST(DecimalColumn, is_read_as_by_strtod_as_programs_print_it) {
  base::RandomSequence random(20261102, 0);
  std::vector<std::string> fields;
  for (int round = 0; round < 100'000; ++round) {
    const double value = (random.uniform() - 0.3) * std::pow(10.0, static_cast<double>(random.below(9)) - 3);
    for (const auto* format : {"%.17g", "%.6f", "%g", "%.15g"}) fields.push_back(printed(format, value));
  }
  check(fields);
}

TEST(DecimalColumn, takes_no_text_with_a_byte_that_strtod_would_not) {
  base::RandomSequence random(20261103, 0);
  std::vector<std::string> fields;
  for (int round = 0; round < 200'000; ++round) {
    auto text = printed("%.17g", random.uniform() * 1000);
    text[random.below(text.size())] = static_cast<char>(1 + random.below(255));
    fields.push_back(text);
  }
  check(fields);
}

TEST(DecimalColumn, is_read_up_to_the_first_field_that_is_not_taken) {
  const Lines lines({"1.25", "-0.53697768056801154", "NaN", "7", ""});
  for (const auto parse : {parse_decimals, parse_decimals_plainly}) {
    std::vector<double> values(5, -1);
    EXPECT_EQ(parse(lines.column(), 0, 5, values.data()), 2u);
    EXPECT_EQ(parse(lines.column(), 3, 5, values.data()), 4u);
    EXPECT_EQ(parse(lines.column(), 3, 4, values.data()), 4u);
    EXPECT_EQ(values[0], 1.25);
    EXPECT_EQ(values[1], -0.53697768056801154);
    EXPECT_EQ(values[3], 7);
  }
}

}  // namespace
}  // namespace winnow::read
