#pragma once
// The job `optimize`: searches for the parameters with the best value of an objective, by differential
// evolution, several problems at once if the study has them.

#include <memory>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/optimize/evaluation_store.hpp"
#include "winnow/optimize/journal.hpp"
#include "winnow/optimize/problem.hpp"
#include "winnow/optimize/progress.hpp"

namespace winnow::optimize {

/// How a problem ended.
struct ProblemEnd {
  SearchStatus status;
  std::uint64_t known = 0;              ///< evaluations that earlier runs have left
  std::vector<std::string> parameters;  ///< "latency = 0.25", of the best; none: no evaluation succeeded
  std::string command;                  ///< for a shell, that evaluates the best again
  struct Failures {
    Status kind = Status::ok;
    std::uint64_t count = 0;
    std::string reason;  ///< of the first
    std::string kept;    ///< folder of what one of them has left; empty: none
  };
  std::vector<Failures> failures;  ///< by kind
  std::uint64_t retried = 0;
  std::uint64_t cached = 0;
  std::optional<CacheUse> cache;  ///< none: there is no cache
  base::Bytes sent;               ///< to kernels and back, in tasks and answers
  base::Bytes peak;               ///< of the largest process that evaluated
};

struct Outcome {
  /// Of each problem, below "optimize/" and "run/", or "optimize/<name>/" and "run/<name>/" where problems
  /// have names: evaluations, generations, best, failures.
  std::vector<std::unique_ptr<base::TableSource>> tables;
  std::vector<ProblemEnd> problems;    ///< on rank 0
  std::vector<base::Error> fruitless;  ///< why problems have no result where others have one; on rank 0
  bool has_crashed = false;            ///< a search was given up for its failures; the same on all ranks
  bool is_whole = true;                ///< no search was stopped before its own end; the same on all ranks
};

/// What all that a rank does of the job needs.
struct Surroundings {
  farm::Rank rank = 0;
  std::size_t workers = 1;       ///< kernels of all ranks together
  base::Seconds checkpoint{60};  ///< between two states in the journal
  Journal* journal = nullptr;    ///< on rank 0
  std::vector<EvaluationStore*> stores =
      {};                               ///< on rank 0, by problem, null where there is none; may be empty
  std::vector<std::string> nodes = {};  ///< on rank 0: the names of the ranks' nodes; may be empty
  const base::Clock& clock;             ///< of the run, thread-safe
  base::Profile* profile = nullptr;     ///< may be null
};

/// The search is where the master is; kernels only evaluate. What is found does not depend on the number of
/// ranks nor on who evaluated what, wherever outcomes depend on the parameters alone and problems are not
/// searched steadily.
///
/// One object a rank, all made from equal problems. make_kernel() may be called on any thread, the rest on
/// one.
class Optimization final : public farm::Job {
 public:
  /// Throws base::Failure if a problem is impossible. All outlive it.
  Optimization(const std::vector<Problem>& problems, const Surroundings& with);
  ~Optimization() override;

  /// On rank 0, before the farm runs: takes up what is in the journal. Gives how many evaluations that is.
  std::uint64_t take_up();

  /// Likewise, evaluation by evaluation from where the last run began or went on, and evaluates nothing: so a
  /// search whose evaluations are all in the journal, as those of a steady one are, is gone through again
  /// exactly.
  std::uint64_t replay();

  /// Evaluations among what was taken up that no search asks for: the journal is not of these problems, or is
  /// damaged.
  [[nodiscard]] std::uint64_t unplaced() const;

  [[nodiscard]] std::string_view name() const override { return "optimize"; }
  std::unique_ptr<farm::Source> make_source() override;
  std::unique_ptr<farm::Kernel> make_kernel() override;
  farm::Sink& sink() override;
  [[nodiscard]] bool listens() const override { return true; }

  /// True once all that is still awaited is a search's whose patience is over.
  [[nodiscard]] bool wants_stop() const override;

  /// The largest process that each of this rank's kernels has run. 0 where evaluations need none.
  [[nodiscard]] std::vector<base::Bytes> largest_processes() const;

  /// On rank 0: writes the state of every search down.
  void checkpoint();

  /// On rank 0: where every search stands.
  [[nodiscard]] std::vector<SearchStatus> status() const;

  /// \collective Ends the job. Fails on all ranks alike where no problem has an evaluation that succeeded, or
  /// the evaluations of one could not be begun.
  [[nodiscard]] Outcome finish(base::Team& team);

 private:
  struct Parts;

  void refuse_if_fruitless(base::Team& team) const;

  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::optimize
