#pragma once
// What the person at rank 0 sees of a run; on other ranks, nothing.

#include <functional>
#include <vector>

#include "app/command_line.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/report/progress.hpp"
#include "winnow/report/summary.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::app {

/// Progress goes to standard error, which is free for it; results, and all of --json, to standard output.
class Console {
 public:
  /// Adds what a job knows of its progress itself.
  using Describe = std::function<void(report::Progress&)>;

  /// `interval`: between two states that are shown. `queues` are those of the job.
  Console(const RunCommand& command, const study::AutoOr<base::Seconds>& interval, const plan::Plan& plan,
          std::vector<farm::Queue> queues, const base::Clock& clock, Describe describe = {});

  /// May be called often.
  void observe(const farm::FarmStatus& status);

  /// The last word on it: how every task ended.
  void finish_progress(const std::vector<farm::QueueStatus>& queues);

  void summarize(const report::Summary& summary);

 private:
  const RunCommand& command_;
  const plan::Plan& plan_;
  std::vector<farm::Queue> queues_;
  const base::Clock& clock_;
  Describe describe_;
  report::DescriptorOutput output_;
  report::ProgressLine line_;
  report::Progress progress_;
  bool shown_ = false;
};

}  // namespace winnow::app
