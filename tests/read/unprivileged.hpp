#pragma once
// A test's way to be refused by permissions, also where it is run by root.

#include <unistd.h>

#include <cstdlib>

namespace winnow::test {

/// While it lives, root has no more rights than nobody; others keep theirs.
class Unprivileged {
 public:
  Unprivileged() : was_(::geteuid()), changed_(was_ == 0 && ::seteuid(65534) == 0) {}
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (changed_ && ::seteuid(was_) != 0) std::abort();
  }

 private:
  uid_t was_;
  bool changed_;
};

}  // namespace winnow::test
