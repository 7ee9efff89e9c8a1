#pragma once
// How much memory a thread has taken with `new`, and given back.

#include <cstdint>

namespace winnow::watch {

/// Since the thread began, in bytes as malloc rounds them. What one thread took and another gives back is in
/// the counts of both.
struct ThreadAllocations {
  std::uint64_t taken = 0;
  std::uint64_t given_back = 0;

  [[nodiscard]] std::int64_t held() const { return static_cast<std::int64_t>(taken - given_back); }
};

/// The calling thread's, in a few nanoseconds. A program that calls this has its `operator new` and `delete`
/// replaced by ones that count, which costs each some nanoseconds; what C libraries take with malloc, and
/// what is over-aligned, is not in it. A process-wide figure such as mallinfo(3)'s would be of all threads
/// at once, and takes the locks of all arenas.
[[nodiscard]] ThreadAllocations thread_allocations();

}  // namespace winnow::watch
