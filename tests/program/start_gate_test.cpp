#include "winnow/program/start_gate.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "program/processes.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

class StartGateTest : public testing::Test {
 protected:
  /// A gate of this test alone.
  [[nodiscard]] StartGate gate(unsigned places, base::Seconds period) const {
    return {folder_.path().filename().string(), places, period};
  }

  test::TemporaryFolder folder_;
};

/// Writes down how many of its kind are there beside it.
constexpr auto counting = "mkdir here-$$; ls -d here-* | wc -l >> counts; sleep 0.05; rmdir here-$$";

TEST_F(StartGateTest, lets_so_many_start_at_once_whatever_rank_they_are_of) {
  constexpr int ranks = 3;
  constexpr int threads_of_each = 2;
  std::vector<std::unique_ptr<Spawner>> spawners;
  for (int i = 0; i < ranks; ++i) spawners.push_back(started_spawner());
  std::vector<std::thread> threads;
  for (int i = 0; i < ranks * threads_of_each; ++i) {
    threads.emplace_back([this, &spawner = *spawners[static_cast<std::size_t>(i) % ranks]] {
      const auto own = gate(2, base::Seconds::never());
      for (int k = 0; k < 3; ++k)
        EXPECT_TRUE(spawner.run(script(counting, folder_.path()), &own)->succeeded());
    });
  }
  for (auto& thread : threads) thread.join();
  std::ifstream counts(folder_.path() / "counts");
  int runs = 0;
  int most = 0;
  for (int count = 0; counts >> count; ++runs) most = std::max(most, count);
  EXPECT_EQ(runs, ranks * threads_of_each * 3);
  EXPECT_LE(most, 2);
}

TEST_F(StartGateTest, lets_the_next_in_when_one_has_run_for_a_while) {
  const auto spawner = started_spawner();
  const auto own = gate(1, base::Seconds{0.01});
  const auto meet = [&](const std::string& me, const std::string& other) {
    auto spec = script("touch " + me + "; while [ ! -e " + other + " ]; do sleep 0.01; done", folder_.path());
    spec.limits.timeout = base::Seconds{20};
    return spawner->run(spec, &own)->succeeded();
  };
  bool first = false;
  std::thread thread([&] { first = meet("a", "b"); });
  EXPECT_TRUE(meet("b", "a"));
  thread.join();
  EXPECT_TRUE(first);
}

TEST_F(StartGateTest, keeps_nobody_waiting_when_the_run_is_stopped) {
  const auto spawner = started_spawner();
  const auto own = gate(1, base::Seconds::never());
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(spawner->run(script("touch started; sleep 100", folder_.path()), &own)->kind,
                ProcessEnd::Kind::cancelled);
    });
  }
  EXPECT_TRUE(comes_true([&] { return std::filesystem::exists(folder_.path() / "started"); }));
  spawner->cancel_all();
  for (auto& thread : threads) thread.join();
}

TEST_F(StartGateTest, does_not_know_gates_of_other_names) {
  const StartGate one("a" + folder_.path().filename().string(), 1);
  const StartGate other("b" + folder_.path().filename().string(), 1);
  const auto place = one.enter(-1);
  EXPECT_TRUE(place.is_open());
  EXPECT_TRUE(other.enter(-1).is_open());
}

TEST_F(StartGateTest, frees_a_place_with_whoever_holds_it) {
  const auto own = gate(1, base::Seconds::never());
  { const auto place = own.enter(-1); }
  EXPECT_TRUE(own.enter(-1).is_open());
}

}  // namespace
}  // namespace winnow::program
