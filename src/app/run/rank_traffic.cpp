#include "app/run/rank_traffic.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "winnow/base/codec.hpp"
#include "winnow/base/columns.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {

std::vector<RankTraffic> gather(const RankTraffic& mine, base::Team& team) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(mine.rank);
  for (const auto number : {mine.sent.messages, mine.sent.bytes, mine.sent.compressed, mine.sent.bytes_before,
                            mine.dropped_notes}) {
    out.put_varint(number);
  }
  std::vector<RankTraffic> all;
  for (const auto& from : team.gather_all(std::move(bytes))) {
    base::Decoder in(from);
    auto& one = all.emplace_back();
    one.rank = in.get<int>();
    for (auto* number : {&one.sent.messages, &one.sent.bytes, &one.sent.compressed, &one.sent.bytes_before,
                         &one.dropped_notes}) {
      *number = in.get_varint();
    }
  }
  return all;
}

std::unique_ptr<base::TableSource> messages_table(const std::vector<RankTraffic>& traffic) {
  auto table = std::make_unique<store::MemoryTable>("run/messages", "sender");
  const auto add = [&](std::string name, auto get, std::string_view long_name, std::string_view units) {
    table->add(std::move(name), base::column(traffic, get), base::described(long_name, units));
  };
  const auto sent = [](auto figure) { return [figure](const RankTraffic& one) { return one.sent.*figure; }; };
  using Sent = decltype(RankTraffic::sent);
  add("rank", &RankTraffic::rank, "that has sent", "1");
  add("messages", sent(&Sent::messages), "sent to other ranks", "1");
  add("bytes", sent(&Sent::bytes), "of these messages", "B");
  add("compressed", sent(&Sent::compressed), "of these messages", "1");
  add("bytes_before", sent(&Sent::bytes_before), "of all messages before compression", "B");
  add("dropped_notes", &RankTraffic::dropped_notes, "signs of progress not sent, because too many waited",
      "1");
  return table;
}

}  // namespace winnow::app
