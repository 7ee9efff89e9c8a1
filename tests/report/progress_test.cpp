#include "winnow/report/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "report/number_text.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;
using testing::Not;

class TextOutput final : public Output {
 public:
  void write(std::string_view text) override { text_ += text; }
  [[nodiscard]] const std::string& text() const { return text_; }
  std::string take() { return std::exchange(text_, {}); }

 private:
  std::string text_;
};

Progress progress(std::uint64_t done) {
  Progress state;
  state.done = done;
  state.found = 60'000;
  state.found_all = true;
  state.rejected = 3;
  state.workers = 2;
  state.memory = base::mebibytes(300);
  state.limit = base::gibibytes(8);
  state.elapsed = base::Seconds{2};
  return state;
}

TEST(ProgressText, tells_files_rate_time_left_and_memory) {
  EXPECT_EQ(progress_text(progress(30'000), 15'000, 200),
            "30,000 of 60,000 files, 15,000 files/s, ETA 2 s, 3 rejected, 300 MiB of 8 GiB, 2 workers");
}

Progress search_progress() {
  auto state = progress(30'000);
  state.searches.resize(1);
  state.searches[0].evaluations = 30'000;
  state.searches[0].of = 60'000;
  state.searches[0].failures = 3;
  state.searches[0].best = 0.01070318575;
  state.searches[0].spread = 0.0141489;
  state.queues = {{"optimize", 0, 0, 1, 0, 0, 0}};
  return state;
}

TEST(ProgressText, tells_how_far_a_search_is) {
  EXPECT_EQ(progress_text(search_progress(), 150, 200),
            "30,000 of 60,000 evaluations, best 0.0107032, spread 0.014, 150 evaluations/s, "
            "1 of 2 workers busy, 3 failed, ETA 3 min 20 s, 300 MiB of 8 GiB");
}

TEST(ProgressText, tells_all_that_matters_of_a_search_in_eighty_columns) {
  EXPECT_EQ(progress_text(search_progress(), 150, 79),
            "30,000/60,000, best 0.0107, spread 0.014, 150/s, 1 busy, 3 failed, ETA 4 min");
  EXPECT_EQ(progress_text(search_progress(), 0.5, 40), "30,000/60,000, best 0.0107, spread 0.014");
}

TEST(ProgressText, tells_the_best_of_each_of_several_problems) {
  auto state = search_progress();
  state.searches.push_back(state.searches[0]);
  state.searches[0].name = "city";
  state.searches[1].name = "campus";
  state.searches[1].is_feasible = false;
  EXPECT_THAT(progress_text(state, 150, 200),
              HasSubstr("city best 0.0107032, campus best 0.0107032 (infeasible), 150"));
}

TEST(ProgressText, promises_no_end_before_all_files_are_found) {
  auto state = progress(30'000);
  state.found_all = false;
  const auto text = progress_text(state, 15'000, 200);
  EXPECT_THAT(text, HasSubstr("30,000 of 60,000 files found so far"));
  EXPECT_THAT(text, Not(HasSubstr("ETA")));
}

TEST(ProgressText, tells_a_rate_below_one) {
  EXPECT_THAT(progress_text(progress(30'000), 0.0714, 200), HasSubstr(", 0.071 files/s, "));
}

TEST(ProgressText, fits_any_width) {
  for (std::size_t width = 1; width < 120; ++width) {
    EXPECT_LE(columns_of(progress_text(progress(30'000), 15'000, width)), width);
  }
  EXPECT_EQ(progress_text(progress(30'000), 15'000, 50), "30,000 of 60,000 files, 15,000 files/s, ETA 2 s");
}

TEST(ProgressLine, redraws_at_most_four_times_a_second) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::live, 100, clock, output);
  int drawn = 0;
  for (int i = 0; i < 1000; ++i) {
    clock.advance(base::Seconds{0.001});
    line.update(progress(static_cast<std::uint64_t>(i)));
    if (!output.take().empty()) ++drawn;
  }
  EXPECT_EQ(drawn, 4);
}

TEST(ProgressLine, blots_out_a_longer_line) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::live, 100, clock, output);
  clock.advance(base::Seconds{1});
  line.update(progress(30'000));
  const auto longer = output.take();
  clock.advance(base::Seconds{1});
  line.update(progress(60'000));  // no time left to tell
  const auto shorter = output.take();
  EXPECT_TRUE(longer.starts_with('\r') && shorter.starts_with('\r'));
  EXPECT_EQ(columns_of(shorter), columns_of(longer));
  EXPECT_TRUE(shorter.ends_with(' '));
  line.finish(progress(60'000));
  EXPECT_TRUE(output.text().ends_with("\n"));
}

TEST(ProgressLine, writes_a_plain_line_every_ten_seconds) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::plain, 20, clock, output);
  clock.advance(base::Seconds{9.5});
  line.update(progress(1));
  EXPECT_EQ(output.text(), "");
  clock.advance(base::Seconds{0.5});
  line.update(progress(30'000));
  EXPECT_EQ(
      output.take(),
      "2 s: 30,000 of 60,000 files, 3,000 files/s, ETA 10 s, 3 rejected, 300 MiB of 8 GiB, 2 workers\n");
}

TEST(ProgressLine, follows_a_rate_that_changes) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::json, 0, clock, output);
  const auto rate_after = [&](std::uint64_t done, double seconds) {
    clock.advance(base::Seconds{seconds});
    line.update(progress(done));
    return nlohmann::json::parse(output.take()).at("files_per_s").get<double>();
  };
  EXPECT_DOUBLE_EQ(rate_after(1000, 1), 1000);
  const double slowing = rate_after(1000, 1);
  EXPECT_GT(slowing, 0);
  EXPECT_LT(slowing, 1000);
  EXPECT_LT(rate_after(1000, 60), 20);
}

/// A line of JSON objects whose clock runs, with what it shows at the end of some seconds.
class RateOfLine {
 public:
  /// `done_at`: by the seconds since the beginning.
  nlohmann::json after(double seconds, const std::function<std::uint64_t(double)>& done_at) {
    constexpr double step = 0.25;
    for (double end = clock_.now().count + seconds; clock_.now().count < end;) {
      clock_.advance(base::Seconds{step});
      state_.done = done_at(clock_.now().count);
      output_.take();
      line_.update(state_);
    }
    return nlohmann::json::parse(output_.text());
  }

  Progress& state() { return state_; }

 private:
  base::ManualClock clock_;
  TextOutput output_;
  ProgressLine line_{ProgressStyle::json, 0, clock_, output_};
  Progress state_ = progress(0);
};

TEST(ProgressLine, tells_the_rate_of_tasks_that_take_longer_than_its_interval) {
  RateOfLine line;
  line.state().workers = 1;
  line.state().found = 8;
  const auto done_at = [](double seconds) { return static_cast<std::uint64_t>(seconds / 14); };
  const auto before = line.after(13, done_at);
  EXPECT_EQ(before["files_per_s"], 0);
  EXPECT_FALSE(before.contains("eta_s"));
  for (int second = 14; second < 112; second += 2) {
    const auto shown = line.after(second == 14 ? 1 : 2, done_at);
    EXPECT_NEAR(shown["files_per_s"].get<double>(), 1.0 / 14, 1e-9) << second;
    EXPECT_EQ(shown["eta_s"], 14 * (8 - done_at(second))) << second;
  }
}

TEST(ProgressLine, follows_the_rate_of_fast_tasks_within_ten_seconds) {
  RateOfLine line;
  const auto done_at = [](double seconds) {
    return static_cast<std::uint64_t>(5000 * std::min(seconds, 30.0) + 100 * std::max(seconds - 30, 0.0));
  };
  EXPECT_NEAR(line.after(30, done_at)["files_per_s"].get<double>(), 5000, 1);
  EXPECT_NEAR(line.after(5, done_at)["files_per_s"].get<double>(), 2550, 1);
  EXPECT_NEAR(line.after(5, done_at)["files_per_s"].get<double>(), 100, 1);
}

TEST(ProgressLine, shows_that_nothing_is_done_any_more) {
  RateOfLine line;
  line.state().workers = 1;
  const auto done_at = [](double seconds) { return static_cast<std::uint64_t>(std::min(seconds, 20.0)); };
  EXPECT_DOUBLE_EQ(line.after(22, done_at)["files_per_s"], 1) << "the next may be a little late";
  EXPECT_LT(line.after(1, done_at)["files_per_s"], 0.8);
  EXPECT_LT(line.after(60, done_at)["files_per_s"], 0.1);
}

TEST(ProgressLine, counts_nothing_that_an_earlier_run_has_done) {
  RateOfLine line;
  line.state().known = 1000;
  EXPECT_EQ(line.after(5, [](double seconds) { return seconds < 3 ? 0 : 1000; })["files_per_s"], 0);
  EXPECT_DOUBLE_EQ(line.after(5, [](double) { return 1020; })["files_per_s"], 2);
}

TEST(ProgressLine, gives_one_json_object_a_line) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::json, 0, clock, output);
  clock.advance(base::Seconds{1});
  auto state = progress(30'000);
  state.queues = {{"reduce", 5, 4, 3, 29'999, 1, 2}};
  line.update(state);
  EXPECT_EQ(output.text(),
            "{\"event\":\"progress\",\"elapsed_s\":2.0,\"done\":30000,\"found\":60000,\"found_all\":true,"
            "\"rejected\":3,"
            "\"files_per_s\":30000.0,\"eta_s\":1.0,\"workers\":2,\"memory_bytes\":314572800,\"limit_bytes\":"
            "8589934592,"
            "\"queues\":{\"reduce\":{\"waiting\":5,\"sent\":4,\"running\":3,\"done\":29999,\"retried\":2,"
            "\"quarantined\":1}}}\n");
}

TEST(ProgressLine, gives_a_search_in_words_of_its_own) {
  auto state = search_progress();
  state.queues.clear();
  EXPECT_EQ(
      progress_json(state, 150),
      "{\"event\":\"progress\",\"elapsed_s\":2.0,\"done\":30000,\"found\":60000,\"found_all\":true,"
      "\"evaluations\":30000,\"failures\":3,\"evaluations_per_s\":150.0,\"busy_workers\":0,"
      "\"searches\":[{\"problem\":\"\",\"evaluations\":30000,\"failures\":3,\"retried\":0,\"of\":60000,"
      "\"best\":0.01070318575,\"feasible\":true,\"spread\":0.0141489}],"
      "\"eta_s\":200.0,\"workers\":2,\"memory_bytes\":314572800,\"limit_bytes\":8589934592,\"queues\":{}}");
}

TEST(ProgressLine, is_silent_when_quiet) {
  base::ManualClock clock;
  TextOutput output;
  ProgressLine line(ProgressStyle::quiet, 100, clock, output, base::Seconds{1});
  clock.advance(base::Seconds{100});
  EXPECT_FALSE(line.due());
  line.update(progress(1));
  line.finish(progress(2));
  EXPECT_EQ(output.text(), "");
}

}  // namespace
}  // namespace winnow::report
