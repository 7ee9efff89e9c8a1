#include "winnow/watch/alert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::watch {
namespace {

constexpr std::array<RuleText, rule_count> texts{{
    {Rule::memory, "memory", "1", false, "memory in use by anybody over the node's limit",
     "kernels, the programs that they run and others on the node take it",
     "ask for more memory, or let fewer kernels run at once with [resources] max_workers"},
    {Rule::run_memory, "memory", "1", false, "memory of this run over the limit that its plan keeps to",
     "kernels and the programs that they run take it",
     "raise that limit, which run/plan names, or let fewer kernels run at once with [resources] max_workers"},
    {Rule::growth, "growth", "B min-1", false, "growth of memory, at least",
     "a leak, or state that grows with the work that is done",
     "look at run/memory once it is done; an objective that leaks can be isolated, and recycled "
     "more often"},
    {Rule::open_files, "open_files", "1", false, "open files over what the rank may have",
     "files, journals and the pipes of programs are open at once",
     "raise the limit with ulimit -n, or let fewer kernels run at once"},
    {Rule::storage, "storage", "B s-1", true, "bytes a second of this operation",
     "the storage is slow or busy, or what is moved comes in small pieces",
     "move its files to a faster file system, or ask who else uses this one"},
    {Rule::hdf5, "hdf5", "B s-1", true, "bytes a second into or from the result file",
     "the file system is slow or busy, or compression takes longer than writing",
     "write the result to a faster file system, or lower [result] compression"},
    {Rule::unsteady, "unsteady", "1", false, "deviation of the operation's rate over its mean",
     "others use the same storage, or a cache fills and empties",
     "move its files to a file system with fewer users; local disks are steadier"},
    {Rule::prediction, "prediction", "1", false, "memory over the predicted peak",
     "inputs or objectives take more than the memory model says",
     "the next run's plan knows of it; raise [resources] gamma or overhead where none is learned from"},
    {Rule::success, "success", "1", true, "what succeeded of all that ended",
     "tasks fail, or their inputs are rejected",
     "look at the reasons in the closing summary and in the result file; stop it if they come from the "
     "study"},
    {Rule::falling, "falling", "1", true, "tasks a second over those of before",
     "tasks have become harder, or workers, storage or memory scarcer",
     "look for other alerts of this time, and at the load of the nodes"},
    {Rule::disk, "disk", "B", true, "space left for others once the result is written",
     "the file system fills, by this run or by others",
     "free some before the run ends, or write the result elsewhere; a failed write keeps the checkpoint"},
    {Rule::slow_rank, "slow_rank", "1", false, "time a task over the median of the other ranks",
     "its node is slower, throttled or used by others, or its kernels are badly placed",
     "look at the load and the clock of its node, or leave the node out"},
}};

static_assert(std::ranges::equal(texts, texts, [](const RuleText& text, const RuleText& same) {
  return static_cast<std::size_t>(text.rule) == static_cast<std::size_t>(&same - texts.data());
}));

/// In powers of 1000, as thresholds are mostly written.
std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 6> names{"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t i = 0;
  while (std::abs(bytes) >= 999.5 && i + 1 < names.size()) {
    bytes /= 1000;
    ++i;
  }
  return fmt::format("{:.3g} {}", bytes, names[i]);
}

/// Shares of a whole are read in percent, multiples are not.
bool is_multiple(Rule rule) {
  return rule == Rule::slow_rank;
}

}  // namespace

const RuleText& text_of(Rule rule) {
  return texts[static_cast<std::size_t>(rule)];
}

std::string_view name_of(Severity severity) {
  return severity == Severity::critical ? "critical" : "warning";
}

std::string figure_text(Rule rule, double figure) {
  const auto units = text_of(rule).units;
  if (units == "B") return bytes_text(figure);
  if (units == "B s-1") return bytes_text(figure) + "/s";
  if (units == "B min-1") return bytes_text(figure) + "/min";
  return is_multiple(rule) ? fmt::format("{:.3g} times", figure) : fmt::format("{:.3g} %", 100 * figure);
}

base::Error words_of(const Alert& alert) {
  const auto& text = text_of(alert.rule);
  auto problem =
      fmt::format("{}: {}: {}, {} {}", alert.subject, text.figure_name, figure_text(alert.rule, alert.figure),
                  text.is_floor ? "below" : "above", figure_text(alert.rule, alert.threshold));
  return {std::move(problem), std::string(text.cause), std::string(text.advice), {}};
}

}  // namespace winnow::watch
