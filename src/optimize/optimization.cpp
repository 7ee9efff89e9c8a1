#include "winnow/optimize/optimization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>

#include "optimize/evaluation_kernel.hpp"
#include "optimize/evaluation_rows.hpp"
#include "optimize/search.hpp"
#include "optimize/search_source.hpp"
#include "optimize/tables.hpp"
#include "winnow/base/text.hpp"

namespace winnow::optimize {
namespace {

/// Where nothing is ever folded: results go to the searches.
class NoSink final : public farm::Sink {
 public:
  explicit NoSink(std::deque<Search>& searches) : searches_(searches) {}

  void fold(std::span<const std::byte> /*partial*/, std::span<const farm::Task> /*done*/,
            std::span<const std::uint64_t> /*revisions*/) override {}
  void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}
  void save() override {
    for (auto& search : searches_) search.checkpoint();
  }

 private:
  std::deque<Search>& searches_;
};

ProblemEnd end_of(const Search& search) {
  ProblemEnd end;
  end.status = search.status();
  const auto& tally = search.tally();
  for (std::size_t kind = 1; kind < status_count; ++kind) {
    if (tally.ends[kind] == 0) continue;
    end.failures.push_back(
        {static_cast<Status>(kind), tally.ends[kind], tally.first[kind].reason, tally.first[kind].kept});
  }
  const auto best = search.best();
  if (best) {
    end.parameters = spelled_values(search.problem().space, best->values);
    end.command = command_of(search.problem(), best->values);
  }
  end.retried = tally.retried;
  end.cached = tally.cached;
  end.cache = search.cache_use();
  end.sent = tally.sent;
  end.peak = tally.peak;
  return end;
}

/// Those of a problem that has a name, in a sentence.
std::string of_problem(const SearchStatus& status) {
  return status.name.empty() ? "" : " of " + status.name;
}

/// What is on this machine, and not in the candidates, keeps the search from going on.
base::Error hindered(const Search& search) {
  const auto status = search.status();
  return {fmt::format("evaluations{} cannot be begun", of_problem(status)),
          search.hindrance(),
          status.evaluations == 0 ? "try the objective by hand, with winnow evaluate"
                                  : fmt::format("mend that; then --resume goes on with the {} that were done",
                                                base::with_commas(status.evaluations)),
          {}};
}

/// The search has nothing to show: every evaluation has failed, or none was made.
base::Error nothing_found(const Search& search) {
  const auto status = search.status();
  if (status.evaluations == 0) return {"stopped before any evaluation was done", "", "run it again", {}};
  const auto& tally = search.tally();
  std::string reason;
  for (const auto& one : tally.first) {
    if (reason.empty()) reason = one.reason;
  }
  return {fmt::format("every one of {} evaluations{} failed", status.evaluations, of_problem(status)),
          reason,
          "try the objective by hand, with winnow evaluate",
          {}};
}

bool has_found_something(const Search& search) {
  return search.tally().failures() < search.tally().evaluations();
}

bool has_crashed(const Search& search) {
  const bool only_failures = search.tally().evaluations() > 0 && !has_found_something(search);
  return search.status().end == SearchEnd::crashes || only_failures;
}

/// What ends a run without a result: where one search cannot go on the run is to be gone on with, and where
/// none has found anything there is nothing to show.
std::optional<base::Failure> failure_of(const std::deque<Search>& searches) {
  for (const auto& search : searches) {
    if (!search.hindrance().empty()) return base::Failure(hindered(search));
  }
  if (searches.empty() || std::ranges::any_of(searches, has_found_something)) return std::nullopt;
  const auto is_early = [](const Search& search) { return search.tally().evaluations() == 0; };
  const auto tried = std::ranges::find_if_not(searches, is_early);
  if (tried != searches.end()) return base::Failure(nothing_found(*tried));
  return base::Failure(nothing_found(searches.front()), base::ExitStatus::stopped_early);
}

template <class Record>
bool is_mark(const Record& /*record*/) {
  return std::is_same_v<Record, ResumedRecord>;
}

}  // namespace

struct Optimization::Parts {
  const std::vector<Problem>& problems;
  Surroundings with;
  std::deque<Search> searches;       ///< on rank 0
  std::vector<std::uint64_t> known;  ///< evaluations that earlier runs have left, by search; on rank 0
  std::atomic<bool> wants_stop = false;
  NoSink sink{searches};
  std::mutex mutex{};              ///< of what follows
  std::deque<PeakNote> kernels{};  ///< of this rank

  [[nodiscard]] Search* search(std::size_t problem) {
    return searches.empty() ? nullptr : &searches[problem];
  }

  /// Gives `take` each record of the journal, of its own kind.
  template <class Take>
  void each_record(const Take& take) const {
    with.journal->read(
        [&](std::span<const std::byte> bytes) { std::visit(take, decode_search_record(bytes)); });
  }

  template <class Record>
  void take_up(const Record& record) {
    searches.at(record.problem).take_up(record);
  }
  void take_up(const ResumedRecord& /*record*/) {}

  /// Counts what was taken up.
  std::uint64_t note_known() {
    known.clear();
    for (const auto& search : searches) known.push_back(search.known_evaluations());
    return std::accumulate(known.begin(), known.end(), std::uint64_t{0});
  }
};

