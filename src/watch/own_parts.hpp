#pragma once
// What part of its memory is a process's own, where it shares pages with others.

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <span>

#include "winnow/base/units.hpp"

namespace winnow::watch {

/// A process that was forked shares pages with its parent: what each has in RAM, added up, counts them twice.
/// The kernel tells how much falls to each (Pss), but walks over all pages for it. So that is asked for
/// seldom, and until then the part of what is in RAM is taken to stay what it was. One thread at a time.
class OwnParts {
 public:
  /// `root`: of /proc.
  explicit OwnParts(std::filesystem::path root) : root_(std::move(root)) {}

  /// Looks at these processes, and forgets others, if it is time to: a hundredth of it goes to that at most.
  void look(std::span<const pid_t> processes, base::Seconds now);

  /// From 0 to 1: 0 where nobody has looked yet, 1 where the kernel does not tell.
  [[nodiscard]] double of(pid_t process) const;

 private:
  std::filesystem::path root_;
  std::map<pid_t, double> parts_;
  base::Seconds next_look_ = base::Seconds{0};
};

}  // namespace winnow::watch
