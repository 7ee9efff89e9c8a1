#include "winnow/cluster/environment.hpp"

#include <unistd.h>

#include <array>

#include "cluster/affinity.hpp"

extern char** environ;  // POSIX declares it nowhere

namespace winnow::cluster {
namespace {

Variables variables_of_this_process() {
  Variables variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

}  // namespace

Environment Environment::of_this_process() {
  Environment environment;
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) == 0) environment.hostname = name.data();
  environment.variables = variables_of_this_process();
  const bool replaced =
      environment.variables.contains("HWLOC_SYNTHETIC") || environment.variables.contains("HWLOC_XMLFILE");
  if (!replaced) environment.binding = affinity();  // else it speaks of another machine
  return environment;
}

std::string_view value_of(const Variables& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string_view() : found->second;
}

}  // namespace winnow::cluster
