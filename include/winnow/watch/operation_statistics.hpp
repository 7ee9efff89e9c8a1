#pragma once
// What is known of an operation when it was measured: of one thread, of a rank, of all ranks.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"

namespace winnow::watch {

/// Durations counted in buckets of equal ratio: each octave of nanoseconds has 16 of equal width, so the
/// middle of a bucket is within 1/32 of any duration in it. Beyond 2^48 ns, three days, all are one.
class DurationCounts {
 public:
  static constexpr std::size_t bucket_count = 720;

  [[nodiscard]] static std::size_t bucket_of(std::uint64_t nanoseconds);

  /// In nanoseconds.
  [[nodiscard]] static double middle_of(std::size_t bucket);

  void add(std::size_t bucket, std::uint64_t times);
  void merge(const DurationCounts& other);

  /// Below which a share `quantile`, within [0, 1], of the durations lies; 0 if there are none.
  [[nodiscard]] base::Seconds value_at(double quantile) const;

  void encode(base::Encoder& out) const;
  /// False if `in` holds anything else than encode() wrote.
  [[nodiscard]] bool merge_encoded(base::Decoder& in);

 private:
  std::vector<std::uint64_t> counts_;  ///< up to the last one that is not empty
};

/// Of the rates at which an operation moved bytes while it lasted, one rate for each window of time. Moments
/// merge after Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample
/// variances", COMPSTAT 1982, equations 2.1.
struct Rates {
  std::uint64_t windows = 0;
  double mean = 0;     ///< bytes a second
  double squares = 0;  ///< sum of squared differences from the mean
  double least = 0;

  void add(double rate) { merge({1, rate, 0, rate}); }
  void merge(const Rates& other);

  /// Of the population; 0 where there is no window.
  [[nodiscard]] double deviation() const;
};

/// What an operation has moved, in so many calls and so much of its own time.
struct Moved {
  base::Bytes bytes;
  base::Seconds time;
  std::uint64_t calls = 0;

  /// Whether a rate can be told from it: of 16 MiB in a second or more of all threads' time together, or of
  /// ten seconds, in blocks of 4 KiB on average. Fewer bytes tell of what it takes to begin, smaller blocks
  /// of latency, and neither of throughput.
  [[nodiscard]] bool tells_a_rate() const;

  /// Bytes a second; the time may not be zero.
  [[nodiscard]] double rate() const { return static_cast<double>(bytes.count) / time.count; }
};

struct OperationStatistics {
  std::string name;
  std::string long_name;
  base::Resource resource = base::Resource::processor;
  std::uint64_t calls = 0;
  std::uint64_t items = 0;
  base::Bytes bytes;
  base::Seconds total;    ///< with what ran within it
  base::Seconds own;      ///< without
  base::Seconds longest;  ///< of those that were timed
  DurationCounts durations;
  Rates rates;                  ///< of those that wait for storage, by the second
  Rates telling_rates;          ///< the same, over windows as long as it takes to tell a rate
  std::int64_t memory = 0;      ///< bytes allocated less bytes given back, where that was measured
  std::int64_t memory_max = 0;  ///< the most of one call

  [[nodiscard]] base::Seconds mean() const;

  /// A quantile of the time of a call, to 3 %; never more than the longest, and of one call its own time.
  [[nodiscard]] base::Seconds quantile(double share) const;

  /// Bytes a second of its total time; 0 where nothing was counted.
  [[nodiscard]] double throughput() const;

  /// Adds those of the same operation elsewhere.
  void merge(const OperationStatistics& other);

  void encode(base::Encoder& out) const;
};

/// What OperationStatistics::encode wrote; nothing if `in` holds anything else.
[[nodiscard]] std::optional<OperationStatistics> decode_operation_statistics(base::Decoder& in);

/// Adds each to the one of its name in `all`, or behind them.
void merge_into(std::vector<OperationStatistics>& all, const std::vector<OperationStatistics>& more);

}  // namespace winnow::watch
