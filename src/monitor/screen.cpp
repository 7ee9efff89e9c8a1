#include "winnow/monitor/screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "winnow/base/text.hpp"
#include "winnow/report/sparkline.hpp"

namespace winnow::monitor {
namespace {

constexpr std::size_t rates_kept = 60;

/// Lines of nodes on a page however low the screen is.
constexpr std::size_t fewest_nodes = 3;

/// Alerts and searches shown at most, so that there is room for nodes; alerts also where lines are left.
constexpr std::size_t most_alerts = 4;
constexpr std::size_t most_searches = 5;

/// As much of the beginning as fits into `columns`.
std::string cut(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  for (std::size_t used = 0; bytes < text.size();) {
    const auto rest = text.substr(bytes);
    const auto length = std::max<std::size_t>(1, base::utf8_length(rest));
    used += base::terminal_columns(rest.substr(0, length));
    if (used > columns) break;
    bytes += length;
  }
  return std::string(text.substr(0, bytes));
}

std::string size_text(base::Bytes bytes) {
  return bytes.is_unlimited() ? "no limit" : base::to_text(bytes);
}

double share(const report::NodeView& node) {
  if (node.limit.is_unlimited() || node.limit.count == 0) return 0;
  return static_cast<double>(node.memory.count) / static_cast<double>(node.limit.count);
}

std::string rate_text(double rate) {
  return rate < 100 ? fmt::format("{:.3g}", rate)
                    : base::with_commas(static_cast<std::uint64_t>(std::llround(rate)));
}

/// 10000000000 as "10.0 G", where more than `columns` were needed to write it out.
std::string count_text(std::uint64_t number, std::string written_out, std::size_t columns) {
  if (written_out.size() <= columns) return written_out;
  constexpr std::array prefixes{' ', 'k', 'M', 'G', 'T', 'P', 'E'};
  auto value = static_cast<double>(number);
  std::size_t prefix = 0;
  for (; value >= 999.5 && prefix + 1 < prefixes.size(); ++prefix) value /= 1000;
  const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, digits, prefixes[prefix]);
}

std::string count_text(std::uint64_t number, std::size_t columns) {
  return count_text(number, std::to_string(number), columns);
}

std::string grouped_count_text(std::uint64_t number, std::size_t columns) {
  return count_text(number, base::with_commas(number), columns);
}

std::string bar(double part, std::size_t columns) {
  const auto full =
      static_cast<std::size_t>(std::lround(std::clamp(part, 0.0, 1.0) * static_cast<double>(columns)));
  std::string text;
  for (std::size_t i = 0; i < columns; ++i) text += i < full ? "█" : "░";
  return text;
}

std::vector<report::NodeView> in_order(std::vector<report::NodeView> nodes, NodeOrder order) {
  std::ranges::stable_sort(nodes, [order](const report::NodeView& a, const report::NodeView& b) {
    switch (order) {
      case NodeOrder::memory:
        return share(a) > share(b);
      case NodeOrder::workers:
        return a.workers > b.workers;
      case NodeOrder::name:
        break;
    }
    return a.name < b.name;
  });
  return nodes;
}

std::string_view name_of(NodeOrder order) {
  switch (order) {
    case NodeOrder::memory:
      return "memory";
    case NodeOrder::workers:
      return "workers";
    case NodeOrder::name:
      break;
  }
  return "name";
}

/// The text on lines of `columns` at most, all but the first a little in, as many as `most`, at least one.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t most) {
  constexpr std::string_view margin = "  ";
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string start(lines.empty() ? "" : margin);
    auto line = cut(text, columns - std::min(columns, start.size()));
    const bool is_last = lines.size() + 1 >= most || line.size() == text.size() || line.empty();
    if (const auto blank = line.rfind(' '); !is_last && blank != std::string::npos && blank > 0) {
      line.resize(blank);
    }
    text.remove_prefix(line.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    lines.push_back(start + line);
    if (is_last) break;
  }
  return lines;
}

/// Those that hold now, critical ones first.
std::vector<report::AlertView> active_alerts(const report::RunView& run) {
  auto alerts = run.alerts;
  std::erase_if(alerts, [](const auto& alert) { return !alert.is_active; });
  std::ranges::stable_partition(alerts, [](const auto& alert) { return alert.severity == "critical"; });
  return alerts;
}

/// Lines of the blank and the header of the nodes, and of the keys below them.
constexpr std::size_t around_nodes = 3;

