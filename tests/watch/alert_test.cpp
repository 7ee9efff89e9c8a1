#include "winnow/watch/alert.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace winnow::watch {
namespace {

Alert alert(Rule rule, std::string subject, double figure, double threshold) {
  return {rule, Severity::warning, std::move(subject), figure, threshold, {}, {}};
}

TEST(Alert, says_what_is_wrong_why_and_what_to_do) {
  EXPECT_EQ(
      words_of(alert(Rule::memory, "node n17", 0.812, 0.8)).text(),
      "node n17: memory in use by anybody over the node's limit: 81.2 %, above 80 % (kernels, the programs "
      "that they run and others on the node take it): ask for more memory, or let fewer kernels run at "
      "once with [resources] max_workers");
}

TEST(Alert, has_its_figure_and_its_threshold_in_the_units_of_the_rule) {
  const auto problem = [](Rule rule, std::string subject, double figure, double threshold) {
    return words_of(alert(rule, std::move(subject), figure, threshold)).problem;
  };
  EXPECT_EQ(problem(Rule::run_memory, "node n17", 0.968, 0.95),
            "node n17: memory of this run over the limit that its plan keeps to: 96.8 %, above 95 %");
  EXPECT_EQ(problem(Rule::growth, "rank 3 on n17", 12.5e6, 10e6),
            "rank 3 on n17: growth of memory, at least: 12.5 MB/min, above 10 MB/min");
  EXPECT_EQ(problem(Rule::open_files, "rank 3 on n17", 0.95, 0.9),
            "rank 3 on n17: open files over what the rank may have: 95 %, above 90 %");
  EXPECT_EQ(problem(Rule::storage, "journal_write of rank 0 on n1", 4.2e5, 1e6),
            "journal_write of rank 0 on n1: bytes a second of this operation: 420 kB/s, below 1 MB/s");
  EXPECT_EQ(
      problem(Rule::hdf5, "hdf5_write of rank 0 on n1", 4.9e6, 5e6),
      "hdf5_write of rank 0 on n1: bytes a second into or from the result file: 4.9 MB/s, below 5 MB/s");
  EXPECT_EQ(problem(Rule::unsteady, "read of rank 1 on n1", 1.25, 1),
            "read of rank 1 on n1: deviation of the operation's rate over its mean: 125 %, above 100 %");
  EXPECT_EQ(problem(Rule::prediction, "rank 0 on n1", 1.1, 1),
            "rank 0 on n1: memory over the predicted peak: 110 %, above 100 %");
  EXPECT_EQ(problem(Rule::success, "the run", 0.6, 0.9),
            "the run: what succeeded of all that ended: 60 %, below 90 %");
  EXPECT_EQ(problem(Rule::falling, "the run", 0.4, 0.5),
            "the run: tasks a second over those of before: 40 %, below 50 %");
  EXPECT_EQ(problem(Rule::disk, "/scratch on n1", -2e9, 1e8),
            "/scratch on n1: space left for others once the result is written: -2 GB, below 100 MB");
  EXPECT_EQ(problem(Rule::slow_rank, "rank 3 on n17", 2.6, 2),
            "rank 3 on n17: time a task over the median of the other ranks: 2.6 times, above 2 times");
}

TEST(Alert, has_a_cause_and_an_advice_for_each_rule_and_says_which_one_it_is) {
  std::set<std::pair<std::string_view, std::string_view>> names;
  for (std::size_t rule = 0; rule < rule_count; ++rule) {
    const auto& text = text_of(static_cast<Rule>(rule));
    EXPECT_FALSE(text.cause.empty()) << text.name;
    EXPECT_FALSE(text.advice.empty()) << text.name;
    EXPECT_TRUE(names.emplace(text.name, text.figure_name).second) << text.name;
  }
}

}  // namespace
}  // namespace winnow::watch
