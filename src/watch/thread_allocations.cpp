#include "winnow/watch/thread_allocations.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace winnow::watch {
namespace {

// Of each thread, so that counting needs no lock; without a constructor, so that `new` may run at any time.
constinit thread_local ThreadAllocations counts;

}  // namespace

ThreadAllocations thread_allocations() {
  return counts;
}

}  // namespace winnow::watch

// All forms of new and delete but those of over-aligned types, for a library's own (a sanitizer's) would not
// know each other's memory.

void* operator new(std::size_t size) {
  for (;;) {
    if (void* const memory = std::malloc(size > 0 ? size : 1)) {
      winnow::watch::counts.taken += ::malloc_usable_size(memory);
      return memory;
    }
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  try {
    return ::operator new(size);
  } catch (...) {
    return nullptr;
  }
}

void* operator new[](std::size_t size) {
  return ::operator new(size);
}

void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return ::operator new(size, tag);
}

void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  winnow::watch::counts.given_back += ::malloc_usable_size(memory);
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  ::operator delete(memory);
}

void operator delete[](void* memory) noexcept {
  ::operator delete(memory);
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  ::operator delete(memory);
}
