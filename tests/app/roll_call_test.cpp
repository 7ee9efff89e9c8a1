#include "app/run/roll_call.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <memory>

#include "support/temporary_folder.hpp"

namespace winnow::app {
namespace {

constexpr RollCall::Rules fast{base::Seconds{0.005}, 20};

class RollCallTest : public testing::Test {
 protected:
  /// Rank `ranks[self]` takes part; whom it misses comes as the future's value.
  std::future<int> take_part(std::size_t self) {
    auto lost = std::make_shared<std::promise<int>>();
    auto future = lost->get_future();
    calls.push_back(std::make_unique<RollCall>(folder.path(), std::vector{0, 2, 5}, self, fast,
                                               [lost](int rank) { lost->set_value(rank); }));
    return future;
  }

  test::TemporaryFolder folder;
  std::vector<std::unique_ptr<RollCall>> calls;
};

TEST_F(RollCallTest, tells_all_of_a_rank_that_goes_silent) {
  std::ofstream(folder.path() / "5") << 17;  // rank 5 has counted so far, and does no more
  auto first = take_part(0);
  auto second = take_part(1);
  EXPECT_EQ(second.get(), 5);
  EXPECT_EQ(first.get(), 5) << "by the note of its neighbour";
}

TEST_F(RollCallTest, misses_a_rank_that_never_comes) {
  auto second = take_part(1);
  EXPECT_EQ(second.get(), 5);
}

/// As a shared file system does that has lost its server.
TEST_F(RollCallTest, misses_a_rank_of_which_the_file_system_tells_nothing_any_more) {
  const auto shared = folder.path() / "shared";
  std::filesystem::create_directory(shared);
  std::ofstream(shared / "2") << 17;
  std::promise<int> lost;
  const RollCall call(shared, {0, 2}, 0, fast, [&](int rank) { lost.set_value(rank); });
  int beats = 0;
  while (beats < 2) std::ifstream(shared / "0") >> beats;  // it has seen that of rank 2
  std::filesystem::rename(shared, folder.path() / "gone");
  std::filesystem::create_symlink("shared", shared);
  EXPECT_EQ(lost.get_future().get(), 2);
}

TEST_F(RollCallTest, misses_nobody_who_is_there_or_has_left_in_good_order) {
  auto first = take_part(0);
  auto second = take_part(1);
  static_cast<void>(take_part(2));
  const auto many_beats = std::chrono::milliseconds(400);
  EXPECT_EQ(first.wait_for(many_beats), std::future_status::timeout);
  calls[2].reset();
  EXPECT_EQ(second.wait_for(many_beats), std::future_status::timeout);
  EXPECT_EQ(first.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
}

}  // namespace
}  // namespace winnow::app
