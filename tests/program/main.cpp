// The main of tests whose program is also the helper that they start.

#include <gtest/gtest.h>

#include <cstdio>

#include "winnow/program/hidden_verb.hpp"

int main(int argc, char** argv) {
  if (const auto status = winnow::program::serve_hidden_verb(argc, argv)) return *status;
  testing::InitGoogleTest(&argc, argv);
  const int status = RUN_ALL_TESTS();
  if (testing::UnitTest::GetInstance()->test_to_run_count() == 0) {
    std::fputs("no test was run\n", stderr);
    return 1;
  }
  return status;
}
