#pragma once
// Open files that close themselves.

#include <cstddef>
#include <span>

namespace winnow::base {

/// A file descriptor that is closed with its owner; -1: none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  int release();

 private:
  int fd_ = -1;
};

/// Writes all of `bytes`, however many calls that takes; false, with errno, if it cannot.
[[nodiscard]] bool write_all(int fd, std::span<const std::byte> bytes);

}  // namespace winnow::base
