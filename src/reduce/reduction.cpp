#include "winnow/reduce/reduction.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "reduce/file_kernel.hpp"
#include "reduce/file_task.hpp"
#include "reduce/first_rejection.hpp"
#include "reduce/group_rows.hpp"
#include "reduce/node_state.hpp"
#include "reduce/open_runs.hpp"
#include "reduce/probe.hpp"
#include "reduce/rejected_rows.hpp"
#include "reduce/run_rows.hpp"
#include "reduce/scheme.hpp"
#include "reduce/shared_state.hpp"
#include "reduce/walk_source.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::reduce {
namespace {

class NodeSink final : public farm::Sink {
 public:
  NodeSink(NodeState& state, FirstRejection& first) : state_(state), first_(first) {}

  void report_to(base::Profile& profile) { profile_ = &profile; }
  void account_to(base::HeldMemory& held) { held_.emplace(&held); }

  void fold(std::span<const std::byte> partial, std::span<const farm::Task> done,
            std::span<const std::uint64_t> /*revisions*/) override {
    base::Operation op(profile_, base::operations::merge, base::MeasureMemory::yes);
    op.items(done.size());
    op.bytes({partial.size()});
    if (!state_.fold(partial)) throw std::logic_error("a partial state of a reduction is damaged");
    if (held_) held_->set(state_.memory());
  }

  void quarantine(const farm::Task& task, const farm::TaskFailure& failure) override {
    read::Piece piece;
    read_payload(task.payload, piece);
    const Rejected why{piece.path,
                       {0, piece.begin},
                       fmt::format("failed {} times", task.attempt + 1),
                       fmt::format("{}: {}", farm::name_of(failure.kind), failure.reason)};
    first_.note(why);
    if (is_whole(piece)) {
      state_.inputs.add(piece.path, task.size, task.revision);
      state_.reject_file(why, task.size);
    } else {
      state_.reject_piece({piece.path, piece.begin, 0, false}, why, task.size);
    }
  }

 private:
  NodeState& state_;
  FirstRejection& first_;
  base::Profile* profile_ = nullptr;
  std::optional<base::HeldShare> held_;
};

}  // namespace

struct Reduction::Parts {
  explicit Parts(Scheme of)
      : scheme(std::make_shared<const Scheme>(std::move(of))),
        state(*scheme),
        first_rejection(*scheme),
        sink(state, first_rejection) {}

  std::shared_ptr<const Scheme> scheme;
  NodeState state;
  FirstRejection first_rejection;
  NodeSink sink;
  Inputs split;  ///< files that come in pieces
  base::Profile* profile = nullptr;
  base::Reclaimer* reclaimer = nullptr;
  base::HeldMemory* held = nullptr;
};

Reduction::Reduction(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
}

Reduction::~Reduction() = default;

tl::expected<std::unique_ptr<Reduction>, ConfigError> Reduction::make(Config config) {
  auto scheme = Scheme::make(std::move(config));
  if (!scheme) return tl::make_unexpected(std::move(scheme).error());
  return std::unique_ptr<Reduction>(new Reduction(std::make_unique<Parts>(std::move(*scheme))));
}

std::unique_ptr<farm::Source> Reduction::make_source() {
  const auto& config = parts_->scheme->config;
  auto walk = base::value_or_throw(read::FileWalk::open(config.files, config.folder, read::Look::at_names));
  return std::make_unique<WalkSource>(parts_->scheme, std::move(walk), parts_->split, parts_->state,
                                      parts_->first_rejection);
}

std::unique_ptr<farm::Kernel> Reduction::make_kernel() {
  return std::make_unique<FileKernel>(parts_->scheme, parts_->first_rejection, parts_->state.kernel_limit(),
                                      parts_->profile, parts_->reclaimer, parts_->held);
}

farm::Sink& Reduction::sink() {
  return parts_->sink;
}

bool Reduction::wants_stop() const {
  return parts_->first_rejection.is_there();
}

std::optional<base::Error> Reduction::first_rejection(base::Team& team) const {
  return parts_->first_rejection.error(team);
}

void Reduction::limit_groups(base::Bytes of_sink, base::Bytes of_kernel) {
  parts_->state.limit_groups(of_sink);
  parts_->state.limit_kernel_groups(of_kernel);
}

void Reduction::report_to(base::Profile& profile) {
  parts_->profile = &profile;
  parts_->sink.report_to(profile);
}

void Reduction::give_back_to(base::Reclaimer& reclaimer) {
  parts_->reclaimer = &reclaimer;
}

void Reduction::account_to(base::HeldMemory& held) {
  parts_->held = &held;
  parts_->sink.account_to(held);
}

base::Bytes Reduction::group_memory() const {
  return parts_->state.group_memory();
}

base::Result<std::vector<UnseenMetric>> Reduction::probe(std::size_t at_most) const {
  const auto columns = columns_of_first_files(*parts_->scheme, at_most);
  if (!columns) return tl::make_unexpected(columns.error());
  auto unseen = parts_->scheme->unseen(*columns);
  std::erase_if(unseen, [](const UnseenMetric& metric) { return metric.near.empty(); });
  return unseen;
}

Outcome Reduction::finish(base::Team& team) {
  auto& [scheme, state, first_rejection, sink, split, profile, reclaimer, held] = *parts_;
  const base::Operation op(profile, base::operations::gather, base::MeasureMemory::yes);
  auto shared = SharedState::agree(*scheme, state, split, team);
  const auto pooled = close_open_runs(*scheme, state, shared, team);
  Outcome outcome;
  for (std::size_t grouping = 0; grouping < scheme->groupings.size(); ++grouping) {
    outcome.tables.push_back(
        std::make_unique<GroupRows>(scheme, grouping, std::move(state.groups[grouping]), shared, team));
  }
  if (scheme->config.runs) {
    outcome.tables.push_back(std::make_unique<RunRows>(scheme, std::move(state.runs), shared, team));
  }
  auto rejected = std::make_unique<RejectedRows>(scheme->config, std::move(state.rejected), team);
  outcome.totals = shared.account.totals();
  outcome.totals.files_accepted += rejected->split_files().accepted;
  outcome.totals.files_rejected += rejected->split_files().rejected;
  outcome.totals.files_of_rows += rejected->split_files().accepted;
  outcome.tables.push_back(std::move(rejected));
  outcome.totals.runs_pooled = team.sum(pooled);
  outcome.totals.inputs = shared.inputs;
  outcome.totals.unseen = scheme->unseen(shared.account.columns());
  return outcome;
}

}  // namespace winnow::reduce
