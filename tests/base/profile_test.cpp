#include "winnow/base/profile.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace winnow::base {
namespace {

constexpr OperationKind parse{"parse"};
constexpr OperationKind read{"read", Resource::storage};

/// Writes down what it is told.
class Recorder final : public Profile, public ProfileLane {
 public:
  ProfileLane& lane() override { return *this; }
  void name_thread(std::string_view /*name*/) override {}
  void begin(Span& span) noexcept override { told.push_back("begin " + std::string(span.kind->name)); }
  void end(Span& span) noexcept override {
    told.push_back("end " + std::string(span.kind->name));
    items = span.items;
    bytes = span.bytes;
    subject = span.subject;
    measures_memory = span.measures_memory;
  }

  std::vector<std::string> told;
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
  std::string subject;
  bool measures_memory = false;
};

TEST(Profile, is_told_where_operations_begin_and_end) {
  Recorder recorder;
  {
    const Operation outer(&recorder, parse);
    const Operation inner(&recorder, read);
  }
  EXPECT_EQ(recorder.told, (std::vector<std::string>{"begin parse", "begin read", "end read", "end parse"}));
}

TEST(Profile, is_told_at_the_end_how_much_it_was_of) {
  Recorder recorder;
  {
    Operation op(&recorder, parse, MeasureMemory::yes);
    op.items(3);
    op.items(4);
    op.bytes(kibibytes(1));
    op.bytes({1});
    op.about("a.txt");
  }
  EXPECT_EQ(recorder.items, 7);
  EXPECT_EQ(recorder.bytes, 1025);
  EXPECT_EQ(recorder.subject, "a.txt");
  EXPECT_TRUE(recorder.measures_memory);
}

TEST(Profile, is_told_of_an_end_by_an_exception) {
  Recorder recorder;
  try {
    const Operation op(&recorder, parse);
    throw 1;
  } catch (int) {
  }
  EXPECT_EQ(recorder.told.back(), "end parse");
}

TEST(Profile, may_be_absent) {
  Operation op(nullptr, parse, MeasureMemory::yes);
  op.items(1);
  op.bytes({1});
  op.about("a.txt");
}

}  // namespace
}  // namespace winnow::base
