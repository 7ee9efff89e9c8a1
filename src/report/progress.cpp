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
constexpr double rate_memory = 5;  // seconds after which an old rate counts 1/e

base::Seconds interval_of(ProgressStyle style) {
  return style == ProgressStyle::plain ? plain_interval : live_interval;
}

std::string count_text(const Progress& progress) {
  const auto done = base::with_commas(progress.done);
  const auto found = base::with_commas(progress.found);
  if (progress.found_all) return fmt::format("{} of {} {}", done, found, progress.unit);
  return progress.found > 0 ? fmt::format("{} of {} {} found so far", done, found, progress.unit)
                            : fmt::format("{} {}", done, progress.unit);
}

/// The line's parts, the most important first.
std::vector<std::string> parts_of(const Progress& progress, double rate) {
  std::vector<std::string> parts{count_text(progress)};
  parts.insert(parts.end(), progress.details.begin(), progress.details.end());
  if (rate > 0) {
    parts.push_back(
        fmt::format("{} {}/s", base::with_commas(static_cast<std::uint64_t>(rate)), progress.unit));
  }
  if (rate > 0 && progress.found_all && progress.found > progress.done) {
    const auto left = static_cast<double>(progress.found - progress.done) / rate;
    parts.push_back("ETA " + to_text(base::Seconds{std::ceil(left)}));
  }
  if (progress.rejected > 0)
    parts.push_back(fmt::format("{} {}", base::with_commas(progress.rejected), progress.setback));
  auto memory = to_text(progress.memory);
  if (!progress.limit.is_unlimited()) memory += " of " + to_text(progress.limit);
  parts.push_back(memory);
  parts.push_back(fmt::format("{} {}", progress.workers, progress.workers == 1 ? "worker" : "workers"));
  return parts;
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

ProgressLine::ProgressLine(ProgressStyle style, std::size_t width, const base::Clock& clock, Output& output)
    : style_(style), width_(width), clock_(clock), output_(output), last_time_(clock.now()) {
  next_ = last_time_ + interval_of(style);
}

bool ProgressLine::due() const {
  return style_ != ProgressStyle::quiet && clock_.now() >= next_;
}

void ProgressLine::update(const Progress& progress) {
  if (!due()) return;
  next_ = clock_.now() + interval_of(style_);
  show(progress);
}

void ProgressLine::finish(const Progress& progress) {
  if (style_ == ProgressStyle::quiet) return;
  show(progress);
  if (style_ == ProgressStyle::live) output_.write("\n");
}

void ProgressLine::show(const Progress& progress) {
  const auto now = clock_.now();
  const auto passed = (now - last_time_).count;
  if (passed > 0) {
    const auto current = static_cast<double>(progress.done - std::min(last_done_, progress.done)) / passed;
    const auto weight = rate_ ? 1 - std::exp(-passed / rate_memory) : 1;
    rate_ = rate_.value_or(0) * (1 - weight) + current * weight;
    last_time_ = now;
    last_done_ = progress.done;
  }
  const double rate = rate_.value_or(0);
  constexpr std::size_t any_width = 1000;
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

std::string progress_text(const Progress& progress, double rate, std::size_t width) {
  std::string text;
  for (const auto& part : parts_of(progress, rate)) {
    const auto longer = text.empty() ? part : text + ", " + part;
    if (columns_of(longer) > width) break;
    text = longer;
  }
  return text.empty() ? base::with_commas(progress.done).substr(0, width) : text;
}

std::string progress_json(const Progress& progress, double rate) {
  nlohmann::ordered_json json{{"event", "progress"},
                              {"elapsed_s", progress.elapsed.count},
                              {"done", progress.done},
                              {"found", progress.found},
                              {"found_all", progress.found_all},
                              {"rejected", progress.rejected},
                              {"files_per_s", rate},
                              {"workers", progress.workers},
                              {"memory_bytes", progress.memory.count}};
  if (!progress.limit.is_unlimited()) json["limit_bytes"] = progress.limit.count;
  json["queues"] = queues_json(progress.queues);
  return json.dump();
}

}  // namespace winnow::report