/// The lines above the nodes.
class Page {
 public:
  Page(const report::RunView& run, const RateHistory& history, const View& view)
      : run_(run), history_(history), view_(view) {
    add_head();
    add_silence();
    add_throughput();
    add_course();
    const auto above = lines_.size();
    add_searches();
    add_queues();
    const auto alerts = alert_lines();
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(above), alerts.begin(), alerts.end());
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

 private:
  void add(std::string line) { lines_.push_back(std::move(line)); }

  void add_head() {
    add(fmt::format("{}: {}   {}   process {} on {}", run_.job, run_.title,
                    base::to_text(run_.progress.elapsed), run_.pid, run_.host));
    add(fmt::format("{}   since {}", run_.result, run_.started));
  }

  void add_silence() {
    if (view_.silent.count > 0) {
      add(fmt::format("! does not answer, last heard {:.0f} s ago", view_.silent.count));
    }
  }

  void add_throughput() {
    const auto& one = run_.progress;
    const bool is_search = !one.searches.empty();
    const auto* const unit = is_search ? "evaluations" : "files";
    const double rate = history_.rate();
    const bool has_total = one.found_all && one.found > 0;
    const auto total = has_total ? " of " + base::with_commas(one.found) : "";
    const auto count = fmt::format("{}{} {}", base::with_commas(one.done), total, unit);
    std::string line = "  " + rate_text(rate) + "/s";
    if (one.found_all && rate > 0 && one.found > one.done) {
      line += "  ETA " + base::to_text(base::Seconds{static_cast<double>(one.found - one.done) / rate});
    }
    if (one.rejected > 0) {
      line += fmt::format("  {} {}", base::with_commas(one.rejected), is_search ? "failed" : "rejected");
    }
    if (!has_total) return add(count + line);
    const double part = static_cast<double>(one.done) / static_cast<double>(one.found);
    const auto share = fmt::format(" {:.0f} %", 100 * part);
    const auto others = count.size() + 2 + share.size() + line.size();
    const auto room = std::min<std::size_t>(20, view_.width - std::min(view_.width, others));
    add(fmt::format("{}  {}{}{}", count, bar(part, room), share, line));
  }

  void add_course() {
    const auto* const unit = run_.progress.searches.empty() ? "files" : "evaluations";
    if (const auto rates = history_.rates(); rates.size() > 1)
      add(fmt::format("{}  {}/s", report::sparkline(rates), unit));
  }

  /// What all else, with every node, leaves of the screen.
  [[nodiscard]] std::size_t spare() const {
    const auto taken = lines_.size() + around_nodes + run_.nodes.size();
    return view_.height - std::min(view_.height, taken);
  }

  /// Once all else is there: they take a quarter of the screen, and what nothing else needs.
  [[nodiscard]] std::vector<std::string> alert_lines() const {
    const auto alerts = active_alerts(run_);
    const auto left = spare();
    const bool fit = alerts.size() <= std::max(most_alerts, left);
    const auto shown = fit ? alerts.size() : std::max(most_alerts + 1, left) - 1;
    auto room = std::max({shown, view_.height / 4, fit ? left : 0});
    std::vector<std::string> all;
    for (std::size_t i = 0; i < shown; ++i) {
      const auto text = fmt::format("! {}: {}", alerts[i].severity, alerts[i].text);
      const auto lines = wrapped(text, view_.width, room - (shown - i - 1));
      room -= lines.size();
      all.insert(all.end(), lines.begin(), lines.end());
    }
    if (alerts.size() > shown) all.push_back(fmt::format("! and {} alerts more", alerts.size() - shown));
    return all;
  }

  void add_searches() {
    if (run_.progress.searches.empty()) return;
    add("");
    add(fmt::format("{:<12} {:>13} {:>13} {:>11} {:>11} {:>7} {:>7}", "search", "evaluations", "of", "best",
                    "spread", "retried", "failed"));
    for (std::size_t i = 0; i < std::min(run_.progress.searches.size(), most_searches); ++i) {
      const auto& search = run_.progress.searches[i];
      add(fmt::format("{:<12} {:>13} {:>13} {:>11} {:>11} {:>7} {:>7}",
                      search.name.empty() ? "-" : cut(search.name, 12),
                      grouped_count_text(search.evaluations, 13),
                      search.of ? grouped_count_text(*search.of, 13) : "-", number(search.best),
                      number(search.spread), count_text(search.retried, 7), count_text(search.failures, 7)));
    }
    if (run_.progress.searches.size() > most_searches) {
      add(fmt::format("and {} searches more", run_.progress.searches.size() - most_searches));
    }
  }

  /// In 11 columns at most.
  static std::string number(double value) {
    if (std::isnan(value)) return "-";
    auto text = fmt::format("{:.5g}", value);
    return text.size() <= 11 ? text : fmt::format("{:.4g}", value);
  }

