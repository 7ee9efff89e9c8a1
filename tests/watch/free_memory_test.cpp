#include "winnow/watch/free_memory.hpp"

#include <gtest/gtest.h>

#include <list>
#include <memory>
#include <string>

#include "winnow/watch/process_sampler.hpp"

namespace winnow::watch {
namespace {

constexpr std::size_t pieces = 200'000;
constexpr std::size_t piece = 512;

double resident(ProcessSampler& sampler) {
  Sample sample;
  sampler.take(sample);
  return sample[Quantity::resident].value_or(0);
}

TEST(FreeMemory, goes_back_to_the_system_when_it_was_held_in_small_pieces) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "malloc is the sanitizer's";
#endif
  ProcessSampler sampler;
  const auto before = resident(sampler);
  std::list<std::string> held;
  std::list<std::unique_ptr<int>> between;  // so that no free stretch reaches the heap's end
  for (std::size_t i = 0; i < pieces; ++i) {
    held.emplace_back(piece, 'x');
    if (i % 4096 == 0) between.push_back(std::make_unique<int>(1));
  }
  between.push_back(std::make_unique<int>(1));
  const auto full = resident(sampler);
  constexpr double taken = pieces * piece;
  EXPECT_GT(full - before, taken);
  held.clear();
  return_free_memory();
  EXPECT_NEAR(resident(sampler), before, 0.05 * taken);
}

}  // namespace
}  // namespace winnow::watch
