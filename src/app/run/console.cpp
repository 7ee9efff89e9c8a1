#include "app/run/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "app/job/queue_tasks.hpp"
#include "winnow/report/terminal.hpp"

namespace winnow::app {
namespace {

int descriptor_of(const RunCommand& command) {
  return command.json ? STDOUT_FILENO : STDERR_FILENO;
}

report::Terminal terminal() {
  return report::detect_terminal(STDERR_FILENO, report::process_environment());
}

report::ProgressStyle style_of(const RunCommand& command) {
  if (command.json) return report::ProgressStyle::json;
  if (command.quiet) return report::ProgressStyle::quiet;
  return terminal().live ? report::ProgressStyle::live : report::ProgressStyle::plain;
}

}  // namespace

Console::Console(const RunCommand& command, const study::AutoOr<base::Seconds>& interval,
                 const plan::Plan& plan, std::vector<farm::Queue> queues, const base::Clock& clock,
                 Describe describe)
    : command_(command),
      plan_(plan),
      queues_(std::move(queues)),
      clock_(clock),
      describe_(std::move(describe)),
      output_(descriptor_of(command)),
      line_(style_of(command), terminal().width, clock, output_,
            interval.has_value() ? std::optional(interval.value()) : std::nullopt) {
}

void Console::observe(const farm::FarmStatus& status) {
  if (!line_.due()) return;
  count_tasks(queues_, status.queues, progress_);
  weigh_nodes(status.nodes, plan_, progress_);
  progress_.found_all = status.source_finished;
  progress_.elapsed = clock_.now();
  if (describe_) describe_(progress_);
  if (line_.update(progress_)) shown_ = true;
}

void Console::finish_progress(const std::vector<farm::QueueStatus>& queues) {
  // Over before there was anything to show: the summary will do for a person.
  if (!shown_ && !command_.json) return;
  count_tasks(queues_, queues, progress_);
  progress_.found_all = true;
  progress_.elapsed = clock_.now();
  if (describe_) describe_(progress_);
  line_.finish(progress_);
}

void Console::summarize(const report::Summary& summary) {
  fmt::print("{}\n", command_.json ? report::summary_json(summary) : report::summary_text(summary));
}

}  // namespace winnow::app
