#include "app/watch/run_trace.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

constexpr base::OperationKind task{"task"};

TEST(RunTrace, keeps_less_of_each_thread_the_more_ranks_there_are) {
  EXPECT_EQ(timeline_events(1), 1 << 15);
  EXPECT_EQ(timeline_events(64), (1 << 18) / 192);
  EXPECT_EQ(timeline_events(1'000'000), 256);
}

TEST(RunTrace, is_refused_where_it_could_not_be_written) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(check_trace(folder.path() / "trace.json"));
  EXPECT_TRUE(check_trace("trace.json"));
  EXPECT_EQ(
      check_trace(folder.path()).error().text(),
      folder.path().string() + " is a folder (the trace is to be a file): name a file in it with --trace");
  EXPECT_EQ(check_trace(folder.path() / "none" / "trace.json").error().text(),
            "there is no folder " + (folder.path() / "none").string() +
                " (the trace is to be there): make it, or name another file with --trace");
  EXPECT_EQ(check_trace("/proc/trace.json").error().text(),
            "cannot write /proc/trace.json (No such file or directory): name another file with --trace");
}

TEST(RunTrace, leaves_nothing_where_it_could_be_written) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(check_trace(folder.path() / "trace.json"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(RunTrace, takes_the_place_of_a_trace_and_of_no_other_file) {
  const test::TemporaryFolder folder;
  base::SoloTeam team;
  const auto trace = folder.path() / "trace.json";
  ASSERT_TRUE(write_trace(trace, team, 0, "node7", watch::Profiler(2)));
  EXPECT_TRUE(check_trace(trace));
  EXPECT_TRUE(check_trace(folder.write("empty.json", "")));
  for (const auto* const content : {"{}", "[reduce]\nfiles = \"a.txt\"\n"}) {
    const auto other = folder.write("other", content);
    EXPECT_EQ(check_trace(other).error().text(),
              other.string() +
                  " exists, and is no trace (it would be lost): remove it, or name another file "
                  "with --trace");
  }
  EXPECT_FALSE(check_trace("/dev/null"));
  EXPECT_FALSE(check_trace(folder.path() / std::string(256, 'x')));
}

TEST(RunTrace, writes_what_the_threads_keep_and_counts_the_rest) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "trace.json";
  std::uint64_t now = 1;
  watch::Profiler profiler(2, watch::TickCounter(now));
  for (const std::uint64_t lasts : {5000, 1000, 9000}) {
    const base::Operation op(&profiler, task);
    now += lasts;
  }
  base::SoloTeam team;
  const auto dropped = write_trace(path, team, 4, "node7", profiler);
  ASSERT_TRUE(dropped);
  EXPECT_EQ(*dropped, 2);
  const auto text = base::read_file(path);
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, testing::HasSubstr("rank 4 on node7"));
  EXPECT_THAT(*text, testing::HasSubstr("\"dur\":9.000"));
  EXPECT_THAT(*text, testing::HasSubstr("\"dropped_events\":2"));
}

TEST(RunTrace, says_why_it_cannot_be_written) {
  base::SoloTeam team;
  const watch::Profiler profiler(2);
  EXPECT_FALSE(write_trace("/proc/trace.json", team, 0, "node7", profiler));
}

}  // namespace
}  // namespace winnow::app
