#include "winnow/watch/process_sampler.hpp"
#include "winnow/base/kernel_text.hpp"

#include <dirent.h>
#include <linux/magic.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include <fstream>
#include <string_view>

#include "watch/kept_file.hpp"
#include "winnow/base/processes.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

/// The kernel's status file counts switches of the main thread only, this call those of all.
void take_usage(Sample& sample) {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return;
  const auto set = [&](Q quantity, long count) { sample.set(quantity, static_cast<double>(count)); };
  sample.set(Q::cpu_time, base::processor_time(usage));
  set(Q::minor_faults, usage.ru_minflt);
  set(Q::major_faults, usage.ru_majflt);
  set(Q::voluntary_switches, usage.ru_nvcsw);
  set(Q::involuntary_switches, usage.ru_nivcsw);
}

std::optional<double> keyed_count(std::string_view text, std::string_view key) {
  const auto number = base::keyed_number(text, key);
  return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

void take_status(std::string_view status, Sample& sample) {
  sample.set(Q::resident, base::keyed_kibibytes(status, "VmRSS:"));
  sample.set(Q::peak_resident, base::keyed_kibibytes(status, "VmHWM:"));
  sample.set(Q::virtual_size, base::keyed_kibibytes(status, "VmSize:"));
  sample.set(Q::swapped, base::keyed_kibibytes(status, "VmSwap:"));
  sample.set(Q::threads, keyed_count(status, "Threads:"));
}

/// Nothing where another allocator was linked in malloc's place: glibc's then has nothing to tell.
void take_allocator(Sample& sample) {
  const auto heap = ::mallinfo2();
  const auto held = heap.arena + heap.hblkhd;
  if (held == 0) return;
  sample.set(Q::allocated, base::Bytes{heap.uordblks + heap.hblkhd});
  sample.set(Q::allocator_held, base::Bytes{held});
}

/// A folder of descriptors, kept open.
class DescriptorFolder {
 public:
  explicit DescriptorFolder(const std::filesystem::path& path) : folder_(::opendir(path.c_str())) {
    struct statfs system {};
    tells_size_ = folder_ && ::fstatfs(::dirfd(folder_.get()), &system) == 0 &&
                  static_cast<unsigned long>(system.f_type) == PROC_SUPER_MAGIC;
  }

  /// Since Linux 6.2 the size of such a folder in /proc is the number of its names; before, it is 0.
  [[nodiscard]] std::optional<double> count() {
    if (!folder_) return std::nullopt;
    struct stat state {};
    if (tells_size_ && ::fstat(::dirfd(folder_.get()), &state) == 0 && state.st_size > 0) {
      return static_cast<double>(state.st_size);
    }
    ::rewinddir(folder_.get());
    double count = -2;  // "." and ".." are no descriptors
    while (::readdir(folder_.get()) != nullptr) ++count;
    return count;
  }

 private:
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  std::unique_ptr<DIR, Close> folder_;
  bool tells_size_ = false;
};

}  // namespace

struct ProcessSampler::Files {
  explicit Files(const std::filesystem::path& process)
      : status(process / "status"),
        io(process / "io"),
        smaps(process / "smaps_rollup"),
        descriptors(process / "fd") {}

  KeptFile status;
  KeptFile io;
  KeptFile smaps;
  DescriptorFolder descriptors;
};

ProcessSampler::ProcessSampler(const std::filesystem::path& root)
    : files_(std::make_unique<Files>(root / "proc/self")) {
}

ProcessSampler::~ProcessSampler() = default;
ProcessSampler::ProcessSampler(ProcessSampler&&) noexcept = default;
ProcessSampler& ProcessSampler::operator=(ProcessSampler&&) noexcept = default;

void ProcessSampler::take(Sample& sample) {
  take_usage(sample);
  if (const auto status = files_->status.text()) take_status(*status, sample);
  if (const auto io = files_->io.text()) {
    sample.set(Q::read, keyed_count(*io, "rchar:"));
    sample.set(Q::written, keyed_count(*io, "wchar:"));
    sample.set(Q::storage_read, keyed_count(*io, "read_bytes:"));
    sample.set(Q::storage_written, keyed_count(*io, "write_bytes:"));
  }
  sample.set(Q::open_files, files_->descriptors.count());
}

void ProcessSampler::take_thoroughly(Sample& sample) {
  if (const auto smaps = files_->smaps.text())
    sample.set(Q::proportional, base::keyed_kibibytes(*smaps, "Pss:"));
  take_allocator(sample);
}

void forget_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace winnow::watch
