#include "app/watch/alert_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <system_error>
#include <utility>

#include "winnow/base/codec.hpp"

namespace winnow::app {
namespace {

using watch::Rule;

template <class Limit>
std::optional<double> threshold(const study::NoneOr<Limit>& limit) {
  if (limit.is_word()) return std::nullopt;
  if constexpr (std::is_same_v<Limit, study::Share>) {
    return limit.value().of_one;
  } else if constexpr (std::is_same_v<Limit, base::Bytes>) {
    return static_cast<double>(limit.value().count);
  } else {
    return limit.value();
  }
}

std::string rank_name(int rank, const std::string& node) {
  return fmt::format("rank {} on {}", rank, node);
}

void encode(const RankAlert& one, base::Encoder& out) {
  out.put(one.rank);
  out.put_text(one.node);
  out.put(one.alert.rule);
  out.put(one.alert.severity);
  out.put_text(one.alert.subject);
  for (const auto number : {one.alert.figure, one.alert.threshold, one.alert.began.count}) out.put(number);
  out.put(one.alert.ended.has_value());
  out.put(one.alert.ended.value_or(base::Seconds{}).count);
}

RankAlert decode(base::Decoder& in) {
  RankAlert one;
  one.rank = in.get<int>();
  one.node = in.get_text();
  one.alert.rule = in.get<Rule>();
  one.alert.severity = in.get<watch::Severity>();
  one.alert.subject = in.get_text();
  one.alert.figure = in.get<double>();
  one.alert.threshold = in.get<double>();
  one.alert.began = {in.get<double>()};
  const auto has_ended = in.get<bool>();
  const base::Seconds ended{in.get<double>()};
  if (has_ended) one.alert.ended = ended;
  return one;
}

}  // namespace

watch::AlertLimits limits_of(const study::Watch& wanted) {
  const auto& alerts = wanted.alerts;
  watch::AlertLimits limits{};
  const auto at = [&](Rule rule) -> watch::Thresholds& { return limits[static_cast<std::size_t>(rule)]; };
  at(Rule::memory) = {threshold(alerts.memory), threshold(alerts.memory_critical)};
  at(Rule::run_memory) = at(Rule::memory);
  at(Rule::growth).warning = threshold(wanted.growth);
  at(Rule::open_files).warning = threshold(alerts.open_files);
  at(Rule::storage).warning = threshold(alerts.storage);
  at(Rule::hdf5).warning = threshold(alerts.hdf5);
  at(Rule::unsteady).warning = threshold(alerts.unsteady);
  at(Rule::prediction).warning = threshold(alerts.prediction);
  at(Rule::success).warning = threshold(alerts.success);
  at(Rule::falling).warning = threshold(alerts.falling);
  at(Rule::disk).warning = threshold(alerts.disk);
  at(Rule::slow_rank).warning = threshold(alerts.slow_rank);
  return limits;
}

AlertWatch::AlertWatch(const study::Watch& wanted, Place place, base::Log& log,
                       std::unique_ptr<program::Hook> hook)
    : place_(std::move(place)),
      log_(log),
      hook_(std::move(hook)),
      growth_limit_(threshold(wanted.growth)),
      book_(limits_of(wanted)),
      pace_(wanted.alerts.interval) {
}

std::string AlertWatch::own_name() const {
  return rank_name(place_.rank, place_.node);
}

std::string AlertWatch::node_name() const {
  return "node " + place_.node;
}

void AlertWatch::judge_sample(const watch::Sample& sample) {
  const auto peak = [&] {
    const std::scoped_lock lock(mutex_);
    if (const auto limit = sample[watch::Quantity::node_limit]) node_limit_ = limit;
    return node_memory_.take(watch::memory_share(sample), sample.time);
  }();
  judge(Rule::memory, node_name(), peak, sample.time);
  judge(Rule::open_files, own_name(), watch::open_file_share(sample, place_.most_open_files), sample.time);
}

void AlertWatch::judge_run_memory(base::Bytes used, base::Seconds now) {
  const auto peak = [&] {
    const std::scoped_lock lock(mutex_);
    if (node_limit_ && *node_limit_ <= static_cast<double>(place_.run_limit.count)) return watch::no_figure;
    return run_memory_.take(watch::run_memory_share(used, place_.run_limit), now);
  }();
  judge(Rule::run_memory, node_name(), peak, now);
}

void AlertWatch::judge_prediction(const watch::Sample& sample) {
  const auto peak = [&] {
    const std::scoped_lock lock(mutex_);
    return over_prediction_.take(watch::over_prediction(sample, place_.predicted, place_.limit), sample.time);
  }();
  judge(Rule::prediction, own_name(), peak, sample.time);
}

void AlertWatch::judge_growth(const watch::Series& series, base::Seconds now) {
  if (!growth_limit_) return;
  judge(Rule::growth, own_name(), watch::memory_growth(series, *growth_limit_), now);
  if (!place_.processes_stay) return;
  judge(Rule::growth, "isolated plugins of " + own_name(), watch::processes_growth(series, *growth_limit_),
        now);
}

void AlertWatch::judge_operations(std::span<const watch::OperationStatistics> statistics, base::Seconds now) {
  const auto subject = [this](const std::string& operation) { return operation + " of " + own_name(); };
  std::vector<watch::StorageRates::Rate> rates;
  {
    const std::scoped_lock lock(mutex_);
    rates = storage_rates_.take(statistics);
  }
  for (const auto& rate : rates) {
    const auto rule = rate.operation.starts_with("hdf5_") ? Rule::hdf5 : Rule::storage;
    judge(rule, subject(rate.operation), rate.bytes_per_second, now);
  }
  for (const auto& one : statistics) {
    judge(Rule::unsteady, subject(one.name), watch::unsteadiness(one), now);
  }
}

void AlertWatch::judge_success(std::uint64_t succeeded, std::uint64_t failed, base::Seconds now) {
  judge(Rule::success, "the run", watch::success_share(succeeded, failed), now);
}

void AlertWatch::judge_progress(const report::Progress& progress, base::Seconds now) {
  const auto failed = std::min(progress.rejected, progress.done);
  judge_success(progress.done - failed, failed, now);
  const bool has_more = !progress.found_all || progress.found > progress.done + progress.workers;
  const auto pace = [&] {
    const std::scoped_lock lock(mutex_);
    return pace_.take(progress.done, has_more, now);
  }();
  judge(Rule::falling, "the run", pace, now);
}

void AlertWatch::judge_disk(const std::filesystem::path& folder, base::Bytes needed, base::Seconds now) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  if (unknown) return;
  judge(Rule::disk, fmt::format("{} on {}", folder.string(), place_.node),
        static_cast<double>(space.available) - static_cast<double>(needed.count), now);
}

