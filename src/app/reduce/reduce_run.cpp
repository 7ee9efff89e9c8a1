#include "app/reduce/reduce_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/job/standing_result.hpp"
#include "app/reduce/reduce_job.hpp"
#include "app/reduce/reduce_report.hpp"
#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

/// What the groups of a node's leader and of each of its kernels may take.
struct GroupMemory {
  base::Bytes sink;
  base::Bytes kernel;
};

/// What the plan leaves of a node's budget: half of it is for the groups that its leader folds, a quarter for
/// those of the kernels, and as much for these on their way to the leader. A few groups fit where the study
/// wants more workers than the budget allows, too.
GroupMemory left_for_groups(const plan::NodePlan& node) {
  if (node.budget.is_unlimited()) return {node.budget, node.budget};
  const auto left = node.budget - std::min(node.budget, node.predicted_peak);
  return {std::max(base::Bytes{left.count / 2}, base::mebibytes(16)),
          std::max(base::Bytes{left.count / 4 / std::max(1U, node.workers)}, base::mebibytes(16))};
}

}  // namespace

ReduceRun::ReduceRun(const Setting& setting, farm::Rank rank, base::Log& log)
    : order_(setting.order),
      model_(setting.plan.model),
      job_(make_job()),
      checkpoint_(setting.order, rank, log, setting.profiler) {
  const auto memory = left_for_groups(setting.node_of(rank));
  job_->limit_groups(memory.sink, memory.kernel);
  if (setting.profiler != nullptr) job_->report_to(*setting.profiler);
  if (setting.reclaimer != nullptr) job_->give_back_to(*setting.reclaimer);
  job_->account_to(setting.held);
}

std::unique_ptr<reduce::Reduction> ReduceRun::make_job() const {
  return make_reduction(order_.study, order_.scratch_folder);
}

void ReduceRun::begin(base::Team& team, bool resume) {
  if (!resume) return checkpoint_.start_over(team, *job_);
  checkpoint_.resume(team, *job_, [this] { return make_job(); });
}

void ReduceRun::adjust(farm::FarmOptions& options) const {
  // A streaming reader holds one piece, however large the file: the file's size costs no memory.
  options.gamma = 0;
  options.overhead = plan::file_peak(model_, format_of(order_.study).piece) - model_.base;
}

JobResult ReduceRun::finish(base::Team& team) {
  checkpoint_.save_soon();
  auto outcome = job_->finish(team);
  refuse_no_files(order_.study, outcome.totals.inputs);
  refuse_unseen(order_.study, outcome.totals.unseen);
  totals_ = std::move(outcome.totals);
  for (const auto& table : outcome.tables) {
    if (table->shape().path.starts_with("reduce/")) shapes_.push_back(table->shape());
  }
  JobResult result;
  result.tables = std::move(outcome.tables);
  result.groups = {{"account", account_attributes(totals_)}};
  result.replaced = {"reduce", "runs", "rejected", "account"};
  result.provenance = {{std::string(origin::inputs), totals_.inputs.fingerprint()}};
  result.accepted = totals_.files_accepted;
  result.rejected = totals_.files_rejected;
  if (too_many_rejected()) result.status = base::ExitStatus::too_many_rejected;
  return result;
}

double ReduceRun::share_taken(std::uint64_t tasks) const {
  const auto taken = static_cast<double>(checkpoint_.taken_up());
  return taken / std::max(1.0, taken + static_cast<double>(tasks));
}

void ReduceRun::describe(report::Summary& summary) const {
  tell_totals(totals_, order_.study, summary);
  for (const auto& shape : shapes_) {
    summary.groups += shape.rows;
    if (!summary.next_command.empty()) continue;
    summary.next_command = fmt::format("winnow show {} {}", base::shell_word(order_.output.string()),
                                       base::shell_word(shape.path));
  }
}

bool ReduceRun::too_many_rejected() const {
  const auto rejected = static_cast<double>(totals_.rejections());
  const auto records = rejected + static_cast<double>(totals_.tally.accepted.lines);
  return rejected > records * order_.study.reduce()->max_rejected.of_one;
}

}  // namespace winnow::app
