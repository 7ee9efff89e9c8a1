#pragma once
// SQLite behind values: connections and statements that close themselves.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "winnow/base/units.hpp"

namespace winnow::store {

struct SqliteError {
  int code = 0;       ///< a primary result code, SQLITE_FULL
  std::string words;  ///< SQLite's own

  [[nodiscard]] bool is_damage() const { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }
};

template <class T>
using SqliteResult = tl::expected<T, SqliteError>;

/// A prepared statement. Used over and over: bind, step, read, reset. Not thread-safe.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &sqlite3_finalize) {}

  /// Parameters count from 1. The bytes must stay until reset().
  void bind(int parameter, std::span<const std::byte> bytes);
  void bind(int parameter, std::int64_t value);

  /// True if there is a row.
  [[nodiscard]] SqliteResult<bool> step();

  /// To the end: for statements whose rows are not wanted.
  [[nodiscard]] SqliteResult<void> run();

  /// Columns count from 0; bytes stay until the next step() or reset().
  [[nodiscard]] std::span<const std::byte> bytes(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;

  void reset();

 private:
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_{nullptr, &sqlite3_finalize};
};

/// A connection. For one thread at a time.
class Database {
 public:
  enum class Mode { read_only, read_write };

  /// With read_write the file is made if it is not there. `patience`: how long to wait for other processes'
  /// locks before SQLITE_BUSY.
  [[nodiscard]] static SqliteResult<Database> open(const std::filesystem::path& file, Mode mode,
                                                   base::Seconds patience);

  /// Any number of statements without parameters.
  [[nodiscard]] SqliteResult<void> run(const std::string& sql);
  [[nodiscard]] SqliteResult<Statement> prepare(const std::string& sql);

  /// The first column of the first row; 0 if there is none.
  [[nodiscard]] SqliteResult<std::int64_t> integer(const std::string& sql);

 private:
  explicit Database(sqlite3* handle) : handle_(handle, &sqlite3_close_v2) {}

  [[nodiscard]] tl::unexpected<SqliteError> error(int code) const;

  std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle_;
};

}  // namespace winnow::store
