#include "winnow/program/spawner.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <thread>
#include <vector>

#include "program/processes.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

using testing::HasSubstr;
using Kind = ProcessEnd::Kind;

class SpawnerTest : public testing::Test {
 protected:
  ProcessEnd run_script(const std::string& text) { return run(*spawner_, script(text, folder_.path())); }

  test::TemporaryFolder folder_;
  std::unique_ptr<Spawner> spawner_ = started_spawner();
};

TEST_F(SpawnerTest, gives_status_and_outputs) {
  const auto end = run_script("echo out; echo err >&2; exit 3");
  EXPECT_EQ(end.kind, Kind::exited);
  EXPECT_EQ(end.code, 3);
  EXPECT_EQ(end.output.text, "out\n");
  EXPECT_EQ(end.errors.text, "err\n");
  EXPECT_EQ(to_text(end, {}), "exit status 3");
}

TEST_F(SpawnerTest, knows_the_memory_of_all_that_a_process_has_started_together) {
  constexpr auto hold = "/usr/bin/python3 -c 'import time; held = b\"x\" * (40 << 20); time.sleep(2)'";
  const auto one = run_script(hold).usage.peak_resident;
  EXPECT_GT(one, base::mebibytes(40));
  EXPECT_LT(one, base::mebibytes(75));
  EXPECT_GT(
      run_script(std::string("( ") + hold + " & ); ( setsid " + hold + " & ); sleep 2").usage.peak_resident,
      base::mebibytes(80))
      << "their parents have died";
  EXPECT_GT(run_script(std::string(hold) + " & " + hold + " & wait").usage.peak_resident,
            base::mebibytes(80));
}

TEST_F(SpawnerTest, tells_a_signal_from_an_exit_status) {
  const auto end = run_script("kill -SEGV $$");
  EXPECT_EQ(end.kind, Kind::signalled);
  EXPECT_EQ(end.code, SIGSEGV);
  EXPECT_EQ(to_text(end, {}), "killed by SIGSEGV (Segmentation fault)");
}

TEST_F(SpawnerTest, runs_in_the_folder_with_the_environment_and_the_input) {
  auto spec = script("pwd; echo $LATENCY; cat; cat /dev/stdin", folder_.path());
  spec.environment = {"LATENCY=0.5"};
  spec.input = "{\"x\": 1}\n";
  EXPECT_EQ(run(*spawner_, spec).output.text, folder_.path().string() + "\n0.5\n{\"x\": 1}\n{\"x\": 1}\n");
}

TEST_F(SpawnerTest, an_addition_replaces_a_variable_of_its_name) {
  ::setenv("WINNOW_TEST_WORD", "old", 1);
  const auto spawner = started_spawner();
  auto spec = script("env | grep WINNOW_TEST_WORD");
  EXPECT_EQ(run(*spawner, spec).output.text, "WINNOW_TEST_WORD=old\n");
  spec.environment = {"WINNOW_TEST_WORD=new"};
  EXPECT_EQ(run(*spawner, spec).output.text, "WINNOW_TEST_WORD=new\n");
  ::unsetenv("WINNOW_TEST_WORD");
}

TEST_F(SpawnerTest, says_why_a_process_cannot_be_started) {
  ProcessSpec spec;
  spec.arguments = {"/no/such/program"};
  spec.folder = "/";
  auto end = run(*spawner_, spec);
  EXPECT_EQ(end.kind, Kind::not_started);
  EXPECT_EQ(to_text(end, {}), "cannot execute it (No such file or directory)");
  end = run(*spawner_, script("true", "/no/such/folder"));
  EXPECT_EQ(end.kind, Kind::not_started);
  EXPECT_EQ(to_text(end, {}), "cannot enter its working directory (No such file or directory)");
}

TEST_F(SpawnerTest, refuses_arguments_too_long_for_a_message) {
  auto spec = script("true");
  spec.arguments.emplace_back(200'000, 'x');
  const auto end = spawner_->run(spec);
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().text(), HasSubstr("too long (195 KiB together, more than 128 KiB)"));
  EXPECT_TRUE(run_script("true").succeeded());
}

