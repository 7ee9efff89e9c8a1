#include "app/say_lines.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> said(std::string_view text) {
  base::MemoryLog log;
  say_lines(log, text);
  std::vector<std::string> lines;
  for (const auto& note : log.notes()) {
    EXPECT_EQ(note.level, base::Level::error);
    lines.push_back(note.text);
  }
  return lines;
}

TEST(SayLines, notes_each_line_as_an_error) {
  EXPECT_THAT(said("unknown key"), ElementsAre("unknown key"));
  EXPECT_THAT(said("first\nsecond\nthird"), ElementsAre("first", "second", "third"));
}

TEST(SayLines, makes_no_line_of_an_end_of_line) {
  EXPECT_THAT(said("first\nsecond\n"), ElementsAre("first", "second"));
  EXPECT_THAT(said(""), IsEmpty());
}

}  // namespace
}  // namespace winnow::app
