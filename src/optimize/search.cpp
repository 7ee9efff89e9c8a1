#include "optimize/search.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace winnow::optimize {
namespace {

/// A stretch that takes so many times what was expected hangs, where evaluations have a timeout at all.
constexpr double patience_with_stretch = 10;

constexpr auto any_number = static_cast<std::size_t>(-1);

Evaluation failed(Status status, std::string reason) {
  Evaluation evaluation;
  evaluation.status = status;
  evaluation.reason = std::move(reason);
  return evaluation;
}

Status status_of(farm::FailureKind kind) {
  switch (kind) {
    case farm::FailureKind::timeout:
      return Status::timeout;
    case farm::FailureKind::worker_lost:
      return Status::worker_lost;
    default:
      return Status::not_started;
  }
}

SearchEnd reason_of(evolve::End end) {
  switch (end) {
    case evolve::End::evaluations:
      return SearchEnd::evaluations;
    case evolve::End::generations:
      return SearchEnd::generations;
    case evolve::End::target:
      return SearchEnd::target;
    case evolve::End::tolerance:
      return SearchEnd::tolerance;
    case evolve::End::none:
      break;
  }
  return SearchEnd::none;
}

}  // namespace

Search::Search(const Problem& problem, const SearchSurroundings& with)
    : problem_(problem),
      with_(with),
      optimizer_(base::value_or_throw(evolve::make_optimizer(problem.space, problem.options))),
      pace_(with.workers),
      recall_(problem, with.store),
      account_(with.workers),
      may_go_alone_(!problem.objective->is_foreign() && problem.recording != Recording::all &&
                    problem.options.update == evolve::Update::generation),
      began_(with.clock.now()),
      next_checkpoint_(began_ + with.checkpoint) {
}

// ---- out

void Search::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  look_at_the_time();
  if (ended() || is_out_) return;
  const auto end = tasks.size() + credits;
  while (tasks.size() < end) {
    auto retry = outbox_.next_retry();
    if (!retry) break;
    send(std::move(retry->task), retry->avoid, tasks);
  }
  if (optimizer_->finished() && !polishes()) return;
  if (!replays_ && tasks.size() < end && send_alone(tasks)) return;
  while (ask()) continue;
  if (replays_) return give_up(SearchEnd::replayed);
  while (tasks.size() < end && outbox_.has_ready() && !feels_its_way()) {
    EvaluateTask task{with_.number, 0, outbox_.take(pace_.slice(outbox_.asked()))};
    send(std::move(task), farm::no_rank, tasks);
  }
}

/// Whether nothing more is to go out until it is known what an evaluation costs. A program is never cheaper
/// than its message; other objectives may be, and are first tried by a few workers.
bool Search::feels_its_way() const {
  if (pace_.is_known() || problem_.objective->is_foreign()) return false;
  if (outbox_.in_flight() < pace_.first_workers(problem_.space.dimension())) return false;
  return with_.clock.now() - first_sent_ < Pace::plainly_slow;
}

base::Seconds Search::wakes_at() const {
  auto first = ended_by_clock_at();
  if (first <= looked_at_) first = base::Seconds::never();
  const bool waits = !ended() && outbox_.has_ready() && feels_its_way();
  return waits ? std::min(first, first_sent_ + Pace::plainly_slow) : first;
}

/// When its time is over, or then its patience with what is in flight.
base::Seconds Search::ended_by_clock_at() const {
  if (ended()) return has_in_flight() ? patience_ends_ : base::Seconds::never();
  return problem_.time ? began_ + *problem_.time : base::Seconds::never();
}

void Search::look_at_the_time() {
  const auto now = with_.clock.now();
  looked_at_ = now;
  if (problem_.time && now >= began_ + *problem_.time) give_up(SearchEnd::time);
  if (now >= next_checkpoint_) checkpoint();
  if (with_.journal.ended()) give_up(SearchEnd::full);
}

void Search::give_up(SearchEnd end) {
  if (ended()) return;
  end_ = end;
  patience_ends_ = with_.clock.now() + problem_.grace;
}