TEST_F(SpawnerTest, a_timeout_ends_a_process_that_ignores_sigterm_and_all_of_its_group) {
  auto spec = script("trap '' TERM; sleep 1000 & echo $! > grandchild; echo begun; while :; do sleep 1; done",
                     folder_.path());
  spec.limits.timeout = {0.3};
  spec.limits.grace = {0.1};
  const auto end = run(*spawner_, spec);
  EXPECT_EQ(end.kind, Kind::timed_out);
  EXPECT_EQ(end.output.text, "begun\n");
  EXPECT_GE(end.usage.wall, base::Seconds{0.4});
  EXPECT_EQ(to_text(end, spec.limits), "no end after 0.3 s");
  const auto grandchild = process_in(folder_.path() / "grandchild");
  EXPECT_TRUE(comes_true([&] { return is_gone(grandchild); }));
}

TEST_F(SpawnerTest, a_timeout_first_asks_politely) {
  auto spec = script("trap 'echo bye; exit 0' TERM; while :; do sleep 0.01; done");
  spec.limits.timeout = {0.2};
  spec.limits.grace = {60};
  const auto end = run(*spawner_, spec);
  EXPECT_EQ(end.kind, Kind::timed_out);
  EXPECT_EQ(end.output.text, "bye\n");
}

TEST_F(SpawnerTest, what_a_process_leaves_behind_ends_with_it) {
  EXPECT_FALSE(run_script("sleep 0.01").left_processes);
  EXPECT_TRUE(run_script("sleep 1000 & echo $! > in_group").left_processes);
  EXPECT_TRUE(run_script("setsid sleep 1000 & echo $! > in_session").left_processes);
  for (const auto* name : {"in_group", "in_session"}) {
    const auto left = process_in(folder_.path() / name);
    EXPECT_TRUE(comes_true([&] { return is_gone(left); })) << name;
  }
}

TEST_F(SpawnerTest, what_hides_where_it_comes_from_ends_with_the_spawner) {
  EXPECT_TRUE(run_script("setsid env -i sleep 1000 & echo $! > hidden").succeeded());
  const auto hidden = process_in(folder_.path() / "hidden");
  spawner_.reset();
  EXPECT_TRUE(is_gone(hidden));
}

TEST_F(SpawnerTest, limits_cpu_time) {
  auto spec = script("while :; do :; done");
  spec.limits.cpu = {1};
  const auto end = run(*spawner_, spec);
  EXPECT_EQ(end.kind, Kind::signalled);
  EXPECT_EQ(end.code, SIGXCPU);
  EXPECT_THAT(to_text(end, spec.limits), HasSubstr("more than 1 s of CPU time"));
  EXPECT_GT(end.usage.cpu, base::Seconds{0.5});
}

TEST_F(SpawnerTest, raises_no_limit_that_this_process_has) {
  rlimit own{};
  ASSERT_EQ(::getrlimit(RLIMIT_CPU, &own), 0);
  const rlimit lowered{1000, own.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_CPU, &lowered), 0);
  const auto spawner = started_spawner();
  ASSERT_EQ(::setrlimit(RLIMIT_CPU, &own), 0);
  auto spec = script("ulimit -t");
  spec.limits.cpu = {2000};
  EXPECT_EQ(run(*spawner, spec).output.text, "1000\n");
  spec.limits.cpu = {500};
  EXPECT_EQ(run(*spawner, spec).output.text, "500\n");
}

TEST_F(SpawnerTest, limits_memory_and_measures_its_peak) {
  const std::string takes_memory = "head -c 64000000 /dev/zero | tail | wc -c";
  const auto free = run_script(takes_memory);
  EXPECT_EQ(free.output.text, "64000000\n");
  EXPECT_GT(free.usage.peak_resident, base::mebibytes(60));
  auto spec = script(takes_memory);
  spec.limits.memory = base::mebibytes(32);
  EXPECT_EQ(run(*spawner_, spec).output.text, "0\n");
}

TEST_F(SpawnerTest, keeps_the_end_of_a_flood) {
  auto spec = script("yes 12345678 | head -c 50000000; echo; echo last");
  spec.captured = base::kibibytes(4);
  const auto end = run(*spawner_, spec);
  EXPECT_EQ(end.output.text.size(), 4096U);
  EXPECT_THAT(end.output.text, testing::EndsWith("\nlast\n"));
  EXPECT_EQ(end.output.dropped, 50'000'006U - 4096U);
}

TEST_F(SpawnerTest, input_that_is_not_read_blocks_nobody) {
  auto spec = script("exit 0");
  spec.input.assign(10'000'000, 'x');
  EXPECT_TRUE(run(*spawner_, spec).succeeded());
}

