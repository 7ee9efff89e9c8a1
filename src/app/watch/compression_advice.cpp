#include "app/watch/compression_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "app/watch/patrol.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/base/columns.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using base::column;
using base::described;

constexpr auto worth_a_trial = base::mebibytes(64);  ///< of rows; below, they are written in no time
/// A chunk of each variable, as HDF5 compresses them: a window that is not full makes high levels look fast.
constexpr auto sample_size = base::mebibytes(4);

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

/// Bytes a second of a disk that took all the time that compressing did not.
double disk_left(const LevelEstimate& used, const ResultWriting& writing) {
  const auto took = std::max(writing.took - compressing(used, writing), writing.took * least_share_of_disk);
  return static_cast<double>(used.size.count) / took.count;
}

const LevelEstimate* at_level(const std::vector<LevelEstimate>& all, int level) {
  // A level that was not tried is as good as the next below that was.
  const LevelEstimate* found = nullptr;
  for (const auto& one : all) {
    if (one.level <= level) found = &one;
  }
  return found;
}

std::uint64_t row_size(base::TableSource& table) {
  return size_of({&table}).count / std::max<std::uint64_t>(1, table.shape().rows);
}

}  // namespace

SampledTable::SampledTable(base::TableSource& source, base::Bytes sample)
    : source_(source),
      rows_(sample.count / std::max<std::uint64_t>(1, row_size(source))),
      kept_(source.shape().variables.size()) {
}

void SampledTable::next(std::uint64_t at_most, base::Block& block) {
  source_.next(at_most, block);
  const auto variables = std::min(kept_.size(), block.cells.size());
  for (std::size_t i = 0; i < variables; ++i) {
    const auto row = shape().own_rows * (2 * i + 1) / (2 * kept_.size());
    if (row >= given_ && row - given_ < block.rows) keep(i, row - given_, block);
  }
  given_ += block.rows;
}

/// From that row of the block on, or as many rows before it as the block's end lacks.
void SampledTable::keep(std::size_t variable, std::uint64_t row, const base::Block& block) {
  const auto count = std::min(rows_, block.rows);
  const auto first = std::min(row, block.rows - count);
  kept_[variable] = std::visit(
      [&](const auto& values) -> base::Cells {
        using Values = std::decay_t<decltype(values)>;
        const auto cells = values.size() / block.rows;
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first * cells);
        return Values(begin, begin + static_cast<std::ptrdiff_t>(count * cells));
      },
      block.cells[variable]);
}

std::unique_ptr<SampledTable> sample_largest(std::vector<base::TableSource*>& tables) {
  const auto largest =
      std::ranges::max_element(tables, {}, [](base::TableSource* table) { return size_of({table}); });
  if (largest == tables.end() || size_of({*largest}) < worth_a_trial) return nullptr;
  auto sampled = std::make_unique<SampledTable>(**largest, sample_size);
  *largest = sampled.get();
  return sampled;
}

store::CompressionTrial gather(const store::CompressionTrial& mine, base::Team& team) {
  base::Buffer words;
  base::Encoder out(words);
  out.put(mine.sample.count);
  out.put(mine.disk);
  for (const auto& one : mine.levels) {
    out.put(one.level);
    out.put(one.ratio);
    out.put(one.bytes_per_second);
  }
  store::CompressionTrial all;
  double at_disk = 0;
  std::vector<double> seconds;
  std::vector<double> deflated;
  for (const auto& bytes : team.gather_all(std::move(words))) {
    base::Decoder in(bytes);
    const auto sample = in.get<std::uint64_t>();
    all.sample += base::Bytes{sample};
    if (const auto disk = in.get<double>(); disk > 0) at_disk += static_cast<double>(sample) / disk;
    for (std::size_t i = 0; !in.at_end(); ++i) {
      const store::LevelTrial one{in.get<int>(), in.get<double>(), in.get<double>()};
      if (i == all.levels.size()) all.levels.push_back({one.level, 0, 0});
      seconds.resize(all.levels.size());
      deflated.resize(all.levels.size());
      if (one.bytes_per_second > 0) seconds[i] += static_cast<double>(sample) / one.bytes_per_second;
      deflated[i] += static_cast<double>(sample) / one.ratio;
    }
  }
  const auto size = static_cast<double>(all.sample.count);
  if (at_disk > 0) all.disk = size / at_disk;
  for (std::size_t i = 0; i < all.levels.size(); ++i) {
    all.levels[i].ratio = size / deflated[i];
    all.levels[i].bytes_per_second = seconds[i] > 0 ? size / seconds[i] : 0;
  }
  return all;
}

