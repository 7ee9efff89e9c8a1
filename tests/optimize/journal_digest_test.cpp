#include "winnow/optimize/journal_digest.hpp"

#include <gmock/gmock.h>

#include "optimize/search_record.hpp"

namespace winnow::optimize {
namespace {

using testing::ElementsAre;

class JournalDigestTest : public testing::Test {
 protected:
  template <class Record>
  void see(const Record& record) {
    base::Buffer bytes;
    encode(record, bytes);
    sizes_.emplace_back(bytes.size());
    digest_.see(bytes);
  }
  void state(std::uint16_t problem = 0) { see(StateRecord{problem, state_}); }
  void evaluated() { see(EvaluatedRecord{}); }
  void mark() { see(ResumedRecord{}); }

  std::vector<std::uint64_t> dropped() const {
    std::vector<std::uint64_t> indices;
    base::Bytes bytes;
    for (std::uint64_t index = 0; index < sizes_.size(); ++index) {
      if (digest_.needs(index)) continue;
      indices.push_back(index);
      bytes += sizes_[index];
    }
    EXPECT_EQ(bytes, digest_.stale());
    return indices;
  }

  base::Buffer state_ = base::Buffer(100);
  std::vector<base::Bytes> sizes_;
  JournalDigest digest_;
};

TEST_F(JournalDigestTest, needs_the_last_two_states_and_all_evaluations) {
  for (int i = 0; i < 3; ++i) {
    evaluated();
    state();
  }
  EXPECT_THAT(dropped(), ElementsAre(1));
  state();
  EXPECT_THAT(dropped(), ElementsAre(1, 3));
}

TEST_F(JournalDigestTest, tells_problems_apart) {
  for (const int problem : {0, 1, 0, 1, 0}) state(static_cast<std::uint16_t>(problem));
  EXPECT_THAT(dropped(), ElementsAre(0));
}

TEST_F(JournalDigestTest, needs_the_state_that_the_last_run_went_on_from) {
  state();
  state();
  mark();
  for (int i = 0; i < 3; ++i) state();
  EXPECT_THAT(dropped(), ElementsAre(0, 3));
  mark();
  EXPECT_THAT(dropped(), ElementsAre(0, 1, 3)) << "a later run went on from the last";
  for (int i = 0; i < 3; ++i) state();
  EXPECT_THAT(dropped(), ElementsAre(0, 1, 3, 4, 7));
}

}  // namespace
}  // namespace winnow::optimize
