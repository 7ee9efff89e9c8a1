#include "app/watch/reclaim_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "winnow/base/codec.hpp"
#include "winnow/base/columns.hpp"
#include "winnow/store/memory_table.hpp"
#include "winnow/watch/free_memory.hpp"

namespace winnow::app {
namespace {

using base::column;
using base::described;
using watch::Quantity;

constexpr auto worth_a_word = base::mebibytes(1);
constexpr std::size_t most_kept = 1000;  ///< of a rank, which is a day's at one a minute and a half

double share_of(const MemoryUse& use) {
  if (use.limit.is_unlimited()) return 0;
  return static_cast<double>(use.used.count) / static_cast<double>(use.limit.count);
}

std::string words_of(const std::vector<base::Reclaimer::Given>& given) {
  std::string words;
  for (const auto& [name, bytes] : given) {
    if (bytes < base::kibibytes(1)) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, to_text(bytes));
  }
  return words;
}

std::string words_of(const Reclaim& one) {
  return fmt::format("rank {} gives memory back, as {} are in use on {}: {} resident instead of {}{}{}",
                     one.rank, to_text(one.used), one.node, to_text(one.left), to_text(one.resident),
                     one.holders.empty() ? "" : "; ", one.holders);
}

void encode(const Reclaim& one, base::Encoder& out) {
  out.put(one.rank);
  out.put_text(one.node);
  out.put(one.at.count);
  out.put_text(one.holders);
  for (const auto bytes : {one.used, one.level, one.given, one.resident, one.left}) out.put(bytes.count);
}

Reclaim decode(base::Decoder& in) {
  Reclaim one;
  one.rank = in.get<int>();
  one.node = in.get_text();
  one.at = {in.get<double>()};
  one.holders = in.get_text();
  for (auto* bytes : {&one.used, &one.level, &one.given, &one.resident, &one.left}) {
    bytes->count = in.get<std::uint64_t>();
  }
  return one;
}

std::vector<std::int64_t> bytes_column(const std::vector<Reclaim>& reclaims, base::Bytes Reclaim::*amount) {
  return column(reclaims, [amount](const Reclaim& one) { return (one.*amount).count; });
}

}  // namespace

MemoryUse memory_use(const watch::Sample& sample, std::uint32_t ranks, base::Bytes limit) {
  const auto bytes = [&](Quantity quantity) { return sample.bytes(quantity).value_or(base::Bytes{}); };
  const MemoryUse node{bytes(Quantity::node_in_use),
                       sample.bytes(Quantity::node_limit).value_or(base::Bytes::unlimited())};
  const MemoryUse job{(bytes(Quantity::resident) + bytes(Quantity::children_resident)) * ranks, limit};
  return share_of(job) > share_of(node) ? job : node;
}

ReclaimWatch::ReclaimWatch(study::NoneOr<study::MemoryLevel> level, Place place, base::Reclaimer& reclaimer,
                           base::Log& log)
    : level_(level), place_(std::move(place)), reclaimer_(reclaimer), log_(log) {
}

void ReclaimWatch::sampled(const watch::Sample& sample) {
  if (level_.is_word()) return;
  if (begun_) end();
  auto seen = sample;
  if (place_.sight) place_.sight->take(seen);
  const auto use = memory_use(seen, place_.ranks, place_.limit);
  const auto level = level_.value().of(use.limit);
  if (trigger_.reached(use.used, level, sample.time)) begin(use, level, sample.time);
}

void ReclaimWatch::begin(const MemoryUse& use, base::Bytes level, base::Seconds now) {
  begun_ = {place_.rank, place_.node, now, use.used, level, {}, {}, resident(), {}};
  reclaimer_.reclaim();
  watch::return_free_memory();
}

void ReclaimWatch::end() {
  auto one = *std::exchange(begun_, std::nullopt);
  watch::return_free_memory();
  const auto given = reclaimer_.take_given();
  for (const auto& holder : given) one.given += holder.bytes;
  one.holders = words_of(given);
  one.left = resident();
  const auto freed = one.resident - std::min(one.resident, one.left);
  if (std::max(freed, one.given) >= worth_a_word) log_.info(words_of(one));
  const std::lock_guard lock(mutex_);
  if (reclaims_.kept.size() < most_kept) {
    reclaims_.kept.push_back(std::move(one));
  } else {
    ++reclaims_.unkept;
  }
}

base::Bytes ReclaimWatch::resident() {
  watch::Sample sample;
  process_.take(sample);
  return sample.bytes(Quantity::resident).value_or(base::Bytes{});
}

Reclaims ReclaimWatch::reclaims() const {
  const std::lock_guard lock(mutex_);
  return reclaims_;
}

Reclaims gather(const Reclaims& mine, base::Team& team) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put_varint(mine.unkept);
  for (const auto& one : mine.kept) encode(one, out);
  Reclaims all;
  for (const auto& theirs : team.gather_to_root(std::move(bytes))) {
    base::Decoder in(theirs);
    all.unkept += in.get_varint();
    while (in.ok() && !in.at_end()) all.kept.push_back(decode(in));
    assert(in.ok());
  }
  std::ranges::stable_sort(all.kept, {}, &Reclaim::at);
  return all;
}

std::unique_ptr<base::TableSource> reclaims_table(const Reclaims& all) {
  const auto& reclaims = all.kept;
  auto table = std::make_unique<store::MemoryTable>("run/reclaims", "reclaim");
  table->attribute("unkept", static_cast<std::int64_t>(all.unkept));
  table->add("at", column(reclaims, [](const Reclaim& one) { return one.at.count; }),
             described("since the start of the run", "s"));
  table->add("rank", column(reclaims, &Reclaim::rank), described("that gave memory back"));
  table->add("node", column(reclaims, &Reclaim::node));
  table->add("used", bytes_column(reclaims, &Reclaim::used), described("in use on the node", "B"));
  table->add("level", bytes_column(reclaims, &Reclaim::level),
             described("from which on memory is given back", "B"));
  table->add("given", bytes_column(reclaims, &Reclaim::given), described("by caches and buffers", "B"));
  table->add("holders", column(reclaims, &Reclaim::holders), described("what each gave"));
  table->add("resident_before", bytes_column(reclaims, &Reclaim::resident),
             described("resident memory of the rank before", "B"));
  table->add("resident_after", bytes_column(reclaims, &Reclaim::left),
             described("resident memory of the rank at the next sample", "B"));
  return table;
}

}  // namespace winnow::app