/// Sends the search itself out, if that is better; false if it is not.
bool Search::send_alone(std::vector<farm::Task>& tasks) {
  const bool is_between_generations = outbox_.is_quiet() && !outbox_.has_ready() && known_.empty();
  if (polisher_ || !may_go_alone_ || !is_between_generations || optimizer_->evaluations() == 0) return false;
  if (!pace_.is_better_alone(population_)) return false;
  const auto& tally = account_.tally();
  AdvanceTask task{with_.number, pace_.stretch(), tally.evaluations(), tally.failures(), {}};
  base::Encoder out(task.state);
  optimizer_->save(out);
  farm::Task sent;
  sent.payload = payload_of(task, problem_.name);
  sent.timeout = timeout_with(pace_.cost() * static_cast<double>(task.limit));
  is_out_ = true;
  send(std::move(sent), tasks);
  return true;
}

/// Begins with it when all that went out for the optimizer has come back; what never went out is dropped. A
/// polish begins behind a state of its own, so that its evaluations are all that is known beyond that.
bool Search::polishes() {
  if (polisher_) return true;
  if (!problem_.polish || !outbox_.is_quiet()) return false;
  auto best = this->best();
  is_polished_ = !best;
  if (is_polished_) return false;
  const bool goes_on =
      std::ranges::any_of(known_, [](const auto& one) { return one.second.polish.has_value(); });
  if (!goes_on && !replays_) write_state();
  outbox_.drop_ready();
  const auto* const latest = account_.latest_generation();
  polisher_.emplace(problem_.space, *problem_.polish, *std::move(best), next_id(),
                    latest == nullptr ? 0 : latest->record.number + 1);
  return true;
}

/// Of what is evaluated behind all that was until now.
std::uint64_t Search::next_id() const {
  return std::max({set_aside_.id_of(optimizer_->evaluations()), set_aside_.end(), behind_ids_});
}

/// Has what it gives ready, under the ids of the search, and says how many that are.
std::size_t Search::ask_optimizer() {
  auto& asked = outbox_.refill();
  const auto before = asked.size();
  optimizer_->ask(any_number, asked);
  for (auto i = before; i < asked.size(); ++i) asked.ids[i] = set_aside_.id_of(asked.ids[i]);
  return asked.size() - before;
}

/// Has all candidates ready that the optimizer, or at the end the polisher, gives now and of which nothing is
/// known; true if it was told of some that are known, and so may give more.
bool Search::ask() {
  if (outbox_.has_ready() || (optimizer_->finished() && !polishes())) return false;
  if (polisher_) {
    polisher_->ask(outbox_.refill());
    is_polished_ = polisher_->is_done();
  } else if (const auto asked = ask_optimizer(); asked > 0) {
    population_ = asked;
  }
  return sift();
}

/// Leaves of what is ready that of which nothing is known; true if the optimizer was told of the others.
bool Search::sift() {
  if (known_.empty() && !recall_.is_of_use()) return false;
  outbox_.keep_if([&](const evolve::Candidates& asked, std::size_t i) { return !is_answered(asked, i); });
  const bool any = !told_.empty();
  tell_whoever_asked();
  return any;
}

/// Whether the candidate need not be sent: it is known, or will be.
bool Search::is_answered(const evolve::Candidates& candidates, std::size_t index) {
  const auto values = candidates.values_of(index);
  const Twin candidate{candidates.ids[index], candidates.generations[index], candidates.islands[index]};
  const auto found = known_.find(candidate.id);
  if (found != known_.end() && found->second.polish.has_value() == polisher_.has_value()) {
    const auto record = std::move(found->second);
    known_.erase(found);
    if (std::ranges::equal(values, record.values)) {  // else the budget has changed the way
      settle(record);
      return true;
    }
  }
  if (replays_) return false;
  if (auto evaluation = recall_.find(values)) {
    conclude(candidate, values, std::move(*evaluation), 0, with_.clock.now());
    return true;
  }
  if (recall_.wait(values, candidate)) return true;
  recall_.expect(values);
  return false;
}

