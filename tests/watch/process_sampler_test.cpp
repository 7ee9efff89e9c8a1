#include "winnow/watch/process_sampler.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <ctime>
#include <optional>
#include <thread>
#include <vector>

#include "cluster/machine_tree.hpp"
#include "winnow/base/descriptor.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

Sample taken(ProcessSampler& sampler) {
  Sample sample;
  sampler.take(sample);
  return sample;
}

/// What a quantity of this process rises by while `work` is done.
template <class Work>
double rise(Q quantity, const Work& work) {
  ProcessSampler sampler;
  const auto before = taken(sampler);
  work();
  const auto after = taken(sampler);
  EXPECT_TRUE(before[quantity] && after[quantity]);
  return after[quantity].value_or(0) - before[quantity].value_or(0);
}

/// Memory that is handed back at the end.
class Pages {
 public:
  explicit Pages(std::size_t size)
      : size_(size), at_(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {}
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() { ::munmap(at_, size_); }

  void touch() const { std::memset(at_, 1, size_); }

 private:
  std::size_t size_;
  void* at_;
};

constexpr std::size_t much = std::size_t{200} << 20;

TEST(ProcessSampler, resident_memory_is_within_5_percent_of_what_was_touched) {
  const Pages pages(much);
  EXPECT_LT(rise(Q::resident, [] {}), 0.05 * much);
  EXPECT_NEAR(rise(Q::resident, [&] { pages.touch(); }), much, 0.05 * much);
}

TEST(ProcessSampler, virtual_size_counts_what_was_not_touched_too) {
  std::optional<Pages> pages;
  EXPECT_NEAR(rise(Q::virtual_size, [&] { pages.emplace(much); }), much, 0.05 * much);
}

TEST(ProcessSampler, the_peak_stays_when_memory_was_given_back) {
  ProcessSampler sampler;
  const auto before = taken(sampler);
  {
    const Pages pages(much);
    pages.touch();
  }
  const auto after = taken(sampler);
  EXPECT_GE(*after[Q::peak_resident], *before[Q::resident] + 0.95 * much);
  EXPECT_LT(*after[Q::resident], *before[Q::resident] + 0.05 * much);
}

TEST(ProcessSampler, the_peak_begins_anew_where_it_is_forgotten) {
  ProcessSampler sampler;
  {
    const Pages pages(much);
    pages.touch();
  }
  const auto before = taken(sampler);
  forget_peak();
  EXPECT_LT(*taken(sampler)[Q::peak_resident], *before[Q::peak_resident] - 0.95 * much);
}

TEST(ProcessSampler, counts_open_files_and_none_of_its_own_twice) {
  EXPECT_EQ(rise(Q::open_files, [] {}), 0);
  std::vector<base::Descriptor> files;
  EXPECT_EQ(rise(Q::open_files,
                 [&] {
                   for (int i = 0; i < 3; ++i) files.emplace_back(::open("/dev/null", O_RDONLY));
                 }),
            3);
}

TEST(ProcessSampler, counts_threads_and_the_switches_of_all_of_them) {
  std::atomic<bool> done = false;
  std::thread thread;
  EXPECT_EQ(rise(Q::threads, [&] { thread = std::thread([&] { done.wait(false); }); }), 1);
  EXPECT_GT(rise(Q::voluntary_switches,
                 [&] {
                   done = true;
                   done.notify_all();
                   thread.join();
                   std::thread([] { ::usleep(1); }).join();
                 }),
            0);
}

TEST(ProcessSampler, counts_page_faults_and_processor_time) {
  const Pages pages(much);
  EXPECT_GT(rise(Q::minor_faults, [&] { pages.touch(); }), 0);
  EXPECT_GT(rise(Q::cpu_time,
                 [] {
                   const auto begin = std::clock();
                   while (std::clock() - begin < CLOCKS_PER_SEC / 100) {
                   }
                 }),
            0.005);
}

TEST(ProcessSampler, counts_the_bytes_of_system_calls) {
  const test::TemporaryFolder folder;
  const base::Descriptor file(::open((folder.path() / "file").c_str(), O_RDWR | O_CREAT, 0600));
  std::vector<char> bytes(1 << 20);
  EXPECT_GE(
      rise(Q::written, [&] { ASSERT_EQ(::pwrite(file.get(), bytes.data(), bytes.size(), 0), 1 << 20); }),
      1 << 20);
  EXPECT_GE(rise(Q::read, [&] { ASSERT_EQ(::pread(file.get(), bytes.data(), bytes.size(), 0), 1 << 20); }),
            1 << 20);
}

TEST(ProcessSampler, asks_the_allocator_and_for_shared_pages_only_when_thorough) {
  ProcessSampler sampler;
  const auto sample = taken(sampler);
  EXPECT_FALSE(sample[Q::allocated] || sample[Q::allocator_held] || sample[Q::proportional]);
}

/// What a quantity rises by, asked thoroughly, while much memory is taken with new; nothing where it is not
/// known.
std::optional<double> rise_by_much(Q quantity) {
  ProcessSampler sampler;
  Sample sample;
  sampler.take_thoroughly(sample);
  const auto before = sample[quantity];
  const std::vector<char> memory(much, 1);
  sampler.take_thoroughly(sample);
  return before ? std::optional(sample[quantity].value_or(0) - *before) : std::nullopt;
}

TEST(ProcessSampler, counts_what_the_allocator_gave_out_and_holds) {
  const auto allocated = rise_by_much(Q::allocated);
  if (!allocated) GTEST_SKIP() << "another allocator stands in malloc's place";
  EXPECT_NEAR(*allocated, much, 0.05 * much);
  Sample sample;
  ProcessSampler().take_thoroughly(sample);
  EXPECT_LE(*sample[Q::allocated], *sample[Q::allocator_held]);
}

TEST(ProcessSampler, counts_pages_of_its_own_as_a_whole) {
  const auto proportional = rise_by_much(Q::proportional);
  if (!proportional) GTEST_SKIP() << "this kernel has no smaps_rollup";
  EXPECT_NEAR(*proportional, much, 0.05 * much);
}

TEST(ProcessSampler, reads_what_the_kernel_writes) {
  const test::MachineTree machine;
  machine.write("proc/self/status",
                "Name:\tx\nVmPeak:\t  9000 kB\nVmSize:\t 8000 kB\nVmHWM:\t    3000 kB\nVmRSS:\t    2000 kB\n"
                "VmSwap:\t   1 kB\nThreads:\t7");
  machine.write("proc/self/io", "rchar: 10\nwchar: 20\nsyscr: 1\nsyscw: 1\nread_bytes: 30\nwrite_bytes: 40");
  machine.write("proc/self/fd/0", "");
  machine.write("proc/self/fd/1", "");
  ProcessSampler sampler(machine.root());
  const auto sample = taken(sampler);
  EXPECT_EQ(sample.bytes(Q::resident), base::kibibytes(2000));
  EXPECT_EQ(sample.bytes(Q::peak_resident), base::kibibytes(3000));
  EXPECT_EQ(sample.bytes(Q::virtual_size), base::kibibytes(8000));
  EXPECT_EQ(sample.bytes(Q::swapped), base::kibibytes(1));
  EXPECT_EQ(sample[Q::threads], 7);
  EXPECT_EQ(sample[Q::read], 10);
  EXPECT_EQ(sample[Q::written], 20);
  EXPECT_EQ(sample[Q::storage_read], 30);
  EXPECT_EQ(sample[Q::storage_written], 40);
  EXPECT_EQ(sample[Q::open_files], 2);
}

TEST(ProcessSampler, leaves_out_what_cannot_be_read) {
  const test::MachineTree machine;
  machine.write("proc/self/status", "Name:\tkthreadd\nThreads:\t1");
  ProcessSampler sampler(machine.root());
  auto sample = taken(sampler);
  sampler.take_thoroughly(sample);
  EXPECT_EQ(sample[Q::threads], 1);
  for (const auto quantity : {Q::resident, Q::peak_resident, Q::virtual_size, Q::swapped, Q::read,
                              Q::storage_read, Q::open_files, Q::proportional}) {
    EXPECT_FALSE(sample[quantity].has_value()) << text_of(quantity).name;
  }
}

}  // namespace
}  // namespace winnow::watch
