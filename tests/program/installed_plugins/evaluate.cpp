// evaluate LIBRARY OPTIONS VALUE...: what a plugin gives for one candidate, a number a line.

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "winnow/program/plugin.hpp"

namespace base = winnow::base;
namespace program = winnow::program;

namespace {

base::Result<std::vector<double>> evaluate(const char* library, const char* options,
                                           const std::vector<double>& values) {
  const auto plugin = program::Plugin::load(library);
  if (!plugin) return tl::unexpected(plugin.error());
  auto handle = plugin->make_handle(options);
  if (!handle) return tl::unexpected(handle.error());
  std::vector<double> outputs(handle->outputs());
  const auto failed = handle->evaluate({1, values}, outputs);
  if (!failed.empty()) return base::fail(failed.front().failure.reason);
  return outputs;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return EXIT_FAILURE;
  std::vector<double> values;
  for (int i = 3; i < argc; ++i) values.push_back(std::strtod(argv[i], nullptr));
  const auto outputs = evaluate(argv[1], argv[2], values);
  if (!outputs) {
    std::fprintf(stderr, "%s\n", outputs.error().text().c_str());
    return EXIT_FAILURE;
  }
  for (const double output : *outputs) std::printf("%.6f\n", output);
}