Optimization::Optimization(const std::vector<Problem>& problems, const Surroundings& with)
    : parts_(new Parts{problems, with, {}, {}}) {
  if (with.rank != 0) return;
  assert(with.journal != nullptr);
  for (std::size_t i = 0; i < problems.size(); ++i) {
    parts_->searches.emplace_back(
        problems[i],
        SearchSurroundings{static_cast<std::uint16_t>(i), with.workers, parts_->with.nodes, *with.journal,
                           with.stores.empty() ? nullptr : with.stores[i], with.clock, with.checkpoint});
  }
}

Optimization::~Optimization() = default;

std::uint64_t Optimization::take_up() {
  parts_->each_record([&](const auto& record) { parts_->take_up(record); });
  for (auto& search : parts_->searches) search.taken_up();
  base::Buffer mark;
  encode(ResumedRecord{}, mark);
  parts_->with.journal->append(mark);
  return parts_->note_known();
}

/// A run that went on did so from what it had taken up, and perhaps with another budget than the one before:
/// what stands before the last such mark is taken up as it was then.
std::uint64_t Optimization::replay() {
  std::size_t marks = 0;
  parts_->each_record([&](const auto& record) { marks += is_mark(record); });
  const auto begin = [&] {
    for (auto& search : parts_->searches) search.replay();
  };
  if (marks == 0) begin();
  parts_->each_record([&](const auto& record) {
    parts_->take_up(record);
    if (is_mark(record) && --marks == 0) begin();
  });
  for (auto& search : parts_->searches) search.taken_up();
  return parts_->note_known();
}

std::uint64_t Optimization::unplaced() const {
  std::uint64_t sum = 0;
  for (const auto& search : parts_->searches) sum += search.unplaced();
  return sum;
}

std::unique_ptr<farm::Source> Optimization::make_source() {
  return std::make_unique<SearchSource>(parts_->searches, parts_->with.clock, parts_->wants_stop,
                                        parts_->with.profile);
}

std::unique_ptr<farm::Kernel> Optimization::make_kernel() {
  const std::lock_guard lock(parts_->mutex);
  auto& peak = parts_->kernels.emplace_back();
  return std::make_unique<EvaluationKernel>(parts_->problems, parts_->with.clock, parts_->with.rank, peak,
                                            parts_->with.profile);
}

std::vector<base::Bytes> Optimization::largest_processes() const {
  const std::lock_guard lock(parts_->mutex);
  std::vector<base::Bytes> largest;
  for (const auto& kernel : parts_->kernels) largest.push_back(kernel.highest());
  return largest;
}

farm::Sink& Optimization::sink() {
  return parts_->sink;
}

bool Optimization::wants_stop() const {
  return parts_->wants_stop;
}

void Optimization::checkpoint() {
  parts_->sink.save();
}

std::vector<SearchStatus> Optimization::status() const {
  std::vector<SearchStatus> all;
  for (const auto& search : parts_->searches) all.push_back(search.status());
  return all;
}

/// \collective Throws what rank 0 has to say, on all ranks alike.
void Optimization::refuse_if_fruitless(base::Team& team) const {
  base::Buffer word;
  if (const auto failure = failure_of(parts_->searches)) {
    base::Encoder out(word);
    const auto& error = failure->error();
    for (const auto& text : {error.problem, error.why, error.advice}) out.put_text(text);
    out.put(failure->status());
  }
  const auto words = team.gather_all(std::move(word));
  if (words.front().empty()) return;
  base::Decoder in(words.front());
  base::Error error;
  for (auto* text : {&error.problem, &error.why, &error.advice}) *text = in.get_text();
  throw base::Failure(std::move(error), in.get<base::ExitStatus>());
}

Outcome Optimization::finish(base::Team& team) {
  refuse_if_fruitless(team);
  base::Buffer word;
  base::Encoder out(word);
  for (const auto& search : parts_->searches) {
    out.put(search.is_recorded());
    out.put(search.is_whole());
    out.put(has_crashed(search));
  }
  const auto words = team.gather_all(std::move(word));
  base::Decoder in(words.front());
  Outcome outcome;
  for (std::size_t i = 0; i < parts_->problems.size(); ++i) {
    const auto& problem = parts_->problems[i];
    const bool is_recorded = in.get<bool>();
    if (!in.get<bool>()) outcome.is_whole = false;
    if (in.get<bool>()) outcome.has_crashed = true;
    if (is_recorded) {
      add_evaluation_tables(problem,
                            spread_evaluations(team, parts_->with.journal, static_cast<std::uint16_t>(i)),
                            outcome.tables);
    }
    add_search_tables(problem, parts_->search(i), parts_->with.workers, outcome.tables);
  }
  for (const auto& search : parts_->searches) {
    outcome.problems.push_back(end_of(search));
    if (!has_found_something(search)) outcome.fruitless.push_back(nothing_found(search));
  }
  for (std::size_t i = 0; i < parts_->known.size(); ++i) outcome.problems[i].known = parts_->known[i];
  return outcome;
}

}  // namespace winnow::optimize
