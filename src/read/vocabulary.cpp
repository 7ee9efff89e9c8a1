#include "winnow/read/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::read {
namespace {

// What MessageStatsReport computes for each key; medians there are the upper ones.
constexpr std::array<std::pair<std::string_view, Description>, 19> message_stats{{
    {"sim_time", {"s", "simulated time"}},
    {"created", {"1", "messages created"}},
    {"started", {"1", "transfers started"}},
    {"relayed", {"1", "transfers completed"}},
    {"aborted", {"1", "transfers aborted"}},
    {"dropped", {"1", "messages dropped from buffers"}},
    {"removed", {"1", "messages removed from buffers after delivery"}},
    {"delivered", {"1", "messages delivered"}},
    {"delivery_prob", {"1", "share of created messages that were delivered"}},
    {"response_prob", {"1", "share of created requests that were answered"}},
    {"overhead_ratio", {"1", "transfers beyond deliveries, per delivery"}},
    {"latency_avg", {"s", "mean message latency"}},
    {"latency_med", {"s", "median message latency"}},
    {"hopcount_avg", {"1", "mean number of hops of delivered messages"}},
    {"hopcount_med", {"1", "median number of hops of delivered messages"}},
    {"buffertime_avg", {"s", "mean time of messages in buffers"}},
    {"buffertime_med", {"s", "median time of messages in buffers"}},
    {"rtt_avg", {"s", "mean round-trip time of requests"}},
    {"rtt_med", {"s", "median round-trip time of requests"}},
}};

}  // namespace

std::optional<Description> describe(std::string_view column) {
  const auto known = std::ranges::find(message_stats, column, [](const auto& entry) { return entry.first; });
  if (known == message_stats.end()) return std::nullopt;
  return known->second;
}

}  // namespace winnow::read
