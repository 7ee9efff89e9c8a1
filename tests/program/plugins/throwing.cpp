// A plugin that breaks the rule and lets an exception out.

#include <stdexcept>

#include "winnow/plugin/objective.h"

namespace {

int evaluate(void*, long, long, const double*, long, double*) {
  throw std::runtime_error("negative rate");
}

constexpr winnow_objective throwing{WINNOW_OBJECTIVE_VERSION,
                                    WINNOW_OBJECTIVE_CONCURRENT,
                                    "throwing",
                                    "1",
                                    nullptr,
                                    nullptr,
                                    evaluate,
                                    nullptr};

}  // namespace

const winnow_objective* winnow_objective_plugin() {
  return &throwing;
}
