#include "app/watch/alerts_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

#include "winnow/base/columns.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using base::column;
using base::described;

/// Memory that grew until the end has a line of its own among the notes.
bool is_noted(const RankAlert& one) {
  return !one.alert.ended && one.alert.rule == watch::Rule::growth;
}

/// Alerts of one rule and severity.
struct Kind {
  watch::Alert worst;
  std::uint64_t count = 0;
  bool lasts = false;  ///< one of them never ended
};

/// More of them are no summary.
constexpr std::size_t most_kinds = 5;

bool is_worse(const watch::Alert& one, const watch::Alert& other) {
  return watch::text_of(one.rule).is_floor ? one.figure < other.figure : one.figure > other.figure;
}

std::vector<Kind> kinds_of(const std::vector<RankAlert>& alerts) {
  std::vector<Kind> kinds;
  for (const auto& one : alerts) {
    if (is_noted(one)) continue;
    const auto& alert = one.alert;
    auto kind = std::ranges::find_if(kinds, [&](const Kind& other) {
      return other.worst.rule == alert.rule && other.worst.severity == alert.severity;
    });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), Kind{alert});
    if (is_worse(alert, kind->worst)) kind->worst = alert;
    ++kind->count;
    kind->lasts = kind->lasts || !alert.ended;
  }
  return kinds;
}

bool is_critical(const Kind& kind) {
  return kind.worst.severity == watch::Severity::critical;
}

/// The warning of what has become critical says nothing more.
bool is_foretold(const Kind& kind, const std::vector<Kind>& kinds) {
  return !is_critical(kind) && std::ranges::any_of(kinds, [&](const Kind& other) {
    return is_critical(other) && other.worst.rule == kind.worst.rule &&
           other.worst.subject == kind.worst.subject;
  });
}

std::tuple<bool, bool, std::uint64_t> weight_of(const Kind& kind) {
  return {is_critical(kind), kind.lasts, kind.count};
}

std::string words_of(const Kind& kind) {
  const auto text = watch::words_of(kind.worst).text();
  return kind.count == 1 ? text : fmt::format("{} (the worst of {} such alerts)", text, kind.count);
}

}  // namespace

std::unique_ptr<base::TableSource> alerts_table(const RunAlerts& run) {
  using One = RankAlert;
  const auto& alerts = run.kept;
  const auto text = [](const One& one) { return watch::text_of(one.alert.rule); };
  auto table = std::make_unique<store::MemoryTable>("run/alerts", "alert");
  table->attribute("unkept", static_cast<std::int64_t>(run.unkept));
  table->add("began", column(alerts, [](const One& one) { return one.alert.began.count; }),
             described("since the start of the run", "s"));
  table->add("ended",
             column(alerts,
                    [](const One& one) {
                      constexpr auto never = std::numeric_limits<double>::quiet_NaN();
                      return one.alert.ended ? one.alert.ended->count : never;
                    }),
             described("since the start of the run; NaN: it lasted to the end", "s"));
  table->add("rule", column(alerts, [&](const One& one) { return std::string(text(one).name); }),
             described("as [watch.alerts] calls it"));
  table->add("severity",
             column(alerts, [](const One& one) { return std::string(watch::name_of(one.alert.severity)); }));
  table->add("subject", column(alerts, [](const One& one) { return one.alert.subject; }),
             described("what it is about"));
  table->add("rank", column(alerts, &One::rank), described("that told of it"));
  table->add("node", column(alerts, &One::node), described("of that rank"));
  table->add("figure", column(alerts, [](const One& one) { return one.alert.figure; }),
             described("with which it began, in `units`"));
  table->add("threshold", column(alerts, [](const One& one) { return one.alert.threshold; }),
             described("beyond which the figure is an alert, in `units`"));
  table->add("units", column(alerts, [&](const One& one) { return std::string(text(one).units); }));
  table->add("problem", column(alerts, [](const One& one) { return watch::words_of(one.alert).problem; }));
  table->add("cause", column(alerts, [](const One& one) { return watch::words_of(one.alert).why; }),
             described("what is usually behind it"));
  table->add("advice", column(alerts, [](const One& one) { return watch::words_of(one.alert).advice; }),
             described("what to do"));
  return table;
}

report::Summary::Alerts told_of(const RunAlerts& run) {
  const auto& alerts = run.kept;
  auto kinds = kinds_of(alerts);
  std::ranges::stable_sort(kinds, std::ranges::greater{}, weight_of);
  std::vector<std::string> worst;
  for (const auto& kind : kinds) {
    if (worst.size() < most_kinds && !is_foretold(kind, kinds)) worst.push_back(words_of(kind));
  }
  const auto critical = std::ranges::count_if(
      alerts, [](const RankAlert& one) { return one.alert.severity == watch::Severity::critical; });
  return {alerts.size() + run.unkept, static_cast<std::uint64_t>(critical), std::move(worst), run.unkept};
}

}  // namespace winnow::app
