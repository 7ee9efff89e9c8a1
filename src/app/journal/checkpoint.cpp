#include "app/journal/checkpoint.hpp"

#include <fmt/format.h>

#include "app/common_failure.hpp"
#include "app/journal/journal_record.hpp"
#include "app/journal/recovery.hpp"
#include "winnow/base/text.hpp"
#include "winnow/base/version.hpp"

namespace winnow::app {
namespace {

/// What tasks and their results depend on: `chunk` says how large files are cut.
JournalOpening opening_of(const RunOrder& order) {
  const auto& chunk = order.study.resources().chunk;
  const auto cut = chunk.has_value() ? base::to_text(chunk.value()) : std::string(chunk.word());
  return {std::string(base::version()),
          fmt::format("{}\n[resources]\nchunk = {}\n", order.study.answer_toml(), cut)};
}

}  // namespace

Checkpoint::Checkpoint(const RunOrder& order, farm::Rank rank, base::Log& log, base::Profile* profile)
    : order_(order), log_(log), folder_(order.checkpoint) {
  const auto& interval = order.study.checkpoint().interval;
  if (interval.is_word()) return;
  base::Buffer opening;
  encode(opening_of(order), opening);
  journal_.emplace(folder_.journal(order.run, rank), opening, interval.value(), log,
                   store::WritePace::in_batches, profile);
}

void Checkpoint::start_over(base::Team& team, farm::Job& job) {
  on_root(team, [&] {
    if (base::value_or_throw(folder_.journals()).empty()) return;
    log_.warning(
        fmt::format("starting over: the checkpoint of an earlier run, {}, is removed; --resume would "
                    "have gone on with it",
                    folder_.path().string()));
    base::value_or_throw(folder_.remove());
  });
  keep(job);
}

void Checkpoint::resume(base::Team& team, farm::Job& job, const MakeJob& another) {
  on_root(team, [&] { take_up(job, another); });
  keep(job);
}

void Checkpoint::take_up(farm::Job& job, const MakeJob& another) {
  const auto journals = base::value_or_throw(folder_.journals());
  if (journals.empty()) {
    log_.info(fmt::format("there is no checkpoint {}: starting anew", folder_.path().string()));
    return;
  }
  Recovery recovery(journals, opening_of(order_));
  recovery.refuse_changed(*another()->make_source());
  recovery.fold_into(job.sink());
  finished_ = recovery.finished();
  log_.info(fmt::format("going on: {} tasks were done before", base::with_commas(finished_.size())));
  if (recovery.lost().count > 0) {
    log_.info(fmt::format("the checkpoint's last {} are torn or damaged: what they tell of is done again",
                          base::to_text(recovery.lost())));
  }
}

void Checkpoint::keep(farm::Job& job) {
  journaled_.emplace(job, journal_ ? &*journal_ : nullptr, finished_);
}

void Checkpoint::save_soon() {
  if (journal_) journal_->save_soon();
}

void Checkpoint::remove(base::Team& team) {
  journaled_.reset();
  journal_.reset();
  static_cast<void>(team.any(false));  // nobody writes any more
  if (team.rank() != 0) return;
  if (auto removed = folder_.remove(); !removed) log_.warning(removed.error().text());
}

}  // namespace winnow::app