void Search::send(EvaluateTask&& task, farm::Rank avoid, std::vector<farm::Task>& tasks) {
  farm::Task sent;
  sent.payload = payload_of(task, problem_.name);
  sent.avoid = avoid;
  sent.attempt = task.attempt;
  sent.alone = problem_.objective->is_foreign();
  sent.timeout = timeout_with(pace_.cost() * static_cast<double>(task.candidates.size() - 1));
  send(std::move(sent), tasks);
  first_sent_ = std::min(first_sent_, with_.clock.now());
}

void Search::send(farm::Task&& sent, std::vector<farm::Task>& tasks) {
  account_.tally().sent += base::Bytes{sent.payload.size()};
  tasks.push_back(std::move(sent));
  outbox_.sent();
}

/// Of a task that is expected to take so much longer than one evaluation that hangs.
std::optional<base::Seconds> Search::timeout_with(base::Seconds expected) const {
  if (problem_.timeout == base::Seconds::never()) return std::nullopt;
  return problem_.timeout + problem_.grace + expected * patience_with_stretch;
}

// ---- back

void Search::tell(const OptimizeTask& task, farm::Rank avoided, farm::TaskResult&& result) {
  outbox_.came_back();
  changed_ = true;
  if (result) account_.tally().sent += base::Bytes{result->size()};
  if (const auto* candidates = std::get_if<EvaluateTask>(&task)) {
    tell_candidates(*candidates, avoided, std::move(result));
  } else {
    tell_stretch(std::move(result));
  }
}

void Search::tell_candidates(const EvaluateTask& task, farm::Rank where, farm::TaskResult&& result) {
  const auto count = task.candidates.size();
  if (!result && count > 1) {  // whose doing it was, is seen when each runs on its own
    for (std::size_t i = 0; i < count; ++i) try_again(task, i, where);
    return;
  }
  EvaluateAnswer answer;
  if (result) {
    answer = decode_evaluate_answer(*result);
    pace_.measured(count, answer.busy);
    account_.tally().busy += answer.busy;
  } else {
    answer.rank = where;
    answer.started = with_.clock.now();
    answer.evaluations.push_back(failed(status_of(result.error().kind), result.error().reason));
  }
  assert(answer.evaluations.size() == count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& evaluation = answer.evaluations[i];
    const auto kind = static_cast<std::size_t>(evaluation.status);
    const bool again = result && evaluation.failed() && task.attempt < problem_.retries[kind];
    if (again) {
      try_again(task, i, answer.rank);
    } else if (evaluation.status == Status::not_started) {  // that says nothing of the candidate
      hindrance_ = std::move(evaluation.reason);
      give_up(SearchEnd::unable);
    } else {
      const auto& all = task.candidates;
      evaluation.retries = task.attempt;
      conclude({all.ids[i], all.generations[i], all.islands[i]}, all.values_of(i), std::move(evaluation),
               answer.rank, answer.started);
    }
  }
  tell_whoever_asked();
}

void Search::try_again(const EvaluateTask& task, std::size_t index, farm::Rank avoid) {
  EvaluateTask alone{task.problem, static_cast<std::uint16_t>(task.attempt + 1),
                     part_of(task.candidates, index, 1)};
  outbox_.try_again({std::move(alone), avoid});
}

/// The journal has its evaluations in the order in which they are told: a twin after its original.
void Search::conclude(const Twin& candidate, std::span<const double> values, Evaluation&& evaluation,
                      farm::Rank rank, base::Seconds started) {
  told_.push_back({candidate.id, problem_.judge.outcome_of(evaluation)});
  account_.count(candidate.id, evaluation);
  if (!polisher_) behind_ids_ = std::max(behind_ids_, candidate.id + 1);
  const auto twins = recall_.settle(values, evaluation);
  EvaluatedRecord evaluated{
      with_.number,  candidate.id, candidate.generation,           candidate.island,     rank,
      node_of(rank), started,      {values.begin(), values.end()}, std::move(evaluation)};
  if (polisher_) evaluated.polish = problem_.polish;
  record(evaluated);
  for (const auto& twin : twins) conclude(twin, values, evaluated.evaluation.as_known(), rank, started);
}

std::string Search::node_of(farm::Rank rank) const {
  const auto index = static_cast<std::size_t>(rank);
  return index < with_.nodes.size() ? with_.nodes[index] : std::string();
}

