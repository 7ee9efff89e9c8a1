#pragma once
// Failures that all ranks meet together. One rank must say so, and MPI can end in good order; a failure that
// one rank meets alone would leave the others waiting, and ends them by force.

#include <utility>

#include "winnow/base/error.hpp"

namespace winnow::app {

class CommonFailure : public base::Failure {
 public:
  /// `spoken`: this is the rank that says it.
  CommonFailure(base::Error error, base::ExitStatus status, bool spoken)
      : Failure(std::move(error), status), spoken_(spoken) {}

  [[nodiscard]] bool spoken() const { return spoken_; }

 private:
  bool spoken_;
};

/// Gives what `step` gives, which fails on all ranks alike, if it fails.
template <class Step>
auto alike(bool is_root, Step step) {
  try {
    return step();
  } catch (const base::Failure& failure) {
    throw CommonFailure(failure.error(), failure.status(), is_root);
  }
}

}  // namespace winnow::app
