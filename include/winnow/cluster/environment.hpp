#pragma once
// What a process can learn about the machine it runs on, as an object: whoever discovers a node reads nothing
// else, so that a folder of files and a text can stand for any machine.

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <variant>

#include "winnow/cluster/cpu_set.hpp"

namespace winnow::cluster {

/// The machine at hand; hwloc's own variables (HWLOC_SYNTHETIC, HWLOC_XMLFILE) still replace it.
struct ThisMachine {};

/// hwloc's description of a made-up machine: "pack:2 numa:1 l3:1 core:32 pu:1".
struct SyntheticTopology {
  std::string description;
};

/// A machine frozen by `lstopo file.xml`.
struct TopologyFile {
  std::filesystem::path path;
};

using TopologySource = std::variant<ThisMachine, SyntheticTopology, TopologyFile>;

using Variables = std::map<std::string, std::string, std::less<>>;

struct Environment {
  std::string hostname;
  Variables variables;
  std::filesystem::path root = "/";  ///< where proc/ and sys/ stand
  TopologySource topology;
  CpuSet binding;  ///< processing units that the process was bound to when it began; empty: not known

  /// Of this process and machine, as they are now. Call it before any thread is bound.
  [[nodiscard]] static Environment of_this_process();
};

/// The value of a variable; empty if it is not set.
[[nodiscard]] std::string_view value_of(const Variables& variables, std::string_view name);

}  // namespace winnow::cluster