TEST_F(SpawnerTest, gives_no_descriptors_but_its_input_and_outputs) {
  EXPECT_EQ(run_script("ls /proc/self/fd").output.text, "0\n1\n2\n3\n");  // 3: of ls itself
}

TEST_F(SpawnerTest, gives_signals_their_default_dispositions) {
  const auto former = std::signal(SIGHUP, SIG_IGN);
  const auto spawner = started_spawner();
  std::signal(SIGHUP, former);
  EXPECT_EQ(run(*spawner, script("kill -HUP $$; exit 0")).code, SIGHUP);
}

TEST_F(SpawnerTest, cancels_what_runs_and_what_is_started_later) {
  std::thread cancels([this] {
    process_in(folder_.path() / "begun");
    spawner_->cancel_all();
  });
  EXPECT_EQ(run_script("echo $$ > begun; sleep 1000").kind, Kind::cancelled);
  cancels.join();
  EXPECT_EQ(run_script("sleep 1000").kind, Kind::cancelled);
  auto deaf = script("sleep 0.2; exit 3");
  deaf.heeds_cancel = false;
  EXPECT_EQ(run(*spawner_, deaf).code, 3);
}

TEST_F(SpawnerTest, runs_processes_of_many_threads_at_once) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i] {
      for (int j = 0; j < 10; ++j) {
        const auto end = run_script("echo " + std::to_string(100 * i + j));
        EXPECT_EQ(end.output.text, std::to_string(100 * i + j) + "\n");
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST_F(SpawnerTest, leaks_neither_descriptors_nor_zombies) {
  run_script("true");
  const auto before = open_descriptors();
  const std::string count =
      "sleep 0.1; ls /proc/$PPID/fd | wc -l; cat /proc/$PPID/task/$PPID/children | wc -w";
  const auto helper_before = run_script(count).output.text;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(run(*spawner_, script("exit 0")).succeeded());
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(run_script(count).output.text, helper_before);
}

/// Starts a process in its group and one in a session of its own, then kills the helper of both.
constexpr auto kills_helper =
    "setsid sh -c 'sleep 1000 & echo $! > escaped; wait' & sleep 1000 & echo $! > child\n"
    "while [ ! -s escaped ]; do :; done; echo $$ > self; kill -9 $PPID; exec sleep 1000";

TEST_F(SpawnerTest, a_dead_helper_is_an_error_and_ends_its_children_and_theirs) {
  EXPECT_FALSE(spawner_->is_lost());
  const auto end = spawner_->run(script(kills_helper, folder_.path()));
  ASSERT_FALSE(end);
  EXPECT_TRUE(spawner_->is_lost());
  EXPECT_THAT(end.error().text(), HasSubstr("the process that starts programs is gone"));
  for (const auto* name : {"self", "child", "escaped"}) {
    EXPECT_TRUE(is_gone(process_in(folder_.path() / name))) << name;
  }
  EXPECT_FALSE(spawner_->run(script("true")));
}

TEST_F(SpawnerTest, a_dead_helper_leaves_none_that_is_just_executing_a_program) {
  for (int i = 0; i < 100; ++i) {  // such a moment is short
    const test::TemporaryFolder own;
    const auto spawner = started_spawner();
    EXPECT_FALSE(spawner->run(script(kills_helper, own.path())));
    EXPECT_TRUE(is_gone(process_in(own.path() / "escaped"))) << i;
  }
}

/// A rank of its own, to be killed: it runs a script and never comes back.
pid_t fork_rank(const ProcessSpec& spec) {
  const pid_t rank = ::fork();
  if (rank != 0) return rank;
  const auto spawner = started_spawner();
  (void)spawner->run(spec);
  ::_exit(0);
}

TEST(KilledRank, leaves_no_process) {
  const test::TemporaryFolder folder;
  const pid_t rank = fork_rank(script(
      "trap '' TERM; echo $PPID > helper; setsid env -i sh -c 'sleep 1000 & echo $! > escaped; wait' & "
      "sleep 1000 & echo $! > child; wait",
      folder.path()));
  std::vector<pid_t> processes;
  for (const auto* name : {"helper", "escaped", "child"})
    processes.push_back(process_in(folder.path() / name));
  ::kill(rank, SIGKILL);
  ::waitpid(rank, nullptr, 0);
  for (const auto process : processes) EXPECT_TRUE(comes_true([&] { return is_gone(process); })) << process;
}

}  // namespace
}  // namespace winnow::program
