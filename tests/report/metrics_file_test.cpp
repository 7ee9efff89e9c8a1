#include "winnow/report/metrics_file.hpp"

#include <gmock/gmock.h>

#include <atomic>

#include "report/full_run.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

namespace winnow::report {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MetricsFileTest : public testing::Test {
 protected:
  MetricsSource source() {
    return [this] {
      auto run = full_run();
      run.progress.queues[0].done = ++asked;
      return run;
    };
  }
  std::string done() const {
    const auto text = base::value_or_throw(base::read_file(path));
    const auto at = text.find("status=\"done\"} ") + 15;
    return text.substr(at, text.find('\n', at) - at);
  }
  void wait_for(int calls) const {
    while (asked < calls) std::this_thread::yield();
  }

  test::TemporaryFolder folder;
  std::filesystem::path path = folder.write("out/city.prom", "");
  base::MemoryLog log;
  std::atomic<int> asked = 0;
};

TEST_F(MetricsFileTest, is_there_from_the_start_and_says_the_last_word_at_the_end) {
  {
    const auto file = MetricsFile::start(path, base::Seconds{3600}, source(), log);
    ASSERT_TRUE(file) << file.error().text();
    EXPECT_EQ(done(), "1");
  }
  EXPECT_EQ(done(), "2");
  EXPECT_THAT(log.notes(), IsEmpty());
}

TEST_F(MetricsFileTest, is_replaced_each_interval_and_leaves_nothing_beside_it) {
  {
    const auto file = MetricsFile::start(path, base::Seconds{0.001}, source(), log);
    ASSERT_TRUE(file);
    wait_for(5);
  }
  EXPECT_EQ(done(), std::to_string(asked));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
}

TEST_F(MetricsFileTest, is_written_through_a_link) {
  const auto link = folder.path() / "link.prom";
  std::filesystem::create_symlink("out/city.prom", link);
  ASSERT_TRUE(MetricsFile::start(link, base::Seconds{3600}, source(), log));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(done(), "2");
}

TEST_F(MetricsFileTest, fails_at_once_where_it_cannot_be_written) {
  const auto file = MetricsFile::start(folder.path() / "none" / "city.prom", base::Seconds{1}, source(), log);
  ASSERT_FALSE(file);
  EXPECT_EQ(
      file.error().text(),
      "cannot write " + (folder.path() / "none" / "city.prom").string() +
          " (No such file or directory): name a file in watch.textfile that can be written, or leave it out");
}

TEST_F(MetricsFileTest, warns_once_if_it_cannot_be_written_any_longer) {
  {
    const auto file = MetricsFile::start(path, base::Seconds{0.001}, source(), log);
    ASSERT_TRUE(file);
    std::filesystem::rename(path.parent_path(), folder.path() / "elsewhere");
    wait_for(asked + 3);
  }
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_THAT(log.notes()[0].text, HasSubstr("metrics are out of date: cannot write"));
}

}  // namespace
}  // namespace winnow::report
