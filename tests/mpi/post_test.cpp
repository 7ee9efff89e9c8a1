#include "winnow/mpi/post.hpp"

#include <gmock/gmock.h>

#include <string>

#include "winnow/base/random.hpp"

namespace winnow::mpi {
namespace {

/// Each rank writes to the next, and the last to the first.
class PostTest : public testing::Test {
 protected:
  static constexpr std::uint64_t threshold = 1024;

  Compression compressing(bool all_far) const {
    return {base::Bytes{threshold}, std::vector<bool>(static_cast<std::size_t>(world_.size()), all_far)};
  }

  /// What arrives of `message`, alike on all ranks, and what the post has sent with it.
  std::string pass_on(Post& post, const std::string& words) {
    farm::Report report;
    report.answers.push_back({17, words});
    post.send((world_.rank() + 1) % world_.size(), std::move(report));
    post.flush();
    std::deque<Letter> letters;
    while (letters.empty()) post.receive(letters);
    EXPECT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].from, (world_.rank() + world_.size() - 1) % world_.size());
    while (!post.all_taken()) continue;
    world_.barrier();  // else the next round's may arrive with this one's at a slower rank
    return std::get<farm::Report>(letters[0].message).answers.at(0).words;
  }

  boost::mpi::communicator world_;
  static inline int channel = 1000;  // beside those of the other tests of the program
};

TEST_F(PostTest, compresses_what_goes_to_another_node) {
  Post post(world_, ++channel, compressing(true));
  const std::string words(20'000, 'x');
  EXPECT_EQ(pass_on(post, words), words);
  EXPECT_EQ(post.traffic().compressed, 1U);
  EXPECT_LT(post.traffic().bytes, 1000U);
  EXPECT_GT(post.traffic().bytes_before, 20'000U);
}

TEST_F(PostTest, leaves_what_stays_on_a_node_as_it_is) {
  Post post(world_, ++channel, compressing(false));
  const std::string words(20'000, 'x');
  EXPECT_EQ(pass_on(post, words), words);
  EXPECT_EQ(post.traffic().compressed, 0U);
  EXPECT_EQ(post.traffic().bytes, post.traffic().bytes_before);
}

TEST_F(PostTest, compresses_nothing_without_a_threshold) {
  auto none = compressing(true);
  none.threshold.reset();
  Post post(world_, ++channel, none);
  const std::string words(20'000, 'x');
  EXPECT_EQ(pass_on(post, words), words);
  EXPECT_EQ(post.traffic().compressed, 0U);
}

TEST_F(PostTest, leaves_what_is_below_the_threshold_as_it_is) {
  Post post(world_, ++channel, compressing(true));
  (void)pass_on(post, std::string(threshold - 100, 'x'));
  EXPECT_EQ(post.traffic().compressed, 0U);
  (void)pass_on(post, std::string(threshold, 'x'));
  EXPECT_EQ(post.traffic().compressed, 1U);
}

TEST_F(PostTest, sends_what_does_not_get_smaller_as_it_is) {
  Post post(world_, ++channel, compressing(true));
  base::RandomSequence random(3, 1);
  std::string words(20'000, ' ');
  for (auto& one : words) one = static_cast<char>(random.below(256));
  EXPECT_EQ(pass_on(post, words), words);
  EXPECT_EQ(post.traffic().compressed, 0U);
  EXPECT_EQ(post.traffic().bytes, post.traffic().bytes_before);
}

TEST_F(PostTest, understands_a_rank_that_compresses_though_it_does_not_itself) {
  Post post(world_, ++channel, compressing(world_.rank() % 2 == 0));
  const std::string words(20'000, 'x');
  EXPECT_EQ(pass_on(post, words), words);
}

TEST_F(PostTest, fails_cleanly_on_bytes_that_are_no_parcel) {
  Post post(world_, ++channel);
  const std::string damaged = "\x01 this was never compressed";
  auto sent = world_.isend((world_.rank() + 1) % world_.size(), channel, damaged.data(),
                           static_cast<int>(damaged.size()));
  std::deque<Letter> letters;
  EXPECT_THROW(for (;;) post.receive(letters), base::Failure);
  sent.wait();
}

}  // namespace
}  // namespace winnow::mpi
