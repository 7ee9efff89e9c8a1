#include "winnow/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/number_text.hpp"
#include "report/queue_json.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr std::size_t most_listed = 5;  // of nodes, reasons and tasks: a summary is a few lines

/// "  memory      text", the heading only before the first line of its kind.
void append(std::string& out, std::string_view heading, std::string_view text) {
  out += fmt::format("  {:<12}{}\n", heading, text);
}

std::uint64_t files(const Summary& summary) {
  return summary.files_accepted + summary.files_rejected;
}

double files_per_second(const Summary& summary) {
  return summary.elapsed.count > 0 ? static_cast<double>(files(summary)) / summary.elapsed.count : 0;
}

std::uint64_t workers(const Summary& summary) {
  std::uint64_t all = 0;
  for (const auto& node : summary.nodes) all += node.workers;
  return all;
}

std::string node_text(const Summary::Node& node) {
  auto text =
      fmt::format("{}: peak {}, predicted {}", node.name, to_text(node.measured), to_text(node.predicted));
  if (!node.limit.is_unlimited()) text += fmt::format(", limit {}", to_text(node.limit));
  return text;
}

/// Appends the first few of `items` under one heading, and how many are left out of `total`.
template <class Item, class Text>
void append_list(std::string& out, std::string_view heading, const std::vector<Item>& items,
                 std::uint64_t total, const Text& text) {
  const auto listed = std::min(items.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) append(out, i == 0 ? heading : "", text(items[i]));
  if (total > listed)
    append(out, listed == 0 ? heading : "", fmt::format("and {} more", base::with_commas(total - listed)));
}

/// "read as csv", and how many as each where they differ.
std::string formats_text(const Summary& summary) {
  if (summary.formats.size() == 1) return "read as " + summary.formats.front().first;
  std::vector<std::string> parts;
  for (const auto& [format, files] : summary.formats) {
    parts.push_back(fmt::format("{} as {}", base::with_commas(files), format));
  }
  return parts.empty() ? "nothing was read" : base::enumerate(parts);
}

double bytes_an_evaluation(const Summary::Search& search) {
  return search.evaluations > 0
             ? static_cast<double>(search.sent.count) / static_cast<double>(search.evaluations)
             : 0;
}

std::string best_text(const Summary::Search& search) {
  if (std::isnan(search.best)) return "none";
  return fmt::format("{}{}", search.best, search.is_feasible ? "" : ", which breaks constraints");
}

void append_search(std::string& out, const Summary::Search& search, base::Seconds elapsed) {
  const auto own = static_cast<double>(search.evaluations - std::min(search.evaluations, search.known));
  const auto rate = elapsed.count > 0 ? own / elapsed.count : 0;
  if (!search.name.empty()) append(out, search.name, "");
  append(out, "search",
         fmt::format(
             "{} evaluations{} in {}, {}/s; {}", base::with_commas(search.evaluations),
             search.known > 0 ? fmt::format(", {} of them before,", base::with_commas(search.known)) : "",
             to_text(elapsed), per_second_text(rate), search.ended));
  append(out, "best", best_text(search));
  if (!search.parameters.empty()) append(out, "at", fmt::format("{}", fmt::join(search.parameters, ", ")));
  for (const auto& failure : search.failures) {
    append(out, "failed",
           fmt::format("{} × {}, first: {}", base::with_commas(failure.count), failure.reason,
                       base::printable(failure.example)));
  }
  if (!search.kept.empty())
    append(out, "kept", search.kept + ": what one that failed was given and has left");
  if (search.retried > 0) append(out, "retried", base::with_commas(search.retried) + " evaluations");
  if (search.polishing > 0) {
    append(out, "polished", base::with_commas(search.polishing) + " evaluations, beyond the budget");
  }
  if (search.cached > 0) append(out, "cached", base::with_commas(search.cached) + " evaluations");
  if (search.cache) {
    append(out, "cache",
           fmt::format("{} hits, {} misses", base::with_commas(search.cache->hits),
                       base::with_commas(search.cache->misses)));
  }
  if (search.evaluations > 0) {
    append(out, "traffic",
           fmt::format("{}, {:.3g} bytes an evaluation", to_text(search.sent), bytes_an_evaluation(search)));
  }
  if (!search.command.empty()) append(out, "again", search.command);
}

/// Their bests in the order of the study: which of two is better depends on the problems' goals.
std::string comparison(const std::vector<Summary::Search>& searches) {
  std::vector<std::string> bests;
  for (const auto& search : searches) {
    const auto best = std::isnan(search.best) ? "none" : number_text(search.best);
    bests.push_back(
        fmt::format("{} {}{}", search.name, best, search.is_feasible ? "" : " (breaks constraints)"));
  }
  return fmt::format("{}", fmt::join(bests, ", "));
}

void append_files(std::string& out, const Summary& summary) {
  append(out, "files",
         fmt::format("{} ({}) in {}, {} files/s", base::with_commas(files(summary)), to_text(summary.bytes),
                     to_text(summary.elapsed), per_second_text(files_per_second(summary))));
  append(out, "lines",
         fmt::format("{} accepted, {} rejected, {} ignored; {}", base::with_commas(summary.lines.accepted),
                     base::with_commas(summary.lines.rejected), base::with_commas(summary.lines.ignored),
                     formats_text(summary)));
}