std::vector<LevelEstimate> estimates(const store::CompressionTrial& trial, const ResultWriting& writing) {
  std::vector<LevelEstimate> all;
  if (trial.levels.empty() || writing.took.count <= 0) return all;
  all.push_back({});
  for (const auto& one : trial.levels) all.push_back({one.level, one.ratio, one.bytes_per_second, {}, {}});
  for (auto& one : all) one.size = part_of(writing.rows, one.ratio);
  const auto& used = *at_level(all, writing.level);
  const auto disk = trial.disk > 0 ? trial.disk * writing.ranks : disk_left(used, writing);
  const auto on_disk = [&](const LevelEstimate& one) {
    return base::Seconds{static_cast<double>(one.size.count) / disk};
  };
  const double pace = writing.took / (compressing(used, writing) + on_disk(used));
  for (auto& one : all) {
    const auto compressed = compressing(one, writing) * (used.level == 0 ? 1 : pace);
    one.time = compressed + on_disk(one) * pace;
  }
  return all;
}

std::optional<LevelEstimate> better_level(const std::vector<LevelEstimate>& all, int used) {
  const auto* now = at_level(all, used);
  if (now == nullptr) return std::nullopt;
  const auto& fastest = *std::ranges::min_element(all, {}, &LevelEstimate::time);
  const bool saves_time = fastest.time <= now->time * good_deal && now->time - fastest.time >= least_saving;
  const auto longest = saves_time ? fastest.time + least_saving : now->time * hardly_longer;
  const auto* better = saves_time ? &fastest : now;
  for (const auto& one : all) {
    if (one.time < longest && one.size <= part_of(better->size, 1 / good_deal)) better = &one;
  }
  return better != now ? std::optional(*better) : std::nullopt;
}

std::optional<std::string> compression_note(const std::vector<LevelEstimate>& all,
                                            const ResultWriting& writing) {
  const auto better = better_level(all, writing.level);
  if (!better) return std::nullopt;
  const auto& now = *at_level(all, writing.level);
  return fmt::format(
      "writing {} of rows took {} at compression = {} and made them {} in the file; [result] compression = "
      "{} would take about {} and make them {}",
      to_text(writing.rows), to_text(writing.took), writing.level, to_text(now.size), better->level,
      to_text(better->time), to_text(better->size));
}

std::unique_ptr<base::TableSource> compression_table(const std::vector<LevelEstimate>& all,
                                                     const ResultWriting& writing) {
  auto table = std::make_unique<store::MemoryTable>("run/compression", "row");
  using Level = LevelEstimate;
  table->add("level", column(all, &Level::level), described("of deflate, as [result] compression", "1"));
  table->add("ratio", column(all, &Level::ratio),
             described("size before over size after, of a sample of the rows", "1"));
  table->add("throughput", column(all, &Level::bytes_per_second),
             described("of compressing the sample, on one thread; 0: nothing to do", "B s-1"));
  table->add("size", column(all, [](const Level& one) { return one.size.count; }),
             described("that all rows would have in the file", "B"));
  table->add("time", column(all, [](const Level& one) { return one.time.count; }),
             described("that writing all rows would take", "s"));
  table->attribute("used", fmt::to_string(writing.level));
  const auto better = better_level(all, writing.level);
  table->attribute("recommended", fmt::to_string(better ? better->level : writing.level));
  return table;
}

}  // namespace winnow::app