void AlertWatch::judge_ranks(const std::vector<farm::WorkerRecord>& workers, const cluster::Cluster& cluster,
                             base::Seconds now) {
  std::vector<watch::RankWork> work;
  for (const auto& worker : workers) {
    const auto error = farm::error_of_task_time(worker.busy, worker.tasks, worker.times);
    work.push_back(worker.lost ? watch::RankWork{} : watch::RankWork{worker.tasks, worker.busy, error});
  }
  const auto slowness = watch::relative_slowness(work);
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const auto rank = workers[i].rank;
    judge(Rule::slow_rank, rank_name(rank, cluster.nodes[cluster.node_of(rank)].facts.hostname),
          workers[i].lost ? 0 : slowness[i], now);
  }
}

void AlertWatch::judge(Rule rule, const std::string& subject, double figure, base::Seconds now) {
  std::vector<watch::Alert> begun;
  {
    const std::scoped_lock lock(mutex_);
    begun = book_.judge(rule, subject, figure, now);
  }
  if (!begun.empty()) tell(begun.back());  // one that is critical at once needs no warning before
}

void AlertWatch::tell(const watch::Alert& alert) {
  const auto words = watch::words_of(alert);
  const auto severity = watch::name_of(alert.severity);
  log_.warning(alert.severity == watch::Severity::critical ? fmt::format("{}: {}", severity, words.text())
                                                           : words.text());
  if (!hook_) return;
  const auto& text = watch::text_of(alert.rule);
  hook_->call(
      {fmt::format("WINNOW_ALERT_RULE={}", text.name), fmt::format("WINNOW_ALERT_SEVERITY={}", severity),
       fmt::format("WINNOW_ALERT_SUBJECT={}", alert.subject),
       fmt::format("WINNOW_ALERT_FIGURE={}", alert.figure),
       fmt::format("WINNOW_ALERT_THRESHOLD={}", alert.threshold),
       fmt::format("WINNOW_ALERT_UNITS={}", text.units), fmt::format("WINNOW_ALERT_RANK={}", place_.rank),
       fmt::format("WINNOW_ALERT_NODE={}", place_.node), fmt::format("WINNOW_ALERT_TEXT={}", words.text())});
}

std::vector<RankAlert> AlertWatch::alerts() const {
  const std::scoped_lock lock(mutex_);
  std::vector<RankAlert> all;
  for (const auto& alert : book_.alerts()) all.push_back({place_.rank, place_.node, alert});
  return all;
}

std::uint64_t AlertWatch::unkept() const {
  const std::scoped_lock lock(mutex_);
  return book_.unkept();
}

base::Buffer encode(const std::vector<RankAlert>& alerts) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  for (const auto& one : alerts) encode(one, out);
  return bytes;
}

std::vector<RankAlert> decode_alerts(std::span<const std::byte> bytes) {
  std::vector<RankAlert> alerts;
  base::Decoder in(bytes);
  while (in.ok() && !in.at_end()) alerts.push_back(decode(in));
  assert(in.ok());
  return alerts;
}

std::vector<RankAlert> gather(const std::vector<RankAlert>& mine, base::Team& team) {
  std::vector<RankAlert> all;
  for (const auto& theirs : team.gather_to_root(encode(mine))) {
    for (auto& one : decode_alerts(theirs)) all.push_back(std::move(one));
  }
  std::ranges::stable_sort(all, {}, [](const RankAlert& one) { return one.alert.began; });
  return all;
}

}  // namespace winnow::app