/// Whether all its evaluations stand in the journal, cheap ones as well.
bool Search::journals_all(const SearchAccount& account) const {
  return problem_.recording == Recording::all || account.is_slow().value_or(true) ||
         problem_.options.update == evolve::Update::steady;
}

/// Those of the polisher, which has no state to be kept, always are.
void Search::record(const EvaluatedRecord& evaluated) {
  const bool is_wanted = polisher_ || journals_all(account_);
  if (!is_wanted && evaluated.evaluation.duration < SearchAccount::worth_recording) return;
  base::Buffer bytes;
  encode(evaluated, bytes);
  with_.journal.append(bytes);
}

void Search::tell_stretch(farm::TaskResult&& result) {
  is_out_ = false;
  if (!result) {  // a candidate hangs or kills: they go out one by one from here on
    may_go_alone_ = false;
    return;
  }
  auto answer = decode_advance_answer(*result);
  pace_.measured(answer.evaluations, answer.busy);
  account_.count(std::move(answer.ends), answer.busy);
  base::Decoder in(answer.state);
  optimizer_ = base::value_or_throw(evolve::restore_optimizer(problem_.space, problem_.options, in));
  note_generations(std::move(answer.generations));
}

void Search::tell_whoever_asked() {
  if (told_.empty()) return;
  if (polisher_) {
    polisher_->tell(told_.front().outcome);
    return told_.clear();
  }
  for (auto& told : told_) told.id = set_aside_.number_of(told.id);
  optimizer_->tell(told_);
  told_.clear();
  if (optimizer_->finished()) set_aside();  // what a smaller budget leaves over
  note_generations(optimizer_->take_generations());
}

/// Failures are judged between generations, so that it never matters which evaluations came first. Where
/// there are none, in a steady search, no more than counts can be said of what is on its way.
void Search::note_generations(std::vector<evolve::GenerationRecord>&& records) {
  if (records.empty()) return;
  account_.end_generations(std::move(records), time());
  if (account_.fails_too_often(problem_.max_crash_rate, outbox_.outstanding())) give_up(SearchEnd::crashes);
}

// ---- what is known

bool Search::is_whole() const {
  if (end_ == SearchEnd::crashes || (optimizer_->finished() && is_polished())) return true;
  const auto& budget = problem_.options.budget;
  const bool time_is_all = !budget.evaluations && !budget.generations && !budget.target;
  return end_ == SearchEnd::time && time_is_all;
}

bool Search::is_recorded() const {
  return problem_.recording == Recording::all ||
         (problem_.recording == Recording::automatic && account_.is_slow().value_or(true));
}

Tally Search::tally() const {
  auto all = account_.tally();
  all.add(set_aside_.tally());
  return all;
}

/// A polish begins with the best of all.
std::optional<evolve::Best> Search::best() const {
  if (polisher_) return polisher_->best();
  auto best = optimizer_->best();
  if (best) best->id = set_aside_.id_of(best->id);
  const auto& earlier = set_aside_.best();
  if (!earlier || (best && evolve::is_better(best->outcome, earlier->outcome))) return best;
  if (!best || evolve::is_better(earlier->outcome, best->outcome) || earlier->id < best->id) return earlier;
  return best;
}

SearchStatus Search::status() const {
  SearchStatus status;
  status.name = problem_.name;
  const auto tally = this->tally();
  status.evaluations = tally.evaluations();
  status.failures = tally.failures();
  status.retried = tally.retried;
  status.cached = tally.cached;
  status.polishing = set_aside_.polishing() + (polisher_ ? polisher_->evaluations() : 0);
  status.of = problem_.options.budget.evaluations;
  if (const auto best = this->best()) {
    status.best = problem_.judge.value_of(best->outcome.objective);
    status.is_feasible = best->outcome.violation == 0;
  }
  // What stands in for failures is alike in all of them, and would read as if the search had converged.
  const bool has_spread = status.evaluations > status.failures + 1;
  const auto* const latest = account_.latest_generation();
  if (has_spread && latest != nullptr) status.spread = latest->record.spread;
  status.end = end_ != SearchEnd::none ? end_ : reason_of(optimizer_->end());
  return status;
}

}  // namespace winnow::optimize