  void add_queues() {
    add("");
    add(fmt::format("{:<16} {:>9} {:>9} {:>9} {:>13} {:>8} {:>8}", "queue", "waiting", "sent", "running",
                    "done", "retried", "failed"));
    for (const auto& queue : run_.progress.queues) {
      add(fmt::format("{:<16} {:>9} {:>9} {:>9} {:>13} {:>8} {:>8}", cut(queue.name, 16),
                      count_text(queue.waiting, 9), count_text(queue.sent, 9), count_text(queue.running, 9),
                      grouped_count_text(queue.done, 13), count_text(queue.retried, 8),
                      count_text(queue.quarantined, 8)));
    }
  }

  const report::RunView& run_;
  const RateHistory& history_;
  const View& view_;
  std::vector<std::string> lines_;
};

constexpr auto keys = "q quit   arrows page   s sort   c checkpoint";

/// Lines for nodes: what is left of the screen.
std::size_t node_lines(std::size_t above, const View& view) {
  const std::size_t others = above + around_nodes;
  return std::max(fewest_nodes, view.height > others ? view.height - others : 0);
}

std::string node_line(const report::NodeView& node) {
  auto permits = node.permits < node.workers ? fmt::format("{} of {}", node.permits, node.workers)
                                             : std::to_string(node.workers);
  if (permits.size() > 9) permits = fmt::format("{}/{}", node.permits, node.workers);
  return fmt::format("{:<20} {:>5} {:>9} {:>9} {:>9} {:>9} {:>3.0f} % {}", cut(node.name, 20), node.ranks,
                     permits, size_text(node.memory), size_text(node.peak), size_text(node.limit),
                     100 * share(node), bar(share(node), 6));
}

std::size_t pages_of(std::size_t nodes, std::size_t lines) {
  return std::max<std::size_t>(1, (nodes + lines - 1) / lines);
}

/// An upper bound of the lines above the nodes: it does not depend on the history, so that pages do not jump.
std::size_t lines_above(const report::RunView& run, const View& view) {
  RateHistory two;
  for (const double moment : {1.0, 2.0}) {
    report::Progress progress;
    progress.elapsed = base::Seconds{moment};
    two.add(progress);
  }
  return Page(run, two, view).take().size();
}

}  // namespace

NodeOrder next(NodeOrder order) {
  return order == NodeOrder::name
             ? NodeOrder::memory
             : NodeOrder{static_cast<std::uint8_t>(int{static_cast<std::uint8_t>(order)} + 1)};
}

double RateHistory::between(const Look& one, const Look& later) {
  const double seconds = (later.at - one.at).count;
  return seconds > 0 ? static_cast<double>(later.done - one.done) / seconds : 0;
}

void RateHistory::add(const report::Progress& progress) {
  const Look look{progress.elapsed, progress.done - std::min(progress.known, progress.done)};
  if (look.at <= last_.at) return;
  const bool is_other_job = look.done < last_.done;
  rates_.push_back(is_other_job ? 0 : between(last_, look));
  if (rates_.size() > rates_kept) rates_.pop_front();
  last_ = look;
  report::add(progress, look.at, rate_);
}

std::size_t pages(const report::RunView& run, const View& view) {
  return pages_of(run.nodes.size(), node_lines(lines_above(run, view), view));
}

std::vector<std::string> render(const report::RunView& run, const RateHistory& history, const View& view) {
  auto lines = Page(run, history, view).take();
  const auto room = node_lines(lines_above(run, view), view);
  const auto count = pages_of(run.nodes.size(), room);
  const auto page = std::min(view.page, count - 1);
  lines.emplace_back();
  lines.push_back(fmt::format("{:<20} {:>5} {:>9} {:>9} {:>9} {:>9}", "node", "ranks", "workers", "memory",
                              "peak", "limit"));
  const auto nodes = in_order(run.nodes, view.order);
  for (auto i = page * room; i < std::min(nodes.size(), (page + 1) * room); ++i)
    lines.push_back(node_line(nodes[i]));
  auto last = std::string(keys);
  if (count > 1) last = fmt::format("page {} of {}, by {}   {}", page + 1, count, name_of(view.order), last);
  if (!view.note.empty()) last = view.note;
  if (lines.size() + 1 > view.height) lines.resize(std::max<std::size_t>(1, view.height) - 1);
  lines.push_back(last);
  for (auto& line : lines) line = cut(base::printable(line, std::string::npos), view.width);
  return lines;
}

}  // namespace winnow::monitor
