#pragma once
// One problem's search, where the master is: what it hands out, and what it makes of what comes back.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "optimize/outbox.hpp"
#include "optimize/pace.hpp"
#include "optimize/polisher.hpp"
#include "optimize/recall.hpp"
#include "optimize/search_account.hpp"
#include "optimize/search_record.hpp"
#include "optimize/set_aside.hpp"
#include "optimize/task_codec.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/evolve/optimizer.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/optimize/journal.hpp"
#include "winnow/optimize/problem.hpp"
#include "winnow/optimize/progress.hpp"

namespace winnow::optimize {

/// What a search has around it; all of it outlives the search.
struct SearchSurroundings {
  std::uint16_t number = 0;               ///< of the problem, in tasks and records
  std::size_t workers = 1;                ///< kernels of all ranks together
  const std::vector<std::string>& nodes;  ///< names, by rank; may be empty
  Journal& journal;
  EvaluationStore* store = nullptr;  ///< may be null
  const base::Clock& clock;
  base::Seconds checkpoint{60};  ///< between two states in the journal
};

/// Candidates go out in tasks, single ones or slices, and their outcomes come back in any order; where an
/// evaluation costs less than that, the whole search goes out and comes back further on. The optimizer sees
/// no difference. A candidate that fails is tried again, elsewhere if there is an elsewhere; what fails for
/// good is an outcome like any other.
class Search {
 public:
  /// Throws base::Failure if the optimizer takes the problem for impossible.
  Search(const Problem& problem, const SearchSurroundings& with);

  /// Takes up what an earlier run has written; in the order of writing, and before all else.
  void take_up(const EvaluatedRecord& record);
  void take_up(const StateRecord& record);
  /// That was all; what of it nothing asks for again is set aside.
  void taken_up();

  /// Evaluations that were taken up since its last state and are none that a steady search asks for.
  [[nodiscard]] std::uint64_t unplaced() const { return unplaced_; }

  /// From now on it evaluates nothing, and takes up evaluations, and states only where not all of these are
  /// in the journal.
  void replay() { replays_ = true; }

  /// Appends at most `credits` tasks.
  void pull(std::size_t credits, std::vector<farm::Task>& tasks);

  /// When pull() may have more to give, or see that it is over, though nothing was told.
  [[nodiscard]] base::Seconds wakes_at() const;

  /// How a task of this search ended, which last failed on the rank `avoided`.
  void tell(const OptimizeTask& task, farm::Rank avoided, farm::TaskResult&& result);

  /// Asks for nothing more; what is in flight may still count.
  [[nodiscard]] bool ended() const {
    return end_ != SearchEnd::none || (optimizer_->finished() && is_polished());
  }
  [[nodiscard]] bool has_in_flight() const { return outbox_.in_flight() > 0; }

  /// Why evaluations cannot be begun any more, if that has ended it.
  [[nodiscard]] const std::string& hindrance() const { return hindrance_; }

  /// When it gave up waiting for what is in flight: never, while it goes on.
  [[nodiscard]] base::Seconds patience_ends() const { return patience_ends_; }

  /// Writes the state down, if it has changed since it last was.
  void checkpoint();

  [[nodiscard]] SearchStatus status() const;
  /// Of what is set aside, too.
  [[nodiscard]] Tally tally() const;
  [[nodiscard]] std::optional<CacheUse> cache_use() const { return recall_.cache_use(); }
  [[nodiscard]] std::vector<Generation> generations() const { return account_.generations(); }
  /// That earlier runs have left.
  [[nodiscard]] std::uint64_t known_evaluations() const { return tally().evaluations() + known_.size(); }
  /// Whether the search came to an end of its own, and not because somebody or its time stopped it.
  [[nodiscard]] bool is_whole() const;
  /// Whether its evaluations are for the result, one by one. Known after the first population.
  [[nodiscard]] bool is_recorded() const;
  /// Of the evaluations that succeeded; none before the first.
  [[nodiscard]] std::optional<evolve::Best> best() const;
  [[nodiscard]] const Problem& problem() const { return problem_; }

 private:
  /// Of the search, that of earlier runs included.
  [[nodiscard]] base::Seconds time() const { return before_ + (with_.clock.now() - began_); }
  [[nodiscard]] std::string node_of(farm::Rank rank) const;
  void look_at_the_time();
  [[nodiscard]] bool feels_its_way() const;
  [[nodiscard]] base::Seconds ended_by_clock_at() const;
  bool send_alone(std::vector<farm::Task>& tasks);
  bool polishes();
  [[nodiscard]] std::uint64_t next_id() const;
  std::size_t ask_optimizer();
  /// Or is not to be.
  [[nodiscard]] bool is_polished() const { return !problem_.polish || is_polished_; }
  bool ask();
  bool sift();
  bool is_answered(const evolve::Candidates& candidates, std::size_t index);
  void send(EvaluateTask&& task, farm::Rank avoid, std::vector<farm::Task>& tasks);
  void send(farm::Task&& sent, std::vector<farm::Task>& tasks);
  [[nodiscard]] std::optional<base::Seconds> timeout_with(base::Seconds expected) const;

  void tell_candidates(const EvaluateTask& task, farm::Rank where, farm::TaskResult&& result);
  void tell_stretch(farm::TaskResult&& result);
  void conclude(const Twin& candidate, std::span<const double> values, Evaluation&& evaluation,
                farm::Rank rank, base::Seconds started);
  void try_again(const EvaluateTask& task, std::size_t index, farm::Rank avoid);
  [[nodiscard]] bool journals_all(const SearchAccount& account) const;
  void record(const EvaluatedRecord& record);
  void tell_whoever_asked();
  void note_generations(std::vector<evolve::GenerationRecord>&& records);
  void give_up(SearchEnd end);

  // From one run to the next: take_up() and what follows are in resumed_search.cpp.
  void tell_again(const EvaluatedRecord& record);
  void settle(const EvaluatedRecord& record);
  [[nodiscard]] bool had_failed_too_often() const;
  [[nodiscard]] bool is_to_come(const EvaluatedRecord& record) const;
  bool set_aside();
  void write_state();

  const Problem& problem_;
  SearchSurroundings with_;
  std::unique_ptr<evolve::Optimizer> optimizer_;
  Pace pace_;
  Recall recall_;
  SearchAccount account_;  ///< of all but what is set aside
  SetAside set_aside_;
  SearchEnd end_ = SearchEnd::none;
  std::string hindrance_;
  bool replays_ = false;
  bool may_go_alone_;
  Outbox outbox_;
  std::optional<Polisher> polisher_;  ///< when the optimizer has finished
  bool is_polished_ = false;          ///< or could not be
  bool is_out_ = false;               ///< the search itself is; the optimizer here is what it was before
  std::size_t population_ = 0;        ///< asked for at once, the last time
  std::vector<evolve::Told> told_;
  std::unordered_map<std::uint64_t, EvaluatedRecord> known_;  ///< from earlier runs, by id
  std::uint64_t unplaced_ = 0;
  std::uint64_t behind_ids_ = 0;  ///< higher than the ids of all evaluations that the optimizer asked for

  base::Seconds first_sent_ = base::Seconds::never();  ///< by this run
  base::Seconds looked_at_{-1};                        ///< when it last saw whether it is over
  base::Seconds began_;
  base::Seconds before_;  ///< time that earlier runs took
  base::Seconds patience_ends_ = base::Seconds::never();
  base::Seconds next_checkpoint_;
  bool changed_ = false;  ///< since the last checkpoint
};

}  // namespace winnow::optimize