void append_work(std::string& out, const Summary& summary) {
  if (summary.searches.empty()) append_files(out, summary);
  for (const auto& search : summary.searches) append_search(out, search, summary.elapsed);
  if (summary.searches.size() > 1) append(out, "compared", comparison(summary.searches));
  append(out, "workers",
         fmt::format("{} on {}, {}", base::with_commas(workers(summary)),
                     counted(summary.nodes.size(), "node"), counted(summary.ranks, "rank")));
  auto fullest = summary.nodes;
  std::ranges::stable_sort(fullest, std::greater{}, [](const auto& node) { return node.measured; });
  append_list(out, "memory", fullest, fullest.size(), node_text);
}

void append_rejections(std::string& out, const Summary& summary) {
  if (!summary.reasons.empty()) {  // also of what is no line: the rest of a damaged file
    append(out, "rejected",
           fmt::format("{} and {}", counted(summary.files_rejected, "file"),
                       counted(summary.lines.rejected, "line")));
    append_list(out, "", summary.reasons, summary.reasons.size(), [](const Summary::Reason& reason) {
      return fmt::format("{} × {}, first in {}", base::with_commas(reason.count), reason.reason,
                         base::printable(reason.example));
    });
  }
  append_list(out, "quarantined", summary.quarantined, summary.quarantined_count,
              [](const Summary::Quarantined& one) {
                return fmt::format("{}: {}", base::printable(one.task), base::printable(one.reason));
              });
}

void append_alerts(std::string& out, const Summary& summary) {
  const auto& alerts = summary.alerts;
  if (alerts.begun == 0) return;
  append(out, "alerts",
         fmt::format("{}, {} critical{}: winnow show {} run/alerts", base::with_commas(alerts.begun),
                     base::with_commas(alerts.critical),
                     alerts.unkept > 0 ? fmt::format(", {} not kept", base::with_commas(alerts.unkept)) : "",
                     base::shell_word(summary.result)));
  append_list(out, "", alerts.worst, alerts.worst.size(), [](const std::string& one) { return one; });
}

using Json = nlohmann::ordered_json;

/// What a job that reads files has to say.
void put_files(const Summary& summary, Json& json) {
  json.update({{"files_accepted", summary.files_accepted},
               {"files_rejected", summary.files_rejected},
               {"lines_accepted", summary.lines.accepted},
               {"lines_rejected", summary.lines.rejected},
               {"lines_ignored", summary.lines.ignored},
               {"formats", Json::object()},
               {"bytes", summary.bytes.count},
               {"files_per_s", files_per_second(summary)},
               {"groups", summary.groups},
               {"rejections", Json::array()}});
  for (const auto& [format, files] : summary.formats) json["formats"][format] = files;
  for (const auto& reason : summary.reasons) {
    json["rejections"].push_back(
        {{"reason", reason.reason}, {"count", reason.count}, {"first", reason.example}});
  }
}

}  // namespace

std::string summary_text(const Summary& summary) {
  std::string out = summary.title.empty() ? "" : summary.title + '\n';
  append_work(out, summary);
  append_rejections(out, summary);
  append_list(out, "note", summary.notes, summary.notes.size(), [](const std::string& note) { return note; });
  append_alerts(out, summary);
  if (summary.stopped) append(out, "stopped", "before its end: --resume goes on");
  if (!summary.result.empty()) {
    const auto groups = summary.groups > 0 ? fmt::format(" ({})", counted(summary.groups, "group")) : "";
    append(out, "result", summary.result + groups);
  }
  if (!summary.next_command.empty()) append(out, "next", summary.next_command);
  return out;
}

std::string summary_json(const Summary& summary) {
  Json json{{"event", "summary"},
            {"title", summary.title},
            {"stopped", summary.stopped},
            {"elapsed_s", summary.elapsed.count}};
  if (summary.searches.empty()) put_files(summary, json);
  json.update({{"notes", summary.notes},
               {"alerts",
                {{"begun", summary.alerts.begun},
                 {"critical", summary.alerts.critical},
                 {"worst", summary.alerts.worst},
                 {"unkept", summary.alerts.unkept}}},
               {"ranks", summary.ranks},
               {"nodes", Json::array()},
               {"quarantined_count", summary.quarantined_count},
               {"quarantined", Json::array()},
               {"queues", queues_json(summary.queues)},
               {"result", summary.result}});
  for (const auto& search : summary.searches) {
    Json one{{"problem", search.name},
             {"evaluations", search.evaluations},
             {"known", search.known},
             {"ended", search.ended},
             {"best", search.best},
             {"feasible", search.is_feasible},
             {"parameters", search.parameters},
             {"command", search.command},
             {"failures", Json::object()},
             {"retried", search.retried},
             {"cached", search.cached},
             {"polishing", search.polishing},
             {"traffic_bytes", search.sent.count},
             {"traffic_bytes_per_evaluation", bytes_an_evaluation(search)}};
    if (search.cache) one["cache"] = {{"hits", search.cache->hits}, {"misses", search.cache->misses}};
    for (const auto& failure : search.failures) one["failures"][failure.reason] = failure.count;
    json["searches"].push_back(std::move(one));
  }
  for (const auto& node : summary.nodes) {
    Json one{{"name", node.name},
             {"workers", node.workers},
             {"predicted_bytes", node.predicted.count},
             {"measured_bytes", node.measured.count}};
    if (!node.limit.is_unlimited()) one["limit_bytes"] = node.limit.count;
    json["nodes"].push_back(std::move(one));
  }
  for (const auto& one : summary.quarantined) {
    json["quarantined"].push_back({{"task", one.task}, {"reason", one.reason}});
  }
  // Names of files need not be UTF-8; JSON must be.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace winnow::report
