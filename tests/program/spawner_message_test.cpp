#include "program/spawner_message.hpp"

#include <gtest/gtest.h>

namespace winnow::program {
namespace {

TEST(SpawnerMessage, requests_and_ends_arrive_as_they_were) {
  ProcessSpec spec;
  spec.arguments = {"/bin/a", "", "b\nc"};
  spec.environment = {"A=1"};
  spec.folder = "/work";
  spec.limits = {{1.5}, {0.1}, {60}, base::gibibytes(2)};
  base::Buffer bytes;
  base::Encoder to(bytes);
  put_request(spec, to);
  ProcessEnd end;
  end.kind = ProcessEnd::Kind::not_started;
  end.code = 2;
  end.failed_step = "execute it";
  end.left_processes = true;
  end.usage = {{1}, {0.5}, base::mebibytes(3)};
  put_end(end, to);

  base::Decoder from(bytes);
  const auto request = get_request(from);
  const auto told = get_end(from);
  EXPECT_TRUE(from.ok() && from.at_end());
  EXPECT_EQ(request.arguments, spec.arguments);
  EXPECT_EQ(request.environment, spec.environment);
  EXPECT_EQ(request.folder, spec.folder);
  EXPECT_EQ(request.limits, spec.limits);
  EXPECT_EQ(told.kind, end.kind);
  EXPECT_EQ(told.code, end.code);
  EXPECT_EQ(told.failed_step, end.failed_step);
  EXPECT_TRUE(told.left_processes);
  EXPECT_EQ(told.usage.peak_resident, end.usage.peak_resident);
}

}  // namespace
}  // namespace winnow::program
