#include "winnow/report/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "report/number_text.hpp"
#include "report/queue_json.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr base::Seconds live_interval{0.25};
constexpr base::Seconds plain_interval{10};
constexpr std::size_t any_width = 1000;
constexpr base::Seconds look_interval{0.25};

base::Seconds interval_of(ProgressStyle style) {
  return style == ProgressStyle::plain ? plain_interval : live_interval;
}

std::string count_text(const Progress& progress) {
  const auto done = base::with_commas(progress.done);
  const auto found = base::with_commas(progress.found);
  if (progress.found_all) return fmt::format("{} of {} files", done, found);
  return progress.found > 0 ? fmt::format("{} of {} files found so far", done, found)
                            : fmt::format("{} files", done);
}

/// None while it cannot be known.
std::optional<base::Seconds> time_left(const Progress& progress, double rate) {
  if (rate <= 0 || !progress.found_all || progress.found <= progress.done) return std::nullopt;
  return base::Seconds{std::ceil(static_cast<double>(progress.found - progress.done) / rate)};
}

/// Rounded up, in one unit: "90 s", "4 min", "3 h".
std::string terse_text(base::Seconds seconds) {
  constexpr double minute = 60;
  constexpr double hour = 3600;
  if (seconds.count < 2 * minute) return fmt::format("{:.0f} s", std::ceil(seconds.count));
  if (seconds.count < 2 * hour) return fmt::format("{:.0f} min", std::ceil(seconds.count / minute));
  return fmt::format("{:.0f} h", std::ceil(seconds.count / hour));
}

std::string memory_text(const Progress& progress) {
  auto memory = to_text(progress.memory);
  if (!progress.limit.is_unlimited()) memory += " of " + to_text(progress.limit);
  return memory;
}

/// The line's parts, the most important first.
std::vector<std::string> parts_of(const Progress& progress, double rate) {
  std::vector<std::string> parts{count_text(progress)};
  if (rate > 0) parts.push_back(per_second_text(rate) + " files/s");
  if (const auto left = time_left(progress, rate)) parts.push_back("ETA " + to_text(*left));
  if (progress.rejected > 0) parts.push_back(base::with_commas(progress.rejected) + " rejected");
  parts.push_back(memory_text(progress));
  parts.push_back(fmt::format("{} {}", progress.workers, progress.workers == 1 ? "worker" : "workers"));
  return parts;
}

/// Workers with a task. A task that waits for its worker counts as running, too.
std::uint64_t busy_workers(const Progress& progress) {
  std::uint64_t running = 0;
  for (const auto& queue : progress.queues) running += queue.running;
  return std::min(running, progress.workers);
}

void append_best(const SearchProgress& search, bool terse, std::vector<std::string>& parts) {
  if (std::isnan(search.best)) return;
  const auto name = search.name.empty() ? std::string() : search.name + ' ';
  parts.push_back(fmt::format("{}best {:.{}g}{}", name, search.best, terse ? 4 : 6,
                              search.is_feasible ? "" : " (infeasible)"));
  if (search.name.empty() && std::isfinite(search.spread)) {
    parts.push_back(fmt::format("spread {:.2g}", search.spread));
  }
}

/// Likewise, of a search.
std::vector<std::string> search_parts_of(const Progress& progress, double rate, bool terse) {
  const auto done = base::with_commas(progress.done);
  const auto count = progress.found_all ? fmt::format("{}{}{}", done, terse ? "/" : " of ",
                                                      base::with_commas(progress.found))
                                        : done;
  std::vector<std::string> parts{count + (terse ? "" : " evaluations")};
  for (const auto& search : progress.searches) append_best(search, terse, parts);
  if (rate > 0) parts.push_back(fmt::format("{}{}/s", per_second_text(rate), terse ? "" : " evaluations"));
  parts.push_back(terse ? fmt::format("{} busy", busy_workers(progress))
                        : fmt::format("{} of {} workers busy", busy_workers(progress), progress.workers));
  if (progress.rejected > 0) parts.push_back(base::with_commas(progress.rejected) + " failed");
  if (const auto left = time_left(progress, rate))
    parts.push_back("ETA " + (terse ? terse_text(*left) : to_text(*left)));
  if (!terse) parts.push_back(memory_text(progress));
  return parts;
}

/// As many of the first parts as fit.
std::string joined(const std::vector<std::string>& parts, std::size_t width) {
  std::string text;
  for (const auto& part : parts) {
    const auto longer = text.empty() ? part : text + ", " + part;
    if (columns_of(longer) > width) break;
    text = longer;
  }
  return text;
}

