#include "app/watch/compression_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "app/watch/patrol.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

constexpr auto worth_a_trial = base::mebibytes(64);  ///< of rows; below, they are written in no time
constexpr auto sample_size = base::mebibytes(1);

// A good deal is a fifth; what saves less, or less than a second, is not worth a change of the study.
constexpr double good_deal = 0.8;
constexpr double hardly_longer = 1.1;
constexpr base::Seconds least_saving{1};

/// The disk has had at least so much of the time, whatever the trial says of the compression's share.
constexpr double least_share_of_disk = 0.05;

base::Bytes part_of(base::Bytes bytes, double ratio) {
  return {static_cast<std::uint64_t>(static_cast<double>(bytes.count) / ratio)};
}

base::Seconds compressing(const LevelEstimate& level, const ResultWriting& writing) {
  if (level.bytes_per_second <= 0) return {};
  return {static_cast<double>(writing.rows.count) / level.bytes_per_second / std::max(1, writing.ranks)};
}

const LevelEstimate* at_level(const std::vector<LevelEstimate>& all, int level) {
  // A level that was not tried is as good as the next below that was.
  const LevelEstimate* found = nullptr;
  for (const auto& one : all) {
    if (one.level <= level) found = &one;
  }
  return found;
}

std::string rate_text(double bytes_per_second) {
  return to_text(base::Bytes{static_cast<std::uint64_t>(bytes_per_second)}) + "/s";
}

std::string words_of(const LevelEstimate& level) {
  if (level.level == 0) return "nothing is compressed";
  return fmt::format("{} a thread, to {:.0f} %", rate_text(level.bytes_per_second), 100 / level.ratio);
}

template <class Get>
auto column(const std::vector<LevelEstimate>& all, Get get) {
  std::vector<decltype(get(all.front()))> values;
  for (const auto& one : all) values.push_back(get(one));
  return values;
}

}  // namespace

void SampledTable::next(std::uint64_t at_most, base::Block& block) {
  source_.next(at_most, block);
  if (!kept_.empty() || block.rows == 0) return;
  const auto variables = std::max<std::size_t>(1, block.cells.size());
  for (const auto& cells : block.cells) {
    kept_.push_back(std::visit(
        [&](const auto& values) -> base::Cells {
          using Values = std::decay_t<decltype(values)>;
          const auto most = sample_.count / variables / sizeof(typename Values::value_type);
          const auto count = std::min<std::size_t>(values.size(), most);
          return Values(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
        },
        cells));
  }
}

std::unique_ptr<SampledTable> sample_largest(std::vector<base::TableSource*>& tables) {
  const auto largest =
      std::ranges::max_element(tables, {}, [](base::TableSource* table) { return size_of({table}); });
  if (largest == tables.end() || size_of({*largest}) < worth_a_trial) return nullptr;
  auto sampled = std::make_unique<SampledTable>(**largest, sample_size);
  *largest = sampled.get();
  return sampled;
}

std::vector<LevelEstimate> estimates(const store::CompressionTrial& trial, const ResultWriting& writing) {
  std::vector<LevelEstimate> all;
  if (trial.levels.empty() || writing.took.count <= 0) return all;
  all.push_back({});
  for (const auto& one : trial.levels) all.push_back({one.level, one.ratio, one.bytes_per_second, {}, {}});
  for (auto& one : all) one.size = part_of(writing.rows, one.ratio);
  const auto& used = *at_level(all, writing.level);
  const auto on_disk =
      std::max(writing.took - compressing(used, writing), writing.took * least_share_of_disk);
  const auto disk = static_cast<double>(used.size.count) / on_disk.count;
  for (auto& one : all) {
    one.time = compressing(one, writing) + base::Seconds{static_cast<double>(one.size.count) / disk};
  }
  return all;
}

std::optional<LevelEstimate> better_level(const std::vector<LevelEstimate>& all, int used) {
  const auto* now = at_level(all, used);
  if (now == nullptr) return std::nullopt;
  const auto& fastest = *std::ranges::min_element(all, {}, &LevelEstimate::time);
  if (fastest.time <= now->time * good_deal && now->time - fastest.time >= least_saving) return fastest;
  const LevelEstimate* smallest = nullptr;
  for (const auto& one : all) {
    if (one.time > now->time * hardly_longer || one.size > part_of(now->size, 1 / good_deal)) continue;
    if (smallest == nullptr || one.size < smallest->size) smallest = &one;
  }
  return smallest != nullptr ? std::optional(*smallest) : std::nullopt;
}

std::optional<std::string> compression_note(const std::vector<LevelEstimate>& all,
                                            const ResultWriting& writing) {
  const auto better = better_level(all, writing.level);
  if (!better) return std::nullopt;
  const auto& now = *at_level(all, writing.level);
  return fmt::format(
      "writing {} of rows took {} at compression = {} ({}); [result] compression = {} would take about {} "
      "and "
      "make them {} in the file instead of {} ({})",
      to_text(writing.rows), to_text(writing.took), writing.level, words_of(now), better->level,
      to_text(better->time), to_text(better->size), to_text(now.size), words_of(*better));
}

std::unique_ptr<base::TableSource> compression_table(const std::vector<LevelEstimate>& all,
                                                     const ResultWriting& writing) {
  const auto described = [](std::string long_name, std::string units) -> std::vector<base::Attribute> {
    return {{"long_name", std::move(long_name)}, {"units", std::move(units)}};
  };
  auto table = std::make_unique<store::MemoryTable>("run/compression", "row");
  using Level = LevelEstimate;
  table->add("level", column(all, [](const Level& one) { return std::int64_t{one.level}; }),
             described("of deflate, as [result] compression", "1"));
  table->add("ratio", column(all, [](const Level& one) { return one.ratio; }),
             described("size before over size after, of a sample of the rows", "1"));
  table->add("throughput", column(all, [](const Level& one) { return one.bytes_per_second; }),
             described("of compressing the sample, on one thread; 0: nothing to do", "B s-1"));
  table->add("size", column(all, [](const Level& one) { return static_cast<std::int64_t>(one.size.count); }),
             described("that all rows would have in the file", "B"));
  table->add("time", column(all, [](const Level& one) { return one.time.count; }),
             described("that writing all rows would take", "s"));
  table->attribute("used", fmt::to_string(writing.level));
  const auto better = better_level(all, writing.level);
  table->attribute("recommended", fmt::to_string(better ? better->level : writing.level));
  return table;
}

}  // namespace winnow::app
