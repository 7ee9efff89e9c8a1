#pragma once
// Warnings about nodes: what holds for many of them is said once.

#include <string>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::plan {

class Warnings {
 public:
  /// A warning about one node; the same about another node joins it.
  void add(const std::string& hostname, base::Error warning);

  /// "on node1 and 7 more nodes: problem (why): advice", in the order in which they came first.
  [[nodiscard]] std::vector<base::Error> take() &&;

 private:
  struct Entry {
    base::Error warning;
    std::string first_host;
    std::size_t more_hosts = 0;
  };
  std::vector<Entry> entries_;
};

/// "node1", "node1 and 1 more node", "node1 and 7 more nodes".
[[nodiscard]] std::string name_hosts(const std::string& first, std::size_t more);

}  // namespace winnow::plan