nlohmann::ordered_json search_json(const SearchProgress& search) {
  nlohmann::ordered_json json{{"problem", search.name},
                              {"evaluations", search.evaluations},
                              {"failures", search.failures},
                              {"retried", search.retried}};
  if (search.of) json["of"] = *search.of;
  if (!std::isnan(search.best)) {
    json["best"] = search.best;
    json["feasible"] = search.is_feasible;
  }
  if (std::isfinite(search.spread)) json["spread"] = search.spread;
  return json;
}

/// What is counted, in the words of the job.
void put_counts(const Progress& progress, double rate, nlohmann::ordered_json& json) {
  if (progress.searches.empty()) {
    json["rejected"] = progress.rejected;
    json["files_per_s"] = rate;
    return;
  }
  json["evaluations"] = progress.done;
  json["failures"] = progress.rejected;
  json["evaluations_per_s"] = rate;
  json["busy_workers"] = busy_workers(progress);
  for (const auto& search : progress.searches) json["searches"].push_back(search_json(search));
}

}  // namespace

void DescriptorOutput::write(std::string_view text) {
  while (!text.empty()) {
    const auto wrote = ::write(descriptor_, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

ProgressLine::ProgressLine(ProgressStyle style, std::size_t width, const base::Clock& clock, Output& output,
                           std::optional<base::Seconds> interval)
    : style_(style),
      interval_(interval.value_or(interval_of(style))),
      width_(width),
      clock_(clock),
      output_(output),
      next_(clock.now() + interval_),
      next_look_(clock.now() + look_interval),
      rate_(clock.now()) {
}

bool ProgressLine::due() const {
  return style_ != ProgressStyle::quiet && clock_.now() >= std::min(next_, next_look_);
}

bool ProgressLine::update(const Progress& progress) {
  if (!due()) return false;
  look_at(progress);
  const auto now = clock_.now();
  next_look_ = now + look_interval;
  if (now < next_) return false;
  next_ = now + interval_;
  show(progress);
  return true;
}

void ProgressLine::finish(const Progress& progress) {
  if (style_ == ProgressStyle::quiet) return;
  look_at(progress);
  show(progress);
  if (style_ == ProgressStyle::live) output_.write("\n");
}

void ProgressLine::look_at(const Progress& progress) {
  add(progress, clock_.now(), rate_);
}

void ProgressLine::show(const Progress& progress) {
  const double rate = rate_.rate();
  if (style_ == ProgressStyle::json) {
    output_.write(progress_json(progress, rate) + '\n');
  } else if (style_ == ProgressStyle::plain) {
    output_.write(
        fmt::format("{}: {}\n", to_text(progress.elapsed), progress_text(progress, rate, any_width)));
  } else {
    const auto text = progress_text(progress, rate, width_ - 1);  // a full line would wrap on some terminals
    const auto columns = columns_of(text);
    output_.write('\r' + text + std::string(drawn_ - std::min(drawn_, columns), ' '));
    drawn_ = columns;
  }
}

void add(const Progress& progress, base::Seconds now, RecentRate& rate) {
  rate.add(now, progress.done - std::min(progress.known, progress.done), progress.workers);
}

std::string progress_text(const Progress& progress, double rate, std::size_t width) {
  auto parts = progress.searches.empty() ? parts_of(progress, rate) : search_parts_of(progress, rate, false);
  if (!progress.searches.empty() && columns_of(joined(parts, any_width)) > width) {
    parts = search_parts_of(progress, rate, true);
  }
  const auto text = joined(parts, width);
  return text.empty() ? base::with_commas(progress.done).substr(0, width) : text;
}

std::string progress_json(const Progress& progress, double rate) {
  nlohmann::ordered_json json{{"event", "progress"},
                              {"elapsed_s", progress.elapsed.count},
                              {"done", progress.done},
                              {"found", progress.found},
                              {"found_all", progress.found_all}};
  put_counts(progress, rate, json);
  if (const auto left = time_left(progress, rate)) json["eta_s"] = left->count;
  json["workers"] = progress.workers;
  json["memory_bytes"] = progress.memory.count;
  if (!progress.limit.is_unlimited()) json["limit_bytes"] = progress.limit.count;
  json["queues"] = queues_json(progress.queues);
  return json.dump();
}

}  // namespace winnow::report
