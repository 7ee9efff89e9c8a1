#pragma once
// What each rank of a run took of its machine, from its first sample to its last.

#include <optional>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/team.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/watch/growth.hpp"
#include "winnow/watch/sampler.hpp"

namespace winnow::app {

struct RankUse {
  int rank = 0;
  std::uint64_t samples = 0;  ///< that were taken
  watch::Sample first;
  watch::Sample last;
  watch::Sample least;     ///< of each quantity
  watch::Sample greatest;  ///< of each quantity
  std::optional<watch::Growth>
      growth;  ///< of its memory but for what it keeps on purpose, in bytes per second
  std::optional<watch::Growth> node_growth;  ///< of what is in use on its node, where it watches that

  /// What was added to a counter in this run.
  [[nodiscard]] double rise(watch::Quantity counter) const {
    return last.value_or_nan(counter) - first.value_or_nan(counter);
  }
};

/// Of this rank until now, by a sampler that was started; takes its last sample. What its memory does after
/// `work_ended` is no growth.
[[nodiscard]] RankUse use_until_now(int rank, watch::Sampler& sampler,
                                    base::Seconds work_ended = base::Seconds::never());

void encode(const watch::Sample& sample, base::Encoder& out);
/// Check in.ok() after it.
[[nodiscard]] watch::Sample decode_sample(base::Decoder& in);

[[nodiscard]] base::Buffer encode(const RankUse& use);
[[nodiscard]] RankUse decode_rank_use(base::Decoder& in);

/// \collective What all ranks of the team took, in their order.
[[nodiscard]] std::vector<RankUse> gather(const RankUse& mine, base::Team& team);

/// The highest memory that each node's ranks have taken, each rank's own peaks added up.
[[nodiscard]] std::vector<base::Bytes> node_peaks(const std::vector<RankUse>& uses,
                                                  const cluster::Cluster& cluster);

/// A line on ranks whose memory grows by more than `threshold` bytes a minute: the one that grows most, and
/// how many others do. Nothing if there is none. `result` is the file to look into.
[[nodiscard]] std::optional<std::string> growth_note(const std::vector<RankUse>& uses, base::Bytes threshold,
                                                     const cluster::Cluster& cluster,
                                                     const std::string& result);

}  // namespace winnow::app
