#include "store/cache_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace winnow::store {
namespace {

/// A find() is worth less than this wait; a transaction of another process takes milliseconds.
constexpr base::Seconds patience_of_find{0.1};
constexpr base::Seconds patience_of_write{10};

constexpr std::int64_t application_id = 0x574e5763;  // "WNWc"
constexpr std::int64_t version = 2;

/// Bytes that an entry takes in the file beside its content, as measured with 8 to 64 bytes of that in a file
/// that has been trimmed again and again.
constexpr int entry_overhead = 112;

/// After a trim so much of the limit is in use, so that not every transaction has to trim.
constexpr double kept_by_trim = 0.9;

std::string schema_sql() {
  constexpr std::string_view change =
      "UPDATE total SET rows = rows {0} 1, bytes = bytes {0} length({1}.content) {0} {2}";
  return fmt::format(
      "CREATE TABLE IF NOT EXISTS evaluation (key BLOB PRIMARY KEY, content BLOB NOT NULL,"
      "  made INTEGER NOT NULL, used INTEGER NOT NULL, checksum INTEGER NOT NULL)"
      "  WITHOUT ROWID;"
      "CREATE INDEX IF NOT EXISTS evaluation_used ON evaluation (used);"
      "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY CHECK (id = 0), rows INTEGER, bytes INTEGER);"
      "INSERT OR IGNORE INTO total VALUES (0, 0, 0);"
      "CREATE TRIGGER IF NOT EXISTS evaluation_added AFTER INSERT ON evaluation BEGIN {}; END;"
      "CREATE TRIGGER IF NOT EXISTS evaluation_removed AFTER DELETE ON evaluation BEGIN {}; END;"
      "CREATE TRIGGER IF NOT EXISTS evaluation_changed AFTER UPDATE OF content ON evaluation BEGIN"
      "  UPDATE total SET bytes = bytes + length(new.content) - length(old.content); END;"
      "PRAGMA application_id = {}; PRAGMA user_version = {};",
      fmt::format(fmt::runtime(change), '+', "new", entry_overhead),
      fmt::format(fmt::runtime(change), '-', "old", entry_overhead), application_id, version);
}

template <class Work>
SqliteResult<void> in_transaction(Database& database, Work work) {
  if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun;
  auto done = work();
  if (done) done = database.run("COMMIT");
  if (!done) (void)database.run("ROLLBACK");
  return done;
}

/// The entry in the columns content, made and checksum from `first` on; none if it is not as it was written.
std::optional<CacheEntry> entry_in(const Statement& row, int first, const CacheKey& key) {
  const auto content = row.bytes(first);
  const auto made = row.integer(first + 1);
  const auto checksum = static_cast<std::uint64_t>(row.integer(first + 2));
  if (checksum_of(key, content, made) != checksum) return std::nullopt;
  auto evaluation = decode(content);
  if (!evaluation) return std::nullopt;
  return CacheEntry{*std::move(evaluation), made};
}

/// Fails unless the file is a cache or empty; true if it is empty.
SqliteResult<bool> is_empty(Database& database) {
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected(tables.error());
  if (*tables == 0) return true;
  const auto owner = database.integer("PRAGMA application_id");
  if (!owner) return tl::unexpected(owner.error());
  if (*owner != application_id)
    return tl::unexpected(SqliteError{SQLITE_MISMATCH, "it is a database of something else"});
  const auto found = database.integer("PRAGMA user_version");
  if (!found) return tl::unexpected(found.error());
  if (*found != version) {
    return tl::unexpected(SqliteError{
        SQLITE_MISMATCH, fmt::format("it is a cache of version {}, and this is {}", *found, version)});
  }
  return false;
}

}  // namespace

SqliteResult<CacheReader> CacheReader::open(const std::filesystem::path& file) {
  auto database = Database::open(file, Database::Mode::read_only, patience_of_find);
  if (!database) return tl::unexpected(std::move(database).error());
  auto find = database->prepare("SELECT content, made, checksum, used FROM evaluation WHERE key = ?1");
  if (!find) return tl::unexpected(std::move(find).error());
  return CacheReader(*std::move(database), *std::move(find));
}

