#include "cluster/affinity.hpp"

#include <sched.h>

#include <cassert>
#include <cerrno>
#include <memory>

namespace winnow::cluster {
namespace {

/// The system's own kind of set, for numbers below `size`.
class Mask {
 public:
  explicit Mask(unsigned size) : bytes_(CPU_ALLOC_SIZE(size)), mask_(CPU_ALLOC(size)) {
    CPU_ZERO_S(bytes_, get());
  }

  [[nodiscard]] cpu_set_t* get() const { return mask_.get(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(cpu_set_t* mask) const { CPU_FREE(mask); }
  };

  std::size_t bytes_;
  std::unique_ptr<cpu_set_t, Free> mask_;
};

}  // namespace

CpuSet affinity() {
  const Mask mask(CpuSet::largest);
  CpuSet set;
  if (sched_getaffinity(0, mask.bytes(), mask.get()) != 0) return set;
  for (unsigned pu = 0; pu < CpuSet::largest; ++pu) {
    if (CPU_ISSET_S(pu, mask.bytes(), mask.get())) set.add(pu);
  }
  return set;
}

base::Result<void> set_affinity(const CpuSet& pus) {
  assert(!pus.empty());
  const auto members = pus.members();
  const Mask mask(members.back() + 1);
  for (const auto pu : members) CPU_SET_S(pu, mask.bytes(), mask.get());
  if (sched_setaffinity(0, mask.bytes(), mask.get()) == 0) return {};
  return base::fail("cannot bind a thread to processing units " + pus.text(), base::system_words(errno));
}

}  // namespace winnow::cluster
