#include "app/watch/alerts_table.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <utility>

#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

template <class Get>
auto column(const std::vector<RankAlert>& alerts, Get get) {
  std::vector<decltype(get(RankAlert{}))> values;
  values.reserve(alerts.size());
  for (const auto& one : alerts) values.push_back(get(one));
  return values;
}

std::vector<base::Attribute> described(std::string long_name) {
  return {{"long_name", std::move(long_name)}};
}

std::vector<base::Attribute> in_seconds(std::string long_name) {
  return {{"long_name", std::move(long_name)}, {"units", std::string("s")}};
}

bool is_critical(const RankAlert& one) {
  return one.alert.severity == watch::Severity::critical;
}

/// Growing memory has a line of its own among the notes.
bool lasts(const RankAlert& one) {
  return !one.alert.ended && one.alert.rule != watch::Rule::growth;
}

}  // namespace

std::unique_ptr<base::TableSource> alerts_table(const std::vector<RankAlert>& alerts) {
  using One = RankAlert;
  const auto text = [](const One& one) { return watch::text_of(one.alert.rule); };
  auto table = std::make_unique<store::MemoryTable>("run/alerts", "alert");
  table->add("began", column(alerts, [](const One& one) { return one.alert.began.count; }),
             in_seconds("since the start of the run"));
  table->add("ended",
             column(alerts,
                    [](const One& one) {
                      constexpr auto never = std::numeric_limits<double>::quiet_NaN();
                      return one.alert.ended ? one.alert.ended->count : never;
                    }),
             in_seconds("since the start of the run; NaN: it lasted to the end"));
  table->add("rule", column(alerts, [&](const One& one) { return std::string(text(one).name); }),
             described("as [watch.alerts] calls it"));
  table->add("severity",
             column(alerts, [](const One& one) { return std::string(watch::name_of(one.alert.severity)); }));
  table->add("subject", column(alerts, [](const One& one) { return one.alert.subject; }),
             described("what it is about"));
  table->add("rank", column(alerts, [](const One& one) { return std::int64_t{one.rank}; }),
             described("that told of it"));
  table->add("node", column(alerts, [](const One& one) { return one.node; }), described("of that rank"));
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

report::Summary::Alerts told_of(const std::vector<RankAlert>& alerts) {
  std::vector<RankAlert> worst;
  std::ranges::copy_if(alerts, std::back_inserter(worst),
                       [](const RankAlert& one) { return is_critical(one) || lasts(one); });
  std::ranges::stable_partition(worst, is_critical);
  return {alerts.size(), static_cast<std::uint64_t>(std::ranges::count_if(alerts, is_critical)),
          column(worst, [](const RankAlert& one) { return watch::words_of(one.alert).text(); })};
}

}  // namespace winnow::app
