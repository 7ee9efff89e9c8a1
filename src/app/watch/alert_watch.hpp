#pragma once
// What a rank warns of while a job runs: it judges what it sees of itself, of its node, and on rank 0 of the
// run, tells of each alert at once, and keeps all for the result file.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/plan/plan.hpp"
#include "winnow/program/hook.hpp"
#include "winnow/report/progress.hpp"
#include "winnow/study/watch.hpp"
#include "winnow/watch/alert_book.hpp"
#include "winnow/watch/alert_figures.hpp"

namespace winnow::app {

/// An alert and the rank that told of it.
struct RankAlert {
  int rank = 0;
  std::string node;
  watch::Alert alert;
};

/// Those of several ranks.
struct RunAlerts {
  std::vector<RankAlert> kept;
  std::uint64_t unkept = 0;  ///< that began when no more were kept
};

/// Thread-safe: samples are judged on the thread that takes them, the run's progress on the main thread.
class AlertWatch {
 public:
  struct Place {
    int rank = 0;
    std::string node;                   ///< the rank's
    std::uint64_t most_open_files = 0;  ///< that the rank may have; 0: not known
    base::Bytes predicted = {};         ///< the rank's part of its node's planned peak; 0: not known
    base::Bytes limit = base::Bytes::unlimited();  ///< likewise, of the limit
    base::Bytes run_limit =
        base::Bytes::unlimited();  ///< that the plan keeps to on the node, all ranks together
    bool processes_stay = false;   ///< those that its tasks start: what they grow by does not end with a task
  };

  /// `log`, thread-safe, outlives it. `hook` may be null.
  AlertWatch(const study::Watch& wanted, Place place, base::Log& log, std::unique_ptr<program::Hook> hook);

  /// Of this rank, and where it samples its node: what anybody uses there, the most of a minute.
  void judge_sample(const watch::Sample& sample);

  /// While tasks run, on the rank that leads its node: what the run's ranks there and their programs have in
  /// use together, the most of a minute, against the limit that the plan keeps to. Not where the node's own
  /// limit is as low, against which judge_sample() holds what anybody uses.
  void judge_run_memory(base::Bytes used, base::Seconds now);

  /// While tasks run: the most of a minute against what the plan predicts of them.
  void judge_prediction(const watch::Sample& sample);

  /// Of this rank, and of the processes that stay with it.
  void judge_growth(const watch::Series& series, base::Seconds now);
  void judge_operations(std::span<const watch::OperationStatistics> statistics, base::Seconds now);

  // On rank 0.

  /// What succeeded of all that ended; too little of it tells nothing.
  void judge_success(std::uint64_t succeeded, std::uint64_t failed, base::Seconds now);

  void judge_progress(const report::Progress& progress, base::Seconds now);

  /// The file system of a folder, on which `needed` is still to be written.
  void judge_disk(const std::filesystem::path& folder, base::Bytes needed, base::Seconds now);

  /// Ranks against each other, by what each has done so far. One that is lost is slow no more.
  void judge_ranks(const std::vector<farm::WorkerRecord>& workers, const cluster::Cluster& cluster,
                   base::Seconds now);

  /// All until now, in the order in which they began.
  [[nodiscard]] std::vector<RankAlert> alerts() const;

  /// Those that began when no more were kept.
  [[nodiscard]] std::uint64_t unkept() const;

 private:
  [[nodiscard]] std::string own_name() const;
  [[nodiscard]] std::string node_name() const;
  void judge(watch::Rule rule, const std::string& subject, double figure, base::Seconds now);
  void tell(const watch::Alert& alert);

  const Place place_;
  base::Log& log_;
  const std::unique_ptr<program::Hook> hook_;
  const std::optional<double> growth_limit_;  ///< bytes a minute
  mutable std::mutex mutex_;                  ///< of all that follows
  watch::AlertBook book_;
  std::optional<double> node_limit_;  ///< in bytes, as samples have it
  watch::RecentPeak node_memory_;
  watch::RecentPeak run_memory_;
  watch::RecentPeak over_prediction_;
  watch::StorageRates storage_rates_;
  watch::Pace pace_;
};

/// For another rank.
[[nodiscard]] base::Buffer encode(const std::vector<RankAlert>& alerts);
[[nodiscard]] std::vector<RankAlert> decode_alerts(std::span<const std::byte> bytes);

/// The thresholds that a study sets.
[[nodiscard]] watch::AlertLimits limits_of(const study::Watch& wanted);

/// \collective On the first rank of the team: the alerts of all, in the order in which they began. On others:
/// none.
[[nodiscard]] std::vector<RankAlert> gather(const std::vector<RankAlert>& mine, base::Team& team);

}  // namespace winnow::app
