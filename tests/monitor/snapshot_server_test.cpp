#include "winnow/monitor/snapshot_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"

namespace winnow::monitor {
namespace {

class SnapshotServerTest : public testing::Test {
 protected:
  void SetUp() override { server = base::value_or_throw(SnapshotServer::start(socket, true)); }

  /// Somebody who connects, after `before` was done, and says nothing.
  base::Descriptor silent_caller(const std::function<void()>& before = [] {}) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, socket.c_str());
    base::Descriptor caller(::socket(AF_UNIX, SOCK_STREAM, 0));
    before();
    EXPECT_EQ(::connect(caller.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return caller;
  }

  test::TemporaryFolder folder;
  std::filesystem::path socket = folder.path() / "s";
  std::unique_ptr<SnapshotServer> server;
};

TEST_F(SnapshotServerTest, answers_the_latest_snapshot) {
  EXPECT_EQ(ask_server(socket, "snapshot"), "");
  server->publish("one");
  server->publish("two");
  EXPECT_EQ(ask_server(socket, "snapshot"), "two");
  EXPECT_EQ(ask_server(socket, "snapshot"), "two");
}

TEST_F(SnapshotServerTest, answers_snapshots_of_thousands_of_nodes_whole) {
  const std::string large(3'000'000, 'n');
  server->publish(large);
  EXPECT_EQ(ask_server(socket, "snapshot"), large);
}

TEST_F(SnapshotServerTest, passes_the_wish_for_a_checkpoint_on_once) {
  EXPECT_FALSE(server->take_checkpoint_request());
  EXPECT_EQ(ask_server(socket, "checkpoint"), "asked");
  EXPECT_TRUE(server->take_checkpoint_request());
  EXPECT_FALSE(server->take_checkpoint_request());
}

TEST_F(SnapshotServerTest, says_that_there_are_no_checkpoints_where_the_run_keeps_none) {
  server = base::value_or_throw(SnapshotServer::start(folder.path() / "t", false));
  EXPECT_EQ(ask_server(folder.path() / "t", "checkpoint"), "none");
  EXPECT_FALSE(server->take_checkpoint_request());
}

TEST_F(SnapshotServerTest, does_nothing_on_a_word_that_it_does_not_know) {
  EXPECT_EQ(ask_server(socket, "stop"), "unknown");
  EXPECT_FALSE(ask_server(socket, std::string(1000, 'x')));
  EXPECT_EQ(ask_server(socket, "snapshot"), "");
}

TEST_F(SnapshotServerTest, outlasts_a_caller_who_says_nothing_and_one_who_hangs_up) {
  server->publish("here");
  const auto silent = silent_caller();
  silent_caller();
  EXPECT_EQ(ask_server(socket, "snapshot", base::Seconds{30}), "here");
}

TEST_F(SnapshotServerTest, lets_nobody_wait_for_those_who_say_nothing) {
  server->publish("one");
  std::vector<base::Descriptor> silent;
  for (int i = 0; i < 100; ++i) {
    silent.push_back(silent_caller());
    EXPECT_EQ(ask_server(socket, "snapshot", base::Seconds{0.9}), "one") << i;
  }
}

TEST_F(SnapshotServerTest, hangs_up_on_one_who_takes_an_answer_by_and_by) {
  server->publish(std::string(100'000'000, 'n'));
  const auto slow = silent_caller();
  ASSERT_EQ(::send(slow.get(), "snapshot\n", 9, 0), 9);
  std::vector<char> block(65536);
  bool is_over = false;
  for (int reads = 0; reads < 40 && !is_over; ++reads) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    is_over = ::recv(slow.get(), block.data(), block.size(), 0) <= 0;
  }
  EXPECT_TRUE(is_over);
}

double processor_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

TEST_F(SnapshotServerTest, sleeps_where_it_may_open_no_more_files) {
  server->publish("here");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none = before;
  none.rlim_cur = 3;  // and poll(2) takes no more descriptors than that
  const auto limit = [](const rlimit& files) { ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0); };
  const auto caller = silent_caller([&] { limit(none); });
  const auto began = processor_time();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_LT(processor_time() - began, 0.1);
  limit(before);
  EXPECT_EQ(ask_server(socket, "snapshot", base::Seconds{30}), "here");
}

TEST_F(SnapshotServerTest, takes_the_place_of_one_that_was_killed_and_leaves_nothing_behind) {
  EXPECT_TRUE(std::filesystem::exists(socket));
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(socket));
  folder.write("s", "left");
  SetUp();
  EXPECT_EQ(ask_server(socket, "checkpoint"), "asked");
}

/// Listens as a stopped process does: nobody takes a caller, of whom few may wait.
class StoppedServerTest : public SnapshotServerTest {
 protected:
  void SetUp() override {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, socket.c_str());
    listener = base::Descriptor(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
  }

  base::Descriptor listener;
};

TEST_F(StoppedServerTest, is_there_though_it_does_not_answer) {
  for (int callers = 0; callers < 5; ++callers) {
    const auto answer = ask_server(socket, "snapshot", base::Seconds{0.01});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().why, "the job does not answer");
    EXPECT_TRUE(has_server(socket));
  }
  listener = {};
  EXPECT_FALSE(has_server(socket)) << "its process is gone";
  std::filesystem::remove(socket);
  EXPECT_FALSE(has_server(socket)) << "it has ended";
}

TEST(AskServer, says_that_nobody_is_there) {
  const test::TemporaryFolder folder;
  const auto answer = ask_server(folder.path() / "none", "snapshot");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().why, "No such file or directory");
  EXPECT_EQ(ask_server(folder.path() / std::string(200, 'x'), "snapshot").error().why,
            "the name is too long");
}

}  // namespace
}  // namespace winnow::monitor
