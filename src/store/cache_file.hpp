#pragma once
// The database under an EvaluationCache.
//
// Table evaluation: key (16 bytes), content (cache_entry.hpp), made and used (seconds since 1970), checksum.
// Table total: rows and bytes of these, kept by triggers. The rollback journal is used and not the
// write-ahead log, whose shared memory does not work between machines (sqlite.org/wal.html, 1.).

#include <filesystem>
#include <optional>
#include <vector>

#include "store/cache_entry.hpp"
#include "store/sqlite.hpp"

namespace winnow::store {

/// Looks entries up. For one thread at a time.
class CacheReader {
 public:
  [[nodiscard]] static SqliteResult<CacheReader> open(const std::filesystem::path& file);

  struct Found {
    CacheEntry entry;
    std::int64_t used = 0;
  };

  /// None also if the entry is older than `least_made`, or another process holds the file. An entry whose
  /// checksum is wrong is damage.
  [[nodiscard]] SqliteResult<std::optional<Found>> find(const CacheKey& key, std::int64_t least_made);

 private:
  CacheReader(Database database, Statement find) : database_(std::move(database)), find_(std::move(find)) {}

  Database database_;
  Statement find_;
};

/// What a CacheWriter brings into the file at a time.
struct CacheBatch {
  CacheEntries entries;
  std::vector<CacheKey> used;  ///< were found in the file
};

/// Writes, each time in one transaction. For one thread at a time.
class CacheWriter {
 public:
  /// Makes the file if it is not there. SQLITE_MISMATCH: it is a database of something else, or of another
  /// version.
  [[nodiscard]] static SqliteResult<CacheWriter> open(const std::filesystem::path& file);

  [[nodiscard]] SqliteResult<void> write(const CacheBatch& batch, std::int64_t now);

  /// Removes what was made before `least_made`, and what was used longest ago as long as there is more than
  /// `limit`.
  [[nodiscard]] SqliteResult<void> trim(std::int64_t least_made, base::Bytes limit);

 private:
  explicit CacheWriter(Database database) : database_(std::move(database)) {}

  [[nodiscard]] SqliteResult<void> prepare();
  [[nodiscard]] SqliteResult<void> put(const CacheKey& key, const CacheEntry& entry, std::int64_t used);
  [[nodiscard]] SqliteResult<void> touch(const CacheKey& key, std::int64_t now);

  Database database_;
  Statement put_;
  Statement touch_;
};

}  // namespace winnow::store
