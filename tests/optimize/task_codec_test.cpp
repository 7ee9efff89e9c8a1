#include "optimize/task_codec.hpp"

#include <gmock/gmock.h>

#include "winnow/base/error.hpp"

namespace winnow::optimize {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

EvaluateTask two_candidates() {
  EvaluateTask task;
  task.problem = 1;
  task.attempt = 2;
  task.candidates.values = {0.5, 1, 1.5, 2};
  task.candidates.ids = {12, 13};
  task.candidates.generations = {3, 3};
  task.candidates.islands = {0, 0};
  task.candidates.individuals = {4, 5};
  return task;
}

TEST(TaskCodec, gives_a_task_back_behind_words_for_people) {
  const auto payload = payload_of(two_candidates(), "sensor");
  EXPECT_THAT(payload, StartsWith("evaluations 12 to 13 of sensor"));
  const auto task = std::get<EvaluateTask>(decode_task(payload));
  EXPECT_EQ(task.problem, 1U);
  EXPECT_EQ(task.attempt, 2U);
  EXPECT_THAT(task.candidates.ids, ElementsAre(12, 13));
  EXPECT_THAT(task.candidates.values, ElementsAre(0.5, 1, 1.5, 2));
  const auto stretch = std::get<AdvanceTask>(decode_task(payload_of(AdvanceTask{1, 500, 700, 30, {}}, "")));
  EXPECT_EQ(stretch.limit, 500U);
  EXPECT_EQ(stretch.evaluations, 700U);
  EXPECT_EQ(stretch.failures, 30U);
}

TEST(TaskCodec, refuses_what_is_no_task) {
  const auto payload = payload_of(two_candidates(), "sensor");
  auto unknown = payload;
  unknown[payload.find('\0') + 1] = 9;
  for (const auto& damaged : {std::string(), std::string("words"), payload.substr(0, payload.size() - 1),
                              payload + "more", unknown}) {
    EXPECT_THROW(static_cast<void>(decode_task(damaged)), base::Failure);
  }
}

}  // namespace
}  // namespace winnow::optimize
