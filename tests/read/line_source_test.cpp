#include "read/line_source.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "winnow/base/random.hpp"

namespace winnow::read {
namespace {

struct Line {
  std::string text;  ///< an overlong one: empty
  std::uint64_t size = 0;
  bool operator==(const Line&) const = default;
};

/// The lines of `text` as they should come.
std::vector<Line> expected_lines(std::string_view text, std::size_t longest_line) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto newline = text.find('\n');
    const auto size = newline == std::string_view::npos ? text.size() : newline + 1;
    const bool fits = std::min(newline, text.size()) <= longest_line;
    lines.push_back({fits ? std::string(text.substr(0, size)) : "", size});
    text.remove_prefix(size);
  }
  return lines;
}

std::vector<Line> lines_of(LineSource& source) {
  std::vector<Line> lines;
  for (;;) {
    const auto run = source.next();
    EXPECT_TRUE(run) << run.error().text();
    if (!run || run->text.empty()) return lines;
    if (run->overlong_size > 0) {
      lines.push_back({"", run->overlong_size});
      continue;
    }
    for (auto rest = run->text; !rest.empty();) {
      const auto newline = rest.find('\n');
      const auto size = newline == std::string_view::npos ? rest.size() : newline + 1;
      lines.push_back({std::string(rest.substr(0, size)), size});
      rest.remove_prefix(size);
    }
  }
}

TEST(LineSource, gives_every_line_whole_whatever_its_length) {
  const test::TemporaryFolder folder;
  base::RandomSequence random(1, 0);
  LineSource source(16);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (auto left = 1 + random.below(40); left > 0; --left) {
      text +=
          std::string(random.below(round % 3 == 0 ? 60 : 18), 'x') + (random.below(30) > 0 ? "\n" : "yyy");
    }
    if (text.empty()) continue;
    const auto path = folder.write("lines" + std::to_string(round), text);
    ASSERT_TRUE(source.open(path));
    ASSERT_EQ(lines_of(source), expected_lines(text, 16)) << text;
  }
}

TEST(LineSource, takes_a_line_of_just_the_longest_length) {
  const test::TemporaryFolder folder;
  LineSource source(8);
  for (const std::string text :
       {"12345678", "12345678\n", "12345678\n1", "\n12345678", "123456789", "123456789\n1"}) {
    ASSERT_TRUE(source.open(folder.write("lines", text)));
    EXPECT_EQ(lines_of(source), expected_lines(text, 8)) << text;
  }
}

TEST(LineSource, shows_the_beginning_of_an_overlong_line) {
  const test::TemporaryFolder folder;
  LineSource source(8);
  ASSERT_TRUE(source.open(folder.write("lines", "0123456789abcdef0123456789\nnext")));
  const auto run = source.next();
  ASSERT_TRUE(run);
  EXPECT_EQ(run->text, "012345678");
  EXPECT_EQ(run->overlong_size, 27u);
  EXPECT_EQ(source.next()->text, "next");
}

TEST(LineSource, shows_the_start_of_a_file_before_its_lines) {
  const test::TemporaryFolder folder;
  LineSource source;
  ASSERT_TRUE(source.open(folder.write("lines", "a\nb\n")));
  EXPECT_EQ(source.start(), "a\nb\n");
  EXPECT_EQ(source.next()->text, "a\nb\n");
  EXPECT_EQ(source.next()->text, "");
  EXPECT_EQ(source.next()->text, "");
}

TEST(LineSource, leaves_a_file_half_read_for_the_next_one) {
  const test::TemporaryFolder folder;
  LineSource source(8);
  ASSERT_TRUE(source.open(folder.write("long", std::string(100, 'x') + "\n" + std::string(100, 'y'))));
  ASSERT_TRUE(source.next());
  ASSERT_TRUE(source.open(folder.write("short", "z\n")));
  EXPECT_EQ(source.next()->text, "z\n");
  EXPECT_EQ(source.next()->text, "");
}

TEST(LineSource, reads_large_files_whole) {
  const test::TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "line " + std::to_string(i) + "\n";
  LineSource source;
  ASSERT_TRUE(source.open(folder.write("large", text)));
  std::string read;
  for (auto run = source.next(); run && !run->text.empty(); run = source.next()) read += run->text;
  EXPECT_EQ(read, text);
}

}  // namespace
}  // namespace winnow::read
