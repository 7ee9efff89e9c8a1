#include "winnow/store/compression_trial.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "support/temporary_folder.hpp"

namespace winnow::store {
namespace {

/// Goes on by a second each time it is asked.
class SteppingClock final : public base::Clock {
 public:
  [[nodiscard]] base::Seconds now() const override { return base::Seconds{static_cast<double>(asked_++)}; }

 private:
  mutable int asked_ = 0;
};

/// What is measured takes 40, 20 and 10 ms, again and again.
class FasterClock final : public base::Clock {
 public:
  [[nodiscard]] base::Seconds now() const override {
    constexpr std::array steps{0.0, 0.04, 0.0, 0.02, 0.0, 0.01};
    now_ += base::Seconds{steps[asked_++ % steps.size()]};
    return now_;
  }

 private:
  mutable std::size_t asked_ = 0;
  mutable base::Seconds now_;
};

std::vector<double> noise(std::size_t size) {
  std::vector<double> values;
  std::uint64_t state = 88172645463325252ULL;
  for (std::size_t i = 0; i < size; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    values.push_back(static_cast<double>(state));
  }
  return values;
}

TEST(CompressionTrial, is_empty_where_there_is_nothing_to_try) {
  const SteppingClock clock;
  EXPECT_EQ(try_compression({}, clock).sample.count, 0U);
  EXPECT_TRUE(try_compression({}, clock).levels.empty());
}

TEST(CompressionTrial, tells_bytes_a_second_by_the_clock) {
  const SteppingClock clock;
  const std::vector<base::Cells> columns{std::vector<double>(1000, 1.5), std::string(500, 'x')};
  const auto trial = try_compression(columns, clock);
  EXPECT_EQ(trial.sample.count, 8500U);
  ASSERT_EQ(trial.levels.size(), 4U);
  for (const auto& level : trial.levels) EXPECT_EQ(level.bytes_per_second, 8500);
}

TEST(CompressionTrial, takes_the_shortest_of_times_that_are_hardly_any) {
  const FasterClock clock;
  const std::vector<base::Cells> columns{std::vector<double>(1000, 1.5)};
  const auto trial = try_compression(columns, clock);
  EXPECT_NEAR(trial.levels.front().bytes_per_second, 8000 / 0.01, 1e-6);
}

TEST(CompressionTrial, finds_more_to_save_in_what_repeats_than_in_noise) {
  const SteppingClock clock;
  const std::vector<base::Cells> same{std::vector<double>(10'000, 1.5)};
  const std::vector<base::Cells> wild{noise(10'000)};
  EXPECT_GT(try_compression(same, clock).levels.front().ratio, 50);
  EXPECT_LT(try_compression(wild, clock).levels.back().ratio, 1.5);
}

TEST(CompressionTrial, shuffles_numbers_as_the_file_does) {
  const SteppingClock clock;
  std::vector<std::int64_t> counts;
  for (const auto value : noise(10'000)) counts.push_back(static_cast<std::int64_t>(value) & 0xff);
  const std::vector<base::Cells> columns{counts};
  EXPECT_GT(try_compression(columns, clock).levels.front().ratio, 6)
      << "seven of eight bytes are nothing, and stand together";
}

TEST(CompressionTrial, saves_no_less_at_the_highest_level_than_at_the_lowest) {
  const SteppingClock clock;
  std::vector<double> rising;
  for (int i = 0; i < 20'000; ++i) rising.push_back(i * 0.25);
  const std::vector<base::Cells> columns{rising};
  const auto trial = try_compression(columns, clock);
  EXPECT_GE(trial.levels.back().ratio, trial.levels.front().ratio);
}

TEST(DiskTrial, tells_bytes_a_second_by_the_clock_and_leaves_nothing_behind) {
  const SteppingClock clock;
  const test::TemporaryFolder folder;
  const std::vector<base::Cells> columns{std::vector<double>(1000, 1.5), std::string(500, 'x')};
  EXPECT_EQ(try_disk(columns, folder.path(), clock), 8500);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(DiskTrial, tells_nothing_where_nothing_can_be_written) {
  const SteppingClock clock;
  const std::vector<base::Cells> columns{std::vector<double>(1000, 1.5)};
  EXPECT_EQ(try_disk(columns, "/none", clock), 0);
  EXPECT_EQ(try_disk({}, "/tmp", clock), 0);
}

}  // namespace
}  // namespace winnow::store
