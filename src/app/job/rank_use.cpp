#include "app/job/rank_use.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

using watch::Growth;
using watch::Quantity;
using watch::Sample;

constexpr base::Seconds minute{60};

void put(const std::optional<Growth>& growth, base::Encoder& out) {
  out.put(growth.has_value());
  const auto known = growth.value_or(Growth{});
  out.put(known.slope);
  out.put(known.lower);
  out.put(known.upper);
  out.put(known.over.count);
}

std::optional<Growth> get_growth(base::Decoder& in) {
  const bool is_known = in.get<bool>();
  Growth growth;
  growth.slope = in.get<double>();
  growth.lower = in.get<double>();
  growth.upper = in.get<double>();
  growth.over.count = in.get<double>();
  return is_known ? std::optional(growth) : std::nullopt;
}

std::string per_minute(double slope) {
  const auto bytes = std::max(0.0, slope * minute.count);
  return base::to_text(base::Bytes{static_cast<std::uint64_t>(bytes)});
}

}  // namespace

RankUse use_until_now(int rank, watch::Sampler& sampler, base::Seconds work_ended) {
  RankUse use;
  use.rank = rank;
  use.last = sampler.snapshot();
  const auto series = sampler.series();
  use.samples = series.added();
  use.first = series.samples().front();
  for (const auto& text : watch::all_quantities()) {
    use.least.set(text.quantity, series.least(text.quantity));
    use.greatest.set(text.quantity, series.greatest(text.quantity));
  }
  use.growth = watch::unexplained_growth(series, work_ended);
  use.node_growth = watch::growth_of(series, Quantity::node_in_use);
  return use;
}

void encode(const Sample& sample, base::Encoder& out) {
  out.put(sample.time.count);
  for (const auto& text : watch::all_quantities()) out.put(sample.value_or_nan(text.quantity));
}

Sample decode_sample(base::Decoder& in) {
  Sample sample(base::Seconds{in.get<double>()});
  for (const auto& text : watch::all_quantities()) sample.set(text.quantity, in.get<double>());
  return sample;
}

base::Buffer encode(const RankUse& use) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(use.rank);
  out.put(use.samples);
  for (const auto* sample : {&use.first, &use.last, &use.least, &use.greatest}) encode(*sample, out);
  put(use.growth, out);
  put(use.node_growth, out);
  return bytes;
}

RankUse decode_rank_use(base::Decoder& in) {
  RankUse use;
  use.rank = in.get<int>();
  use.samples = in.get<std::uint64_t>();
  for (auto* sample : {&use.first, &use.last, &use.least, &use.greatest}) *sample = decode_sample(in);
  use.growth = get_growth(in);
  use.node_growth = get_growth(in);
  return use;
}

std::vector<RankUse> gather(const RankUse& mine, base::Team& team) {
  std::vector<RankUse> uses;
  for (const auto& bytes : team.gather_all(encode(mine))) {
    base::Decoder in(bytes);
    uses.push_back(decode_rank_use(in));
  }
  return uses;
}

std::vector<base::Bytes> node_peaks(const std::vector<RankUse>& uses, const cluster::Cluster& cluster) {
  std::vector<base::Bytes> peaks(cluster.nodes.size());
  for (const auto& use : uses) {
    peaks[cluster.node_of(use.rank)] += use.greatest.bytes(Quantity::peak_resident).value_or(base::Bytes{});
  }
  return peaks;
}

std::optional<std::string> growth_note(const std::vector<RankUse>& uses, base::Bytes threshold,
                                       const cluster::Cluster& cluster, const std::string& result) {
  const auto most = static_cast<double>(threshold.count);
  const RankUse* fastest = nullptr;
  std::size_t growing = 0;
  for (const auto& use : uses) {
    if (!use.growth || !watch::exceeds(*use.growth, most, minute)) continue;
    ++growing;
    if (fastest == nullptr || use.growth->slope > fastest->growth->slope) fastest = &use;
  }
  if (fastest == nullptr) return std::nullopt;
  const auto others =
      growing > 1 ? fmt::format(", that of {} more {} too", growing - 1, growing == 2 ? "rank" : "ranks")
                  : "";
  return fmt::format(
      "the memory of rank {} on {} grew by {} a minute until the end ({} to {}, 95 % confidence){}: a leak, "
      "if "
      "nothing explains it; winnow show {} run/memory",
      fastest->rank, cluster.nodes[cluster.node_of(fastest->rank)].facts.hostname,
      per_minute(fastest->growth->slope), per_minute(fastest->growth->lower),
      per_minute(fastest->growth->upper), others, base::shell_word(result));
}

}  // namespace winnow::app
