#include "winnow/watch/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string_view>

#include "winnow/base/text.hpp"

namespace winnow::watch {
namespace {

/// A JSON string; what is not UTF-8 or would not stand in one line becomes \xNN, as text.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : base::printable(text, std::numeric_limits<std::size_t>::max())) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void put_metadata(std::string& out, int rank, std::size_t thread, std::string_view what,
                  std::string_view name) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"ph":"M","pid":{},"tid":{},"name":"{}","args":{{"name":{}}}}},)"
                 "\n",
                 rank, thread, what, quoted(name));
}

void put_event(std::string& out, int rank, std::size_t thread, std::int64_t zero,
               const TimelineEvent& event) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"ph":"X","pid":{},"tid":{},"ts":{:.3f},"dur":{:.3f},"name":{},"args":{{)", rank, thread,
                 static_cast<double>(event.began - zero) * 1e-3, static_cast<double>(event.lasted) * 1e-3,
                 quoted(event.name));
  std::string_view comma;
  const auto put = [&](std::string_view key, const std::string& value) {
    fmt::format_to(std::back_inserter(out), R"({}"{}":{})", comma, key, value);
    comma = ",";
  };
  if (!event.subject.empty()) put("of", quoted(event.subject));
  if (event.items > 0) put("items", fmt::to_string(event.items));
  if (event.bytes > 0) put("bytes", fmt::to_string(event.bytes));
  out += "}},\n";
}

/// The beginning of the first event there is.
std::int64_t first_of(const std::vector<RankTimeline>& ranks) {
  auto first = std::numeric_limits<std::int64_t>::max();
  for (const auto& rank : ranks) {
    for (const auto& thread : rank.threads) {
      for (const auto& event : thread.events) first = std::min(first, event.began);
    }
  }
  return first;
}

}  // namespace

void TimelineKeeper::add(TimelineEvent&& event) {
  if (!takes(event.lasted)) return drop();
  events_.push_back(std::move(event));
  if (events_.size() <= capacity_) return;
  const auto middle = events_.begin() + static_cast<std::ptrdiff_t>(events_.size() / 2);
  std::ranges::nth_element(events_, middle, {}, &TimelineEvent::lasted);
  shortest_ = middle->lasted + 1;
  dropped_ += std::erase_if(events_, [this](const auto& one) { return !takes(one.lasted); });
}

void encode(const RankTimeline& timeline, base::Encoder& out) {
  out.put(std::int32_t{timeline.rank});
  out.put_text(timeline.host);
  out.put_varint(timeline.threads.size());
  for (const auto& thread : timeline.threads) {
    out.put_text(thread.thread);
    out.put_varint(thread.dropped);
    out.put_varint(thread.events.size());
    for (const auto& event : thread.events) {
      out.put_text(event.name);
      out.put_text(event.subject);
      out.put(event.began);
      for (const auto number : {event.lasted, event.items, event.bytes}) out.put_varint(number);
    }
  }
}

std::optional<RankTimeline> decode_timeline(base::Decoder& in) {
  RankTimeline timeline;
  timeline.rank = in.get<std::int32_t>();
  timeline.host = in.get_text();
  for (auto threads = in.get_varint(); in.ok() && threads > 0; --threads) {
    auto& thread = timeline.threads.emplace_back();
    thread.thread = in.get_text();
    thread.dropped = in.get_varint();
    for (auto events = in.get_varint(); in.ok() && events > 0; --events) {
      TimelineEvent event{};
      event.name = in.get_text();
      event.subject = in.get_text();
      event.began = in.get<std::int64_t>();
      event.lasted = in.get_varint();
      event.items = in.get_varint();
      event.bytes = in.get_varint();
      thread.events.push_back(std::move(event));
    }
  }
  if (!in.ok()) return std::nullopt;
  return timeline;
}

std::string trace_json(const std::vector<RankTimeline>& ranks) {
  const auto zero = first_of(ranks);
  std::uint64_t dropped = 0;
  std::string out = "{\"traceEvents\":[\n";
  for (const auto& rank : ranks) {
    put_metadata(out, rank.rank, 0, "process_name", fmt::format("rank {} on {}", rank.rank, rank.host));
    for (std::size_t i = 0; i < rank.threads.size(); ++i) {
      put_metadata(out, rank.rank, i, "thread_name", rank.threads[i].thread);
      for (const auto& event : rank.threads[i].events) put_event(out, rank.rank, i, zero, event);
      dropped += rank.threads[i].dropped;
    }
  }
  if (out.ends_with(",\n")) out.erase(out.size() - 2);
  fmt::format_to(std::back_inserter(out),
                 "\n],\"displayTimeUnit\":\"ms\",\"otherData\":{{\"dropped_events\":{}}}}}\n", dropped);
  return out;
}

}  // namespace winnow::watch
