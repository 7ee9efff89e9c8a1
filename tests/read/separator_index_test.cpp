#include "read/separator_index.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

using Lines = std::vector<std::vector<std::string>>;

Lines lines_of(const SeparatorIndex& index) {
  Lines lines;
  for (std::size_t row = 0; row < index.rows(); ++row) {
    auto& fields = lines.emplace_back();
    for (std::size_t i = 0; i < index.separators(row); ++i) {
      const auto begin = index.field_begin(row, i);
      fields.emplace_back(index.text() + begin, index.field_end(row, i) - begin);
    }
  }
  return lines;
}

/// The fields of all lines that end before the first odd byte.
Lines slow_lines(std::string_view text) {
  Lines lines;
  std::vector<std::string> fields(1);
  for (const char byte : text.substr(0, SeparatorIndex::stretch)) {
    if (byte == '"' || byte == '\0') break;
    if (byte == ',' || byte == '\n') {
      if (byte == '\n') {
        lines.push_back(fields);
        fields.clear();
      }
      fields.emplace_back();
    } else {
      fields.back() += byte;
    }
  }
  return lines;
}

TEST(SeparatorIndex, finds_what_looking_at_each_byte_finds) {
  base::RandomSequence random(20260601, 0);
  SeparatorIndex index;
  for (int round = 0; round < 3000; ++round) {
    const auto longest_field = 1 + random.below(round % 3 == 0 ? 2 : 40);
    std::string text;
    for (auto fields = random.below(round % 50 == 0 ? 3000 : 60); fields > 0; --fields) {
      text += std::string(random.below(longest_field), 'x') + (random.below(4) == 0 ? '\n' : ',');
    }
    if (!text.empty() && random.below(2) == 0)
      text[random.below(text.size())] = random.below(2) == 0 ? '"' : '\0';
    index.fill(text, ',');
    ASSERT_EQ(lines_of(index), slow_lines(text)) << text;
  }
}

TEST(SeparatorIndex, goes_on_to_the_line_that_begins_at_a_place) {
  const std::string text = "a,b\ncc\n\nd\n";
  SeparatorIndex index;
  index.fill(text, ',');
  EXPECT_TRUE(index.go_to(text.data()));
  EXPECT_TRUE(index.go_to(text.data() + 7));
  EXPECT_EQ(index.row(), 2u);
  EXPECT_FALSE(index.go_to(text.data() + 9));
  index.clear();
  EXPECT_FALSE(index.go_to(text.data()));
}

}  // namespace
}  // namespace winnow::read
