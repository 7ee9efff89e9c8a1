#include "winnow/plan/learned_file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

namespace winnow::plan {
namespace {

namespace fs = std::filesystem;
using base::mebibytes;

const Subject program{"optimize", "program \"sim\\ulate\" '{x}'\n--deep"};
const Subject csv{"reduce", "format csv"};

Observation peak(std::uint64_t amount) {
  return {
      .ranks = 2, .workers = 2, .pieces = {}, .idle = mebibytes(60), .shared = {}, .peak = mebibytes(amount)};
}

class LearnedFileTest : public ::testing::Test {
 protected:
  test::TemporaryFolder folder_;
  LearnedFile file_{folder_.path() / "state" / "learned.toml"};
};

TEST_F(LearnedFileTest, is_empty_before_the_first_run) {
  EXPECT_TRUE(file_.read().value().empty());
}

TEST_F(LearnedFileTest, keeps_what_runs_have_shown_whatever_they_are_called) {
  ASSERT_TRUE(file_.add(program, "/a/b.toml", {peak(100)}));
  ASSERT_TRUE(file_.add(csv, "/a/c.toml", {peak(70), peak(80)}));
  ASSERT_TRUE(file_.add(program, "/a/b.toml", {peak(110)}));
  const std::vector<Lesson> expected{{csv, "/a/c.toml", 1, {peak(70), peak(80)}},
                                     {program, "/a/b.toml", 2, {peak(100), peak(110)}}};
  EXPECT_EQ(file_.read().value(), expected) << base::read_file(file_.path()).value();
}

TEST_F(LearnedFileTest, keeps_what_ranks_without_a_worker_took_and_does_without_in_older_files) {
  auto seen = peak(100);
  seen.ranks = 3;
  seen.spare = mebibytes(35);
  ASSERT_TRUE(file_.add(csv, "a", {seen}));
  EXPECT_EQ(file_.read().value().front().seen.front(), seen);
  auto text = base::read_file(file_.path()).value();
  const auto at = text.find(", spare = ");
  text.erase(at, text.find(' ', at + 10) - at);
  std::ofstream(file_.path()) << text;
  seen.spare = {};
  EXPECT_EQ(file_.read().value().front().seen.front(), seen) << text;
}

TEST_F(LearnedFileTest, keeps_the_latest) {
  for (std::uint64_t i = 0; i < LearnedFile::most_seen + 5; ++i)
    ASSERT_TRUE(file_.add(csv, "a", {peak(100 + i)}));
  const auto lesson = file_.read().value().front();
  EXPECT_EQ(lesson.runs, LearnedFile::most_seen + 5);
  EXPECT_EQ(lesson.seen.size(), LearnedFile::most_seen);
  EXPECT_EQ(lesson.seen.front(), peak(105));
}

TEST_F(LearnedFileTest, loses_nothing_when_runs_end_at_once) {
  constexpr int processes = 8;
  constexpr int each = 10;
  for (int i = 0; i < processes; ++i) {
    if (::fork() == 0) {
      bool all = true;
      for (int k = 0; k < each; ++k) all = file_.add(csv, "a", {peak(100)}).has_value() && all;
      ::_exit(all ? 0 : 1);
    }
  }
  for (int i = 0; i < processes; ++i) {
    int status = 0;
    ::wait(&status);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(file_.read().value().front().runs, processes * each);
}

TEST_F(LearnedFileTest, sets_aside_what_it_cannot_understand) {
  const auto path = folder_.write("learned.toml", "[[learned]]\njob = 3\n");
  const LearnedFile file(path);
  const auto read = file.read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().text(), path.string() + ":1:1: job is to be a text");
  const auto aside = file.add(csv, "a", {peak(100)}).value();
  ASSERT_TRUE(aside);
  EXPECT_EQ(base::read_file(*aside).value(), "[[learned]]\njob = 3\n");
  EXPECT_EQ(file.read().value().size(), 1U);
}

TEST_F(LearnedFileTest, sets_aside_zeros) {
  const LearnedFile file(folder_.write("learned.toml", std::string(3, '\0')));
  EXPECT_TRUE(file.add(csv, "a", {peak(100)}).value());
  EXPECT_EQ(file.read().value().size(), 1U);
}

TEST_F(LearnedFileTest, writes_through_a_link) {
  const auto target = folder_.path() / "shared" / "learned.toml";
  const auto link = folder_.path() / "link.toml";
  fs::create_symlink("shared/learned.toml", link);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(LearnedFile(link).add(csv, "a", {peak(100)}));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(LearnedFile(target).read().value().front().runs, 2U);
  std::ofstream(target) << "[[learned]\n";
  EXPECT_EQ(LearnedFile(link).add(csv, "a", {peak(100)}).value(), target.string() + ".damaged");
  EXPECT_TRUE(fs::is_symlink(link));
}

TEST_F(LearnedFileTest, tells_where_it_is_damaged) {
  const LearnedFile file(folder_.write("learned.toml", "[[learned]]\njob = \"reduce\nruns"));
  EXPECT_EQ(file.read().error().place.line, 2U);
}

TEST_F(LearnedFileTest, is_told_from_files_of_others_damaged_or_not) {
  EXPECT_FALSE(file_.is_something_else()) << "nothing stands there";
  ASSERT_TRUE(file_.add(csv, "a", {peak(100)}));
  EXPECT_FALSE(file_.is_something_else());
  fs::resize_file(file_.path(), 70);
  EXPECT_FALSE(file_.is_something_else()) << "the beginning of one";
  EXPECT_FALSE(LearnedFile(folder_.write("empty", "\n")).is_something_else());
  EXPECT_FALSE(LearnedFile(folder_.write("zeros", std::string(3, '\0'))).is_something_else());
  EXPECT_FALSE(LearnedFile(folder_.write("bare", "[[learned]]\njob = 3\n")).is_something_else());
  EXPECT_TRUE(LearnedFile(folder_.write("study.toml", "[reduce]\nfiles = \"a\"\n")).is_something_else());
  EXPECT_TRUE(LearnedFile(folder_.path()).is_something_else());
  EXPECT_TRUE(LearnedFile("/dev/null").is_something_else());
}

TEST_F(LearnedFileTest, takes_no_impossible_amount) {
  ASSERT_TRUE(file_.add(csv, "a", {peak(100)}));
  auto text = base::read_file(file_.path()).value();
  text.replace(text.find("ranks = 2"), 9, "ranks = 0");
  std::ofstream(file_.path()) << text;
  EXPECT_EQ(file_.read().error().problem, "ranks is to be a number from 1 to 1000000");
}

TEST_F(LearnedFileTest, fails_where_it_cannot_be_written) {
  const LearnedFile file("/dev/null/winnow/learned.toml");
  EXPECT_EQ(file.add(csv, "a", {peak(100)}).error().problem, "cannot make /dev/null/winnow");
}

TEST(LearnedModelOfLessons, goes_by_the_study_itself_and_else_by_others_with_the_same_subject) {
  const std::vector<Lesson> lessons{
      {csv, "a", 3, {peak(1000)}}, {csv, "b", 2, {peak(100)}}, {program, "c", 1, {peak(9)}}};
  const auto own = learned_model(lessons, csv, "b", {}).value();
  EXPECT_EQ(own.runs, 2U);
  EXPECT_TRUE(own.is_of_study);
  EXPECT_EQ(own.most_ranks, 2U);
  EXPECT_LT(own.model.overhead, mebibytes(50));
  const auto other = learned_model(lessons, csv, "new", {}).value();
  EXPECT_EQ(other.runs, 5U);
  EXPECT_FALSE(other.is_of_study);
  EXPECT_GT(other.model.overhead, mebibytes(400));
  EXPECT_FALSE(learned_model(lessons, {"reduce", "format table"}, "b", {}));
}

}  // namespace
}  // namespace winnow::plan
