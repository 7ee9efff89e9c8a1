#pragma once
// A folder that stands for a machine: /proc and the control groups of whatever kind a test needs.

#include <filesystem>
#include <string>

#include "support/temporary_folder.hpp"

namespace winnow::test {

class MachineTree {
 public:
  [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }

  void write(const std::string& name, const std::string& content) const {
    folder_.write(name, content + "\n");
  }

  /// The memory of the machine, in kibibytes.
  void memory(const std::string& total, const std::string& available) const {
    write("proc/meminfo", "MemTotal:       " + total + " kB\nMemFree:        1 kB\nMemAvailable:   " +
                              available + " kB\nBuffers:        1 kB");
  }

  /// Version 1, memory and cpu mounted apart; the process is in `group` of both.
  void mount_v1(const std::string& group, const std::string& top = "/") const {
    write("proc/self/cgroup", "4:memory:" + group + "\n2:cpu,cpuacct:" + group + "\n1:name=systemd:" + group);
    write("proc/self/mountinfo", v1_mounts(top));
  }

  /// Version 2 at /sys/fs/cgroup; the process is in `group`.
  void mount_v2(const std::string& group, const std::string& top = "/") const {
    write("proc/self/cgroup", "0::" + group);
    write("proc/self/mountinfo",
          root_mount() + "26 24 0:22 " + top + " /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw");
  }

  /// As systemd's hybrid layout: memory on version 1, version 2 mounted for systemd alone.
  void mount_hybrid(const std::string& group) const {
    write("proc/self/cgroup", "4:memory:" + group + "\n2:cpu,cpuacct:" + group + "\n0::" + group);
    write("proc/self/mountinfo",
          v1_mounts("/") + "\n29 24 0:25 / /sys/fs/cgroup/unified rw,nosuid shared:5 - cgroup2 cgroup2 rw");
  }

 private:
  static std::string root_mount() { return "24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"; }
  static std::string v1_mounts(const std::string& top) {
    return root_mount() + "27 24 0:23 " + top +
           " /sys/fs/cgroup/memory rw shared:2 - cgroup cgroup rw,memory\n" + "28 24 0:24 " + top +
           " /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct";
  }

  TemporaryFolder folder_;
};

}  // namespace winnow::test
