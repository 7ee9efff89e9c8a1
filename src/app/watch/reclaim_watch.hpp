#pragma once
// Has a rank give back memory that it can do without where memory gets scarce, and keeps what came of it.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/log.hpp"
#include "winnow/base/reclaimer.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/study/memory_level.hpp"
#include "winnow/study/word_or.hpp"
#include "winnow/watch/node_sampler.hpp"
#include "winnow/watch/process_sampler.hpp"
#include "winnow/watch/reclaim_trigger.hpp"
#include "winnow/watch/sample.hpp"

namespace winnow::app {

/// A time at which a rank gave memory back.
struct Reclaim {
  int rank = 0;
  std::string node;      ///< the rank's
  base::Seconds at;      ///< by the clock of the samples
  base::Bytes used;      ///< on the node
  base::Bytes level;     ///< from which on memory is given back
  std::string holders;   ///< what they gave, in words; empty: nothing worth a word
  base::Bytes given;     ///< by all holders
  base::Bytes resident;  ///< of the rank before
  base::Bytes left;      ///< of the rank after
};

/// Those of one rank or of several.
struct Reclaims {
  std::vector<Reclaim> kept;
  std::uint64_t unkept = 0;  ///< when no more were kept
};

/// What is in use, and of what limit.
struct MemoryUse {
  base::Bytes used;
  base::Bytes limit = base::Bytes::unlimited();
};

/// The node's, as `sample` has it, or what its `ranks` take together if each takes what this one does, of the
/// job's `limit` there: whichever is the larger share.
[[nodiscard]] MemoryUse memory_use(const watch::Sample& sample, std::uint32_t ranks, base::Bytes limit);

class ReclaimWatch {
 public:
  struct Place {
    int rank = 0;
    std::string node;
    std::uint32_t ranks = 1;                              ///< of the job, on that node
    base::Bytes limit = base::Bytes::unlimited();         ///< of the job's memory there
    std::unique_ptr<watch::NodeSampler> sight = nullptr;  ///< of the node, where samples have nothing of it
  };

  /// Does nothing at level "none". `reclaimer` and `log`, thread-safe, outlive it.
  ReclaimWatch(study::NoneOr<study::MemoryLevel> level, Place place, base::Reclaimer& reclaimer,
               base::Log& log);

  /// Judges a sample of this rank. What was given back is told with the sample after it: some holders hear of
  /// it only when they end what they do. Used by one thread at a time.
  void sampled(const watch::Sample& sample);

  /// All until now. Thread-safe.
  [[nodiscard]] Reclaims reclaims() const;

 private:
  void begin(const MemoryUse& use, base::Bytes level, base::Seconds now);
  void end();
  [[nodiscard]] base::Bytes resident();

  const study::NoneOr<study::MemoryLevel> level_;
  const Place place_;
  base::Reclaimer& reclaimer_;
  base::Log& log_;
  watch::ReclaimTrigger trigger_;
  watch::ProcessSampler process_;
  std::optional<Reclaim> begun_;
  mutable std::mutex mutex_;
  Reclaims reclaims_;
};

/// \collective On the first rank of the team: those of all ranks, by time. On others: none.
[[nodiscard]] Reclaims gather(const Reclaims& mine, base::Team& team);

/// run/reclaims: a row each that was kept; the attribute `unkept` is the number of the others.
[[nodiscard]] std::unique_ptr<base::TableSource> reclaims_table(const Reclaims& reclaims);

}  // namespace winnow::app
