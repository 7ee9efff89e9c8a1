#include "app/run/order_sharing.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "app/campaign.hpp"
#include "app/common_failure.hpp"
#include "app/run/workload.hpp"
#include "app/watch/learning.hpp"
#include "support/thread_team.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RunOrderTest : public testing::Test {
 protected:
  RunOrder order() {
    std::optional<RunLock> lock;
    return make_order(command, lock, log);
  }
  std::string refusal() {
    try {
      order();
    } catch (const base::Failure& failure) {
      return failure.what();
    }
    return "taken";
  }

  Campaign campaign;
  RunCommand command = campaign.command();
  base::MemoryLog log;
};

TEST_F(RunOrderTest, names_the_result_after_the_study_in_the_working_folder) {
  EXPECT_EQ(order().output, "city.h5");
  EXPECT_THAT(order().jobs, ElementsAre("reduce"));
  command.output = "other.h5";
  EXPECT_EQ(order().output, "other.h5");
}

TEST_F(RunOrderTest, spills_where_the_user_has_temporary_files) {
  EXPECT_EQ(order().scratch_folder, "/tmp");
  setenv("TMPDIR", "/var/tmp", 1);
  EXPECT_EQ(order().scratch_folder, "/var/tmp");
  setenv("TMPDIR", "", 1);
  EXPECT_EQ(order().scratch_folder, "/tmp");
  unsetenv("TMPDIR");
}

TEST_F(RunOrderTest, refuses_a_study_without_the_job) {
  campaign.write("city.toml", "title = \"nothing to do\"\n");
  EXPECT_EQ(refusal(),
            "city.toml: the study has no job: add a section [reduce] with files, name and group_by");
  command.job = "reduce";
  EXPECT_THAT(refusal(), HasSubstr("the study has no [reduce]"));
}

TEST_F(RunOrderTest, refuses_a_file_to_learn_in_whose_folder_is_not_there) {
  command.study.sets = {"resources.learned=\"none/learned.toml\""};
  EXPECT_THAT(refusal(), HasSubstr("none/learned.toml (there is no folder "));
  EXPECT_THAT(refusal(), HasSubstr("make it, or name a file in resources.learned that can be written"));
  EXPECT_FALSE(std::filesystem::exists("none"));
  std::filesystem::create_directory("none");
  EXPECT_EQ(refusal(), "taken");
}

TEST_F(RunOrderTest, refuses_a_file_to_learn_in_that_is_something_else) {
  command.study.sets = {"resources.learned=A_stats.txt"};
  EXPECT_THAT(refusal(), HasSubstr("A_stats.txt is no file of what runs have learned (it would be replaced "
                                   "by one): remove it if nobody needs it, or name another in "
                                   "resources.learned"));
  command.study.sets = {"resources.learned=/tmp"};
  EXPECT_THAT(
      refusal(),
      HasSubstr("/tmp is no file of what runs have learned (it would be replaced by one): name another in"));
}

TEST_F(RunOrderTest, refuses_files_that_would_destroy_each_other_before_any_is_opened) {
  command.trace = "city.toml";
  EXPECT_EQ(refusal(), "the study and --trace are the same file (city.toml): name another with --trace");
  command.trace = "A_stats.txt";
  EXPECT_THAT(refusal(), HasSubstr("A_stats.txt exists, and is no trace"));
}

TEST_F(RunOrderTest, refuses_a_metric_that_no_file_has_and_names_the_near_ones) {
  campaign.write_study("metrics = [\"delivrey_prob\"]\n");
  EXPECT_EQ(refusal(),
            "city.toml:5:1: unknown metric \"delivrey_prob\" (no file has it): write delivery_prob");
}

TEST_F(RunOrderTest, refuses_a_target_that_cannot_be_written) {
  command.output = "none/city.h5";
  EXPECT_THAT(refusal(), HasSubstr("there is no folder none"));
}

TEST_F(RunOrderTest, finds_a_result_that_stands_and_leaves_it) {
  campaign.write_result("city.h5");
  EXPECT_THAT(order().jobs, IsEmpty());
  command.overwrite = true;
  EXPECT_THAT(order().jobs, ElementsAre("reduce")) << "asked to run again";
}

TEST_F(RunOrderTest, refuses_to_replace_a_result_of_something_else_unasked) {
  Campaign::write_result("city.h5", "another study", "");
  EXPECT_THAT(refusal(), HasSubstr("city.h5 exists"));
  command.overwrite = true;
  EXPECT_THAT(order().jobs, ElementsAre("reduce"));
}

