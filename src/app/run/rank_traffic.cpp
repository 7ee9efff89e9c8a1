#include "app/run/rank_traffic.hpp"

#include <string>
#include <utility>

#include "winnow/base/codec.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

template <class Get>
void add(store::MemoryTable& table, const std::vector<RankTraffic>& traffic, std::string name,
         std::string long_name, std::string units, Get get) {
  std::vector<std::int64_t> values;
  for (const auto& one : traffic) values.push_back(static_cast<std::int64_t>(get(one)));
  table.add(std::move(name), std::move(values),
            {{"long_name", std::move(long_name)}, {"units", std::move(units)}});
}

}  // namespace

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
  using One = RankTraffic;
  add(*table, traffic, "rank", "that has sent", "1", [](const One& one) { return one.rank; });
  add(*table, traffic, "messages", "sent to other ranks", "1",
      [](const One& one) { return one.sent.messages; });
  add(*table, traffic, "bytes", "of these messages", "B", [](const One& one) { return one.sent.bytes; });
  add(*table, traffic, "compressed", "of these messages", "1",
      [](const One& one) { return one.sent.compressed; });
  add(*table, traffic, "bytes_before", "of all messages before compression", "B",
      [](const One& one) { return one.sent.bytes_before; });
  add(*table, traffic, "dropped_notes", "signs of progress not sent, because too many waited", "1",
      [](const One& one) { return one.dropped_notes; });
  return table;
}

}  // namespace winnow::app
