#pragma once
// What a node has left, and how much its tasks wait for it.

#include <filesystem>
#include <memory>

#include "winnow/watch/sample.hpp"

namespace winnow::watch {

/// Reads the control groups of this process and /proc below `root`; finds the groups and opens all files
/// once. One thread at a time.
///
/// What is in use, and of what limit, is that of the control group with the lowest limit, without reclaimable
/// file pages (version 1 and 2); where none has one, that of the whole node: MemTotal less MemAvailable.
/// Pressure (PSI, Linux 4.20) is that of the same group where it tells one, which version 2 does, else the
/// node's.
class NodeSampler {
 public:
  explicit NodeSampler(const std::filesystem::path& root = "/");
  ~NodeSampler();
  NodeSampler(NodeSampler&&) noexcept;
  NodeSampler& operator=(NodeSampler&&) noexcept;

  /// Sets the quantities of the node.
  void take(Sample& sample);

 private:
  struct Files;
  std::unique_ptr<Files> files_;
};

}  // namespace winnow::watch