TEST_F(RunOrderTest, keeps_the_checkpoint_beside_the_result_or_where_the_study_wants_it) {
  command.output = "out.h5";
  EXPECT_EQ(order().checkpoint, std::filesystem::current_path() / ".out.h5.checkpoint");
  command.study.sets = {"checkpoint.path=/var/tmp"};
  EXPECT_EQ(order().checkpoint, "/var/tmp/.out.h5.checkpoint");
}

TEST_F(RunOrderTest, refuses_a_folder_for_the_checkpoint_that_there_is_not) {
  command.study.sets = {"checkpoint.path=/var/none"};
  EXPECT_EQ(
      refusal(),
      "--set checkpoint.path: there is no folder /var/none (the checkpoint is to be there): make it, or "
      "name another");
}

TEST_F(RunOrderTest, refuses_a_folder_for_the_checkpoint_that_cannot_be_written) {
  std::filesystem::create_directory("kept");
  const auto in_the_way = campaign.write("kept/.city.h5.checkpoint", "");
  campaign.write_study("[checkpoint]\npath = \"kept\"\n");
  EXPECT_EQ(refusal(),
            "city.toml:6:1: cannot keep the checkpoint in " + in_the_way.string() +
                " (Not a directory): name a folder of your own in checkpoint.path, or keep none with "
                "checkpoint.interval = \"none\"");
  command.study.sets = {"checkpoint.interval=none"};
  EXPECT_EQ(refusal(), "taken") << "nothing is put there";
}

TEST_F(RunOrderTest, tells_every_run_from_every_other) {
  EXPECT_NE(order().run, order().run);
}

TEST_F(RunOrderTest, is_rank_0s_on_every_rank) {
  campaign.write_study("metrics = [\"created\"]\n");
  command.output = "out.h5";
  command.study.sets = {"resources.learned=learned.toml", "resources.overhead=70MiB"};
  const auto study = order().study;
  plan::Observation seen;
  seen.ranks = seen.workers = 2;
  seen.peak = base::mebibytes(90);
  learn(study, workload_of(study, "reduce").subject, {seen}, log);
  std::vector<std::string> texts(3);
  std::vector<std::uint64_t> runs(3);
  test::ThreadTeam::run(3, [&](base::Team& team) {
    RunCommand mine = command;
    if (team.rank() != 0) mine.study.file = "unseen.toml";
    std::optional<RunLock> lock;
    const auto order = share_order(mine, lock, team, log);
    EXPECT_EQ(lock.has_value(), team.rank() == 0);
    EXPECT_EQ(order.output, "out.h5");
    EXPECT_EQ(order.scratch_folder, "/tmp");
    EXPECT_EQ(order.checkpoint, std::filesystem::current_path() / ".out.h5.checkpoint");
    EXPECT_EQ(order.study.file(), "city.toml");
    EXPECT_TRUE(order.says_overhead);
    ASSERT_TRUE(order.learned.front().has_value());
    EXPECT_EQ(order.learned.front()->most_ranks, 2U);
    runs[static_cast<std::size_t>(team.rank())] = order.run;
    EXPECT_THAT(order.jobs, ElementsAre("reduce"));
    texts[static_cast<std::size_t>(team.rank())] = order.study.effective_toml();
  });
  EXPECT_THAT(texts[0], HasSubstr("metrics = [\"created\"]"));
  EXPECT_EQ(texts[1], texts[0]);
  EXPECT_EQ(texts[2], texts[0]);
  EXPECT_EQ(runs, std::vector<std::uint64_t>(3, runs[0]));
}

TEST_F(RunOrderTest, tells_every_rank_that_the_result_stands) {
  campaign.write_result("city.h5");
  test::ThreadTeam::run(2, [&](base::Team& team) {
    std::optional<RunLock> lock;
    EXPECT_THAT(share_order(command, lock, team, log).jobs, IsEmpty());
  });
}

TEST_F(RunOrderTest, fails_on_every_rank_alike_and_rank_0_says_why) {
  command.study.file = "town.toml";
  std::vector<std::string> said(3, "taken");
  test::ThreadTeam::run(3, [&](base::Team& team) {
    std::optional<RunLock> lock;
    try {
      static_cast<void>(share_order(command, lock, team, log));
    } catch (const CommonFailure& failure) {
      EXPECT_EQ(failure.spoken(), team.rank() == 0);
      EXPECT_EQ(failure.status(), base::ExitStatus::bad_input);
      said[static_cast<std::size_t>(team.rank())] = failure.what();
    }
  });
  EXPECT_THAT(said[0], HasSubstr("town.toml"));
  EXPECT_NE(said[1], "taken");
  EXPECT_NE(said[2], "taken");
}

}  // namespace
}  // namespace winnow::app
