// A plugin that breaks the rule and lets exceptions out, one of them wherever its options say.

#include <stdexcept>
#include <string>

#include "winnow/plugin/objective.h"

namespace {

std::string options;

void* create(const char* text, char*, long) {
  options = text;
  if (options == "create") throw 1;
  return &options;
}

long outputs(const void*) {
  if (options == "outputs") throw std::runtime_error("no table");
  return 1;
}

void destroy(void*) {
  if (options == "destroy") throw 2;
}

int evaluate(void*, long, long, const double*, long, double*) {
  throw std::runtime_error("negative rate");
}

constexpr winnow_objective throwing{WINNOW_OBJECTIVE_VERSION,
                                    WINNOW_OBJECTIVE_CONCURRENT,
                                    "throwing",
                                    "1",
                                    create,
                                    outputs,
                                    evaluate,
                                    destroy};

}  // namespace

const winnow_objective* winnow_objective_plugin() {
  return &throwing;
}