SqliteResult<std::optional<CacheReader::Found>> CacheReader::find(const CacheKey& key,
                                                                  std::int64_t least_made) {
  find_.bind(1, key.bytes);
  const auto row = find_.step();
  std::optional<Found> found;
  if (row && *row) {
    if (auto entry = entry_in(find_, 0, key)) found = Found{*std::move(entry), find_.integer(3)};
  }
  find_.reset();
  if (!row) {
    if (row.error().code == SQLITE_BUSY) return std::nullopt;
    return tl::unexpected(row.error());
  }
  if (*row && !found) return tl::unexpected(SqliteError{SQLITE_CORRUPT, "an entry is not as it was written"});
  if (found && found->entry.made < least_made) found.reset();
  return found;
}

SqliteResult<CacheWriter> CacheWriter::open(const std::filesystem::path& file) {
  auto database = Database::open(file, Database::Mode::read_write, patience_of_write);
  if (!database) return tl::unexpected(std::move(database).error());
  CacheWriter writer(*std::move(database));
  if (auto prepared = writer.prepare(); !prepared) return tl::unexpected(std::move(prepared).error());
  return writer;
}

SqliteResult<void> CacheWriter::prepare() {
  const auto empty = is_empty(database_);
  if (!empty) return tl::unexpected(empty.error());
  if (*empty) {
    auto made = in_transaction(database_, [this] { return database_.run(schema_sql()); });
    if (!made) return made;
  }
  auto put = database_.prepare(
      "INSERT INTO evaluation VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO UPDATE SET"
      " content = excluded.content, made = excluded.made, used = excluded.used,"
      " checksum = excluded.checksum WHERE excluded.made > evaluation.made");
  if (!put) return tl::unexpected(std::move(put).error());
  auto touch = database_.prepare("UPDATE evaluation SET used = ?2 WHERE key = ?1");
  if (!touch) return tl::unexpected(std::move(touch).error());
  put_ = *std::move(put);
  touch_ = *std::move(touch);
  return {};
}

SqliteResult<void> CacheWriter::write(const CacheBatch& batch, std::int64_t now) {
  return in_transaction(database_, [&]() -> SqliteResult<void> {
    for (const auto& [key, entry] : batch.entries) {
      if (auto put_in = put(key, entry, now); !put_in) return put_in;
    }
    for (const auto& key : batch.used) {
      if (auto touched = touch(key, now); !touched) return touched;
    }
    return {};
  });
}

SqliteResult<void> CacheWriter::put(const CacheKey& key, const CacheEntry& entry, std::int64_t used) {
  const auto content = encode(entry.evaluation);
  put_.bind(1, key.bytes);
  put_.bind(2, content);
  put_.bind(3, entry.made);
  put_.bind(4, used);
  put_.bind(5, static_cast<std::int64_t>(checksum_of(key, content, entry.made)));
  return put_.run();
}

SqliteResult<void> CacheWriter::touch(const CacheKey& key, std::int64_t now) {
  touch_.bind(1, key.bytes);
  touch_.bind(2, now);
  return touch_.run();
}

SqliteResult<void> CacheWriter::trim(std::int64_t least_made, base::Bytes limit) {
  const auto bytes = database_.integer("SELECT bytes FROM total");
  if (!bytes) return tl::unexpected(bytes.error());
  // An entry was made before it was used last, so what was not used since is too old, too; what is too old
  // and was used is not given any more, and so gets there in time.
  auto done = database_.run(fmt::format("DELETE FROM evaluation WHERE used < {}", least_made));
  const auto most = static_cast<double>(limit.count);
  if (!done || static_cast<double>(*bytes) <= most) return done;
  const double excess = 1 - kept_by_trim * most / static_cast<double>(*bytes);
  return database_.run(
      fmt::format("DELETE FROM evaluation WHERE key IN (SELECT key FROM evaluation ORDER BY used LIMIT"
                  " (SELECT CAST(rows * {} AS INTEGER) + 1 FROM total))",
                  excess));
}

}  // namespace winnow::store
