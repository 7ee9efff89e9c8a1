#pragma once
// Evaluations that need not be done again, kept from run to run.

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

class CacheReader;
class CacheWriter;
class RecentEvaluations;
struct CacheBatch;
struct CacheEntry;
struct CacheKey;
struct SqliteError;

/// What an objective gave for some values.
struct CachedEvaluation {
  std::vector<double> outputs;                               ///< bit for bit as they were put
  std::vector<std::pair<std::string, double>> figures = {};  ///< what else it told, by name

  bool operator==(const CachedEvaluation&) const = default;
};

struct CacheLimits {
  base::Bytes file = base::gibibytes(2);     ///< beyond it those go that were used longest ago
  std::optional<base::Seconds> ttl = {};     ///< age at which an evaluation goes; none: never
  base::Bytes memory = base::mebibytes(64);  ///< of what was used last, to be found without the file
};

struct CacheCounts {
  std::uint64_t hits = 0;
  std::uint64_t hits_in_memory = 0;  ///< of these
  std::uint64_t misses = 0;
  std::uint64_t puts = 0;
  std::uint64_t lost = 0;  ///< of these: could not be written

  bool operator==(const CacheCounts&) const = default;
};

/// A file of evaluations, an SQLite database, with the ones used last in memory. The key is a 128-bit hash
/// (XXH3) of the objective's identity and of the values, bit for bit, but for -0, which is 0: whoever wants
/// 0.1 + 0.2 to be found at 0.3 rounds before.
///
/// put() never waits for the disk: a thread writes what has come about every second, in one transaction. So
/// a process that is killed loses a second of puts, and no more. Several processes may use a file at a time,
/// on one machine or on a file system whose locks work, and find what the others have written; each waits
/// for the others' transactions in its thread only, and find() rather misses.
///
/// A file that is damaged is set aside under another name, with a warning, and a new one begun; an entry is
/// given only if its checksum is right. A file that cannot be written on the way (disk full) costs the puts
/// from there on, with one warning, and nothing else.
///
/// All functions are thread-safe.
class EvaluationCache {
 public:
  /// Makes the file and its folder if they are not there. Fails if they cannot be made or written, or if the
  /// file is a database of something else. `calendar` (a base::CalendarClock) and `log` must outlive the
  /// cache, as must `profile`, which may be null.
  [[nodiscard]] static base::Result<std::unique_ptr<EvaluationCache>> open(std::filesystem::path file,
                                                                           const CacheLimits& limits,
                                                                           const base::Clock& calendar,
                                                                           base::Log& log,
                                                                           base::Profile* profile = nullptr);

  EvaluationCache(const EvaluationCache&) = delete;
  EvaluationCache& operator=(const EvaluationCache&) = delete;

  /// Writes what is not yet written.
  ~EvaluationCache();

  /// `objective` says all that values depend on beside the parameters: which program or plugin, by a hash of
  /// its file, its options, its version.
  [[nodiscard]] std::optional<CachedEvaluation> find(std::string_view objective,
                                                     std::span<const double> values);

  void put(std::string_view objective, std::span<const double> values, CachedEvaluation evaluation);

  /// Waits until all that was put is in the file. Fails with what keeps it from being written.
  [[nodiscard]] base::Result<void> save();

  [[nodiscard]] CacheCounts counts() const;

  /// Lets go of the evaluations kept in memory, which are found in the file from then on; keeps them where
  /// the file takes none.
  void release_memory();

 private:
  EvaluationCache(std::filesystem::path file, const CacheLimits& limits, const base::Clock& calendar,
                  base::Log& log, base::Profile* profile);

  [[nodiscard]] base::Result<void> open_file();
  [[nodiscard]] const CacheEntry* find_in_memory(const CacheKey& key);
  [[nodiscard]] std::optional<CacheEntry> find_in_file(const CacheKey& key,
                                                       std::unique_lock<std::mutex>& lock);
  void serve();
  void write_batch(std::unique_lock<std::mutex>& lock);
  void settle(const tl::expected<void, SqliteError>& written);
  void put_back();
  [[nodiscard]] tl::expected<void, SqliteError> connect();
  void set_aside(const SqliteError& damage);
  void reconnect();
  void give_up(const std::string& why);
  [[nodiscard]] std::int64_t now() const;
  [[nodiscard]] std::int64_t least_made() const;

  const std::filesystem::path file_;
  const CacheLimits limits_;
  const base::Clock& calendar_;
  base::Log& log_;
  base::Profile* const profile_;

  std::mutex file_mutex_;  ///< of the writer; taken before mutex_
  std::unique_ptr<CacheWriter> writer_;

  mutable std::mutex mutex_;  ///< of all below
  std::condition_variable changed_;
  std::uint64_t connection_ = 0;  ///< counts those there were
  std::uint64_t inode_ = 0;       ///< of the file that is open
  std::unique_ptr<CacheReader> reader_;
  std::unique_ptr<RecentEvaluations> recent_;
  std::unique_ptr<CacheBatch> waiting_;
  std::unique_ptr<CacheBatch> writing_;
  std::size_t waiting_bytes_ = 0;
  CacheCounts counts_;
  std::string trouble_;   ///< what keeps the file from being written for good; empty: nothing
  bool is_busy_ = false;  ///< another process kept the last batch from being written
  bool save_wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace winnow::store
