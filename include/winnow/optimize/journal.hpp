#pragma once
// Where a search writes down what must not be lost; whoever runs the job says what that is on disk.

#include <cstddef>
#include <functional>
#include <span>

namespace winnow::optimize {

class Journal {
 public:
  virtual ~Journal() = default;

  /// Never waits for the disk, nor for room on it.
  virtual void append(std::span<const std::byte> record) = 0;

  /// Whether it can keep no more, so that what is evaluated from now on would be lost.
  [[nodiscard]] virtual bool ended() const { return false; }

  /// Gives all records that were appended, in that order, those of earlier runs first; none that was appended
  /// may be missing. The spans are valid during the call only.
  virtual void read(const std::function<void(std::span<const std::byte>)>& record) = 0;
};

}  // namespace winnow::optimize
