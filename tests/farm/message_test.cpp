#include "winnow/farm/message.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

base::Buffer encoded(const Message& message) {
  base::Buffer bytes;
  encode(message, bytes);
  return bytes;
}

template <class Body>
Body passed(const Body& body) {
  const auto bytes = encoded(body);
  base::Decoder in(bytes);
  auto message = decode(in);
  EXPECT_TRUE(message);
  EXPECT_TRUE(in.at_end());
  return std::get<Body>(*message);
}

Task peculiar_task() {
  auto task = task_of(1ULL << 40, 12'345, 1);
  task.attempt = 300;
  task.suspicion = 2;
  task.alone = true;
  task.timeout = base::Seconds{2.5};
  task.avoid = 70'000;
  task.revision = 1ULL << 60;
  return task;
}

void expect_peculiar(const Task& task) {
  const auto original = peculiar_task();
  EXPECT_EQ(task.id, original.id);
  EXPECT_EQ(task.queue, original.queue);
  EXPECT_EQ(task.attempt, original.attempt);
  EXPECT_EQ(task.suspicion, original.suspicion);
  EXPECT_EQ(task.alone, original.alone);
  EXPECT_EQ(task.timeout, original.timeout);
  EXPECT_EQ(task.avoid, original.avoid);
  EXPECT_EQ(task.size, original.size);
  EXPECT_EQ(task.revision, original.revision);
  EXPECT_EQ(task.payload, original.payload);
}

/// One of each, with something in it.
std::vector<Message> all_kinds() {
  Report report;
  report.credits = 300;
  report.done.insert(7, 900);
  report.answers.push_back({8, "so"});
  report.failed.push_back({peculiar_task(), {FailureKind::timeout, "late"}, false});
  report.returned.push_back(peculiar_task());
  report.lost.push_back({3, 10, 1, base::Seconds{2.5}, base::Bytes{77}, true});
  report.queues = {{5, 6, 7, base::Seconds{0.5}}, {7, 8, 9, base::Seconds{1.5}}};
  report.node = {4, 8, base::Bytes{1000}, base::Bytes{2000}};
  report.node.enough = {3000};
  return {Poll{4},
          Present{4},
          Lead{5, {1, 2, 3}},
          Grant{tasks_of(1, 4)},
          MasterBeat{2.5},
          Heard{70},
          SaveNode{},
          Halt{},
          CloseNode{2},
          FinishNode{Ending::stopped, {4, 9}},
          report,
          NodeClosed{2, {{3, 10, 1, base::Seconds{2.5}, base::Bytes{77}, false}}},
          Follow{6},
          Lease{9, shared({peculiar_task()})},
          Recall{},
          LeaderBeat{12},
          CloseWorker{3},
          FinishWorker{Ending::no_workers, {1}},
          Joined{16},
          Outcome{9,
                  false,
                  {{2, {FailureKind::error, "bad"}}},
                  bytes_of("partial"),
                  base::Seconds{1.5},
                  {7},
                  {"a", "b"},
                  base::Bytes{6}},
          WorkerBeat{base::Bytes{5}, base::Bytes{4}, 3, {}, base::Seconds{7}},
          Leaving{{}},
          WorkerClosed{3, {}},
          StopRequest{},
          Fence{}};
}

TEST(Message, keeps_a_task_whole) {
  const auto lease = passed(Lease{9, shared({peculiar_task()})});
  EXPECT_EQ(lease.id, 9U);
  ASSERT_EQ(lease.tasks->size(), 1U);
  expect_peculiar(lease.tasks->front());
}

TEST(Message, keeps_a_report_whole) {
  const auto kinds = all_kinds();
  const auto is_report = [](const Message& message) { return std::holds_alternative<Report>(message); };
  const auto report = passed(std::get<Report>(*std::ranges::find_if(kinds, is_report)));
  EXPECT_EQ(report.credits, 300U);
  EXPECT_EQ(report.done.count(), 893U);
  ASSERT_EQ(report.answers.size(), 1U);
  EXPECT_EQ(report.answers[0].task, 8U);
  EXPECT_EQ(report.answers[0].words, "so");
  ASSERT_EQ(report.failed.size(), 1U);
  expect_peculiar(report.failed[0].task);
  EXPECT_EQ(report.failed[0].failure.kind, FailureKind::timeout);
  EXPECT_FALSE(report.failed[0].certain);
  EXPECT_EQ(report.lost.at(0).busy.count, 2.5);
  EXPECT_EQ(report.queues.at(1).running, 8U);
  EXPECT_EQ(report.queues.at(1).ran, 9U);
  EXPECT_EQ(report.queues.at(1).busy.count, 1.5);
  EXPECT_EQ(report.node.peak.count, 2000U);
  EXPECT_EQ(report.node.enough.count, 3000U);
}

TEST(Message, gives_the_same_bytes_after_a_passage_for_every_kind) {
  const auto kinds = all_kinds();
  ASSERT_EQ(kinds.size(), std::variant_size_v<Message>);
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    ASSERT_EQ(kinds[kind].index(), kind);
    const auto bytes = encoded(kinds[kind]);
    base::Decoder in(bytes);
    const auto message = decode(in);
    ASSERT_TRUE(message) << kind;
    EXPECT_EQ(encoded(*message), bytes) << kind;
  }
}

TEST(Message, follows_another_without_a_gap) {
  base::Buffer bytes;
  encode(Joined{3}, bytes);
  encode(Follow{8}, bytes);
  base::Decoder in(bytes);
  EXPECT_EQ(std::get<Joined>(*decode(in)).slots, 3U);
  EXPECT_EQ(std::get<Follow>(*decode(in)).term, 8U);
  EXPECT_TRUE(in.at_end());
}

TEST(Message, is_refused_wherever_it_is_cut) {
  for (const auto& message : all_kinds()) {
    const auto bytes = encoded(message);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      base::Decoder in(std::span<const std::byte>(bytes).first(size));
      EXPECT_FALSE(decode(in)) << "kind " << message.index() << " at " << size << " of " << bytes.size();
    }
  }
}

TEST(Message, is_refused_with_a_kind_or_value_that_does_not_exist) {
  const auto ending = static_cast<int>(Message(FinishNode{}).index());
  const auto slots = static_cast<int>(Message(Joined{}).index());
  for (const auto& bad : {std::vector<int>{200}, {ending, 9, 0}, {slots, 255, 255, 255, 255, 255, 1}}) {
    base::Buffer bytes;
    for (const int byte : bad) bytes.push_back(static_cast<std::byte>(byte));
    base::Decoder in(bytes);
    const auto message = decode(in);
    ASSERT_FALSE(message);
    EXPECT_THAT(message.error().text(),
                testing::StartsWith("a message of the farm cannot be read (its bytes are"));
  }
}

TEST(Message, does_not_believe_a_huge_count) {
  base::Buffer bytes;
  base::Encoder encoder(bytes);
  encoder.put(static_cast<std::uint8_t>(Message(Grant{}).index()));
  encoder.put_varint(1ULL << 60);
  base::Decoder in(bytes);
  EXPECT_FALSE(decode(in));
}

}  // namespace
}  // namespace winnow::farm
