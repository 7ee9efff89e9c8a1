#pragma once
// Failures that all ranks meet together. One rank must say so, and MPI can end in good order; a failure that
// one rank meets alone would leave the others waiting, and ends them by force.

#include <utility>

#include "winnow/base/error.hpp"
#include "winnow/base/team.hpp"

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

/// \collective Does `step` on rank 0 only; if it fails there, all ranks fail.
template <class Step>
void on_root(base::Team& team, Step step) {
  base::Error error;
  auto status = base::ExitStatus::done;
  if (team.rank() == 0) {
    try {
      step();
    } catch (const base::Failure& failure) {
      error = failure.error();
      status = failure.status();
    }
  }
  status = static_cast<base::ExitStatus>(team.gather_all(static_cast<std::uint64_t>(status)).front());
  if (status != base::ExitStatus::done) throw CommonFailure(std::move(error), status, team.rank() == 0);
}

}  // namespace winnow::app
