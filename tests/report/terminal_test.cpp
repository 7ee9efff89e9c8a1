#include "winnow/report/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <map>

namespace winnow::report {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(Variables variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

/// A terminal of the test's own.
class PseudoTerminal {
 public:
  PseudoTerminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (master_ >= 0 && ::grantpt(master_) == 0 && ::unlockpt(master_) == 0) {
      slave_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    }
  }
  ~PseudoTerminal() {
    ::close(slave_);
    ::close(master_);
  }
  [[nodiscard]] int descriptor() const { return slave_; }

 private:
  int master_;
  int slave_ = -1;
};

TEST(DetectTerminal, knows_a_terminal_from_a_file) {
  const PseudoTerminal terminal;
  ASSERT_GE(terminal.descriptor(), 0);
  EXPECT_TRUE(detect_terminal(terminal.descriptor(), environment({{"TERM", "xterm"}})).live);
  EXPECT_EQ(detect_terminal(terminal.descriptor(), environment({{"TERM", "xterm"}})).width, 80);
  const int file = ::open("/dev/null", O_RDWR);
  EXPECT_FALSE(detect_terminal(file, environment({{"TERM", "xterm"}})).live);
  ::close(file);
}

TEST(DetectTerminal, does_not_redraw_on_a_dumb_one) {
  const PseudoTerminal terminal;
  EXPECT_FALSE(detect_terminal(terminal.descriptor(), environment({{"TERM", "dumb"}})).live);
  EXPECT_FALSE(detect_terminal(terminal.descriptor(), environment({})).live);
}

TEST(DetectTerminal, does_not_believe_the_terminal_that_mpirun_makes) {
  const PseudoTerminal terminal;
  const Variables ours{{"TERM", "xterm"}, {"OMPI_COMM_WORLD_SIZE", "2"}};
  EXPECT_FALSE(detect_terminal(terminal.descriptor(), environment(ours)).live);
}

TEST(DetectTerminal, believes_who_started_mpirun) {
  const int file = ::open("/dev/null", O_RDWR);
  const auto told = [&](const std::string& value) {
    return detect_terminal(file, environment({{"WINNOW_TERMINAL", value}, {"OMPI_COMM_WORLD_SIZE", "2"}}));
  };
  EXPECT_TRUE(told("132").live);
  EXPECT_EQ(told("132").width, 132);
  EXPECT_FALSE(told("no").live);
  EXPECT_FALSE(told("0").live);
  const Terminal live{.live = true, .width = 97};
  EXPECT_EQ(told(terminal_variable(live)).width, 97);
  EXPECT_FALSE(told(terminal_variable({})).live);
  ::close(file);
}

}  // namespace
}  // namespace winnow::report
