#include "winnow/watch/children_sampler.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "cluster/machine_tree.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

/// A folder of processes, as /proc shows them.
class ProcessTree {
 public:
  /// Ticks are of the process itself and of children that it has waited for.
  void add(int process, int own_ticks, int waited_ticks, int pages, const std::string& command = "sh") const {
    machine_.write(fmt::format("proc/{}/stat", process),
                   fmt::format("{} ({}) S 1 1 1 0 -1 4194304 100 9 8 7 {} 1 {} 1 20 0 1 0 500 1000000 {} 99",
                               process, command, own_ticks - 1, waited_ticks - 1, pages));
  }
  void start(int parent, int thread, const std::string& children) const {
    machine_.write(fmt::format("proc/{}/task/{}/children", parent, thread), children);
  }

  void share(int process, int resident, int own) const {
    machine_.write(fmt::format("proc/{}/smaps_rollup", process),
                   fmt::format("00400000-7fff0000 ---p 00000000 00:00 0 [rollup]\nRss: {} kB\nPss: {} kB\n",
                               resident, own));
  }

  [[nodiscard]] Sample sample_of(int helper) const {
    Sample sample;
    ChildrenSampler(helper, machine_.root()).take(sample);
    return sample;
  }

 private:
  test::MachineTree machine_;
};

const double page = static_cast<double>(::sysconf(_SC_PAGESIZE));
const double tick = 1 / static_cast<double>(::sysconf(_SC_CLK_TCK));

TEST(ChildrenSampler, adds_up_all_that_descends_from_the_helper_but_not_the_helper) {
  ProcessTree tree;
  tree.add(10, 5000, 40, 999);
  tree.start(10, 10, "11 12 ");
  tree.add(11, 100, 1, 30);
  tree.add(12, 200, 1, 50);
  tree.start(12, 12, "13 ");
  tree.start(12, 77, "14 ");  // by another thread
  tree.add(13, 300, 1, 70);
  tree.add(14, 400, 1, 90);
  const auto sample = tree.sample_of(10);
  EXPECT_EQ(sample[Q::children], 4);
  EXPECT_EQ(sample[Q::children_resident], 240 * page);
  EXPECT_DOUBLE_EQ(*sample[Q::children_cpu_time], (40 + 1000 + 4) * tick);
}

TEST(ChildrenSampler, counts_pages_once_that_a_process_shares_with_those_it_has_forked) {
  ProcessTree tree;
  tree.add(10, 1, 1, 1);
  tree.start(10, 10, "11 12 ");
  tree.add(11, 1, 1, 100);
  tree.share(11, 400, 100);  // of no interest: it shares with nobody who counts
  tree.add(12, 1, 1, 100);
  tree.share(12, 400, 100);
  tree.start(12, 12, "13 14 ");
  tree.add(13, 1, 1, 200);
  tree.share(13, 800, 600);
  tree.add(14, 1, 1, 50);  // of which the kernel does not tell
  EXPECT_EQ(tree.sample_of(10)[Q::children_resident], (100 + 25 + 150 + 50) * page);
}

TEST(ChildrenSampler, counts_those_that_have_ended_by_their_processor_time) {
  ProcessTree tree;
  tree.add(10, 1, 40, 999);
  tree.start(10, 10, "");
  const auto sample = tree.sample_of(10);
  EXPECT_EQ(sample[Q::children], 0);
  EXPECT_EQ(sample[Q::children_resident], 0);
  EXPECT_DOUBLE_EQ(*sample[Q::children_cpu_time], 40 * tick);
}

TEST(ChildrenSampler, reads_past_names_with_blanks_and_brackets) {
  ProcessTree tree;
  tree.add(10, 1, 1, 1, "x) S 1 (y");
  tree.start(10, 10, "11 ");
  tree.add(11, 100, 1, 30, ") 1 2 3 (");
  EXPECT_EQ(tree.sample_of(10)[Q::children_resident], 30 * page);
}

TEST(ChildrenSampler, passes_over_a_process_that_ends_in_between) {
  ProcessTree tree;
  tree.add(10, 1, 1, 1);
  tree.start(10, 10, "11 12 ");
  tree.add(12, 100, 1, 30);
  EXPECT_EQ(tree.sample_of(10)[Q::children_resident], 30 * page);
}

TEST(ChildrenSampler, leaves_all_out_where_the_kernel_does_not_tell_children) {
  ProcessTree tree;
  tree.add(10, 1, 1, 1);
  for (const auto quantity : {Q::children, Q::children_resident, Q::children_cpu_time}) {
    EXPECT_FALSE(tree.sample_of(10)[quantity].has_value());
    EXPECT_FALSE(tree.sample_of(11)[quantity].has_value());
  }
}

}  // namespace
}  // namespace winnow::watch
