#include "program/process_tree.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <vector>

namespace winnow::program {
namespace {

/// A process that runs `then` and stays until it is killed, with all that it has started in its group.
class ForkedProcess {
 public:
  template <class Then>
  explicit ForkedProcess(const Then& then) {
    std::array<int, 2> ready{};
    EXPECT_EQ(::pipe(ready.data()), 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::setpgid(0, 0);
      then(ready[1]);
      for (;;) ::pause();
    }
    ::close(ready[1]);
    char told = 0;
    EXPECT_EQ(::read(ready[0], &told, 1), 1) << "it has come so far";
    ::close(ready[0]);
  }
  ~ForkedProcess() {
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  ForkedProcess(const ForkedProcess&) = delete;
  ForkedProcess& operator=(const ForkedProcess&) = delete;

  [[nodiscard]] pid_t number() const { return process_; }

 private:
  pid_t process_ = -1;
};

void tell(int ready) {
  EXPECT_EQ(::write(ready, "x", 1), 1);
}

/// Stays in memory, for the process ends without leaving the function.
void take(std::size_t mebibytes) {
  static auto& held = *new std::vector<char>;
  held.assign(mebibytes << 20, 'x');
}

TEST(MemoryOfTree, is_not_told_of_a_process_by_itself) {
  const ForkedProcess alone([](int ready) { tell(ready); });
  EXPECT_FALSE(memory_of_tree(alone.number()).has_value());
}

TEST(MemoryOfTree, is_that_of_all_that_descend_from_it) {
  const ForkedProcess parent([](int ready) {
    if (::fork() == 0) {
      take(40);
      if (::fork() == 0) {
        take(50);
        tell(ready);
      }
      for (;;) ::pause();
    }
  });
  const auto memory = memory_of_tree(parent.number());
  ASSERT_TRUE(memory.has_value());
  EXPECT_GT(*memory, base::mebibytes(90));
  EXPECT_LT(*memory, base::mebibytes(120));
}

TEST(MemoryOfTree, has_what_processes_share_once) {
  const ForkedProcess parent([](int ready) {
    take(60);
    for (int i = 0; i < 3; ++i) {
      if (::fork() == 0) {
        for (;;) ::pause();
      }
    }
    tell(ready);
  });
  EXPECT_LT(memory_of_tree(parent.number()).value_or(base::Bytes::unlimited()), base::mebibytes(90));
}

TEST(MemoryOfTree, is_not_told_of_a_process_that_is_gone) {
  EXPECT_FALSE(memory_of_tree(0).has_value());
}

TEST(TreeWatch, looks_soon_and_then_once_a_second) {
  base::ManualClock clock;
  TreeWatch watch(clock.now());
  std::vector<double> looks;
  while (clock.now() < base::Seconds{10}) {
    clock.advance(watch.next_look() - clock.now());
    looks.push_back(clock.now().count);
    watch.look(0, clock);
  }
  EXPECT_LE(looks.front(), 0.1);
  EXPECT_LE(looks[1], 1.25 * looks[0] + 0.01) << "that it costs something is allowed for";
  EXPECT_DOUBLE_EQ(looks.back() - looks[looks.size() - 2], 1);
  EXPECT_EQ(watch.peak(), base::Bytes{});
}

}  // namespace
}  // namespace winnow::program
