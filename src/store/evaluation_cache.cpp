#include "winnow/store/evaluation_cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

#include "store/cache_file.hpp"
#include "store/recent_evaluations.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::store {
namespace {

constexpr auto write_interval = std::chrono::seconds(1);
constexpr std::int64_t use_resolution = 3600;  ///< seconds: a use is not noted twice within them
constexpr std::size_t batch_entries = 10'000;  ///< are written before the interval is over
constexpr std::size_t waiting_limit = std::size_t{64} << 20;  ///< bytes that may wait for the disk

base::Error cannot_use(const std::filesystem::path& file, std::string why) {
  return {fmt::format("cannot use the cache {}", file.string()),
          std::move(why),
          "name a file that can be written, or do without a cache",
          {}};
}

/// SQLite says of a path only that it cannot be opened; the system says why.
base::Result<void> check_writable(const std::filesystem::path& file) {
  const auto folder = std::filesystem::absolute(file).parent_path();
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code) return tl::unexpected(cannot_use(file, code.message()));
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return tl::unexpected(cannot_use(file, base::system_words(errno)));
  ::close(descriptor);
  if (::access(folder.c_str(), W_OK) != 0) {
    return tl::unexpected(cannot_use(file, "its folder: " + base::system_words(errno)));
  }
  return {};
}

/// 0 if there is no file.
std::uint64_t inode_of(const std::filesystem::path& file) {
  struct stat facts {};
  return ::stat(file.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

/// `city.sqlite.damaged-1`, or the first of these that is not there.
std::filesystem::path name_aside(const std::filesystem::path& file) {
  for (int number = 1;; ++number) {
    auto name = file;
    name += fmt::format(".damaged-{}", number);
    std::error_code ignored;
    if (!std::filesystem::exists(name, ignored)) return name;
  }
}

}  // namespace

EvaluationCache::EvaluationCache(std::filesystem::path file, const CacheLimits& limits,
                                 const base::Clock& calendar, base::Log& log, base::Profile* profile)
    : file_(std::move(file)),
      limits_(limits),
      calendar_(calendar),
      log_(log),
      profile_(profile),
      recent_(std::make_unique<RecentEvaluations>(limits.memory)),
      waiting_(std::make_unique<CacheBatch>()),
      writing_(std::make_unique<CacheBatch>()) {
}

EvaluationCache::~EvaluationCache() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

base::Result<std::unique_ptr<EvaluationCache>> EvaluationCache::open(std::filesystem::path file,
                                                                     const CacheLimits& limits,
                                                                     const base::Clock& calendar,
                                                                     base::Log& log, base::Profile* profile) {
  std::unique_ptr<EvaluationCache> cache(
      new EvaluationCache(std::move(file), limits, calendar, log, profile));
  if (auto opened = cache->open_file(); !opened) return tl::unexpected(std::move(opened).error());
  cache->thread_ = std::thread([raw = cache.get()] { raw->serve(); });
  return cache;
}

std::int64_t EvaluationCache::now() const {
  return static_cast<std::int64_t>(calendar_.now().count);
}

std::int64_t EvaluationCache::least_made() const {
  if (!limits_.ttl) return std::numeric_limits<std::int64_t>::min();
  return now() - static_cast<std::int64_t>(limits_.ttl->count);
}

base::Result<void> EvaluationCache::open_file() {
  if (auto writable = check_writable(file_); !writable) return writable;
  auto opened = connect();
  if (!opened && opened.error().is_damage()) {
    set_aside(opened.error());
    return trouble_.empty() ? base::Result<void>() : tl::unexpected(cannot_use(file_, trouble_));
  }
  if (!opened) return tl::unexpected(cannot_use(file_, opened.error().words));
  return {};
}

SqliteResult<void> EvaluationCache::connect() {
  auto writer = CacheWriter::open(file_);
  if (!writer) return tl::unexpected(std::move(writer).error());
  auto reader = CacheReader::open(file_);
  if (!reader) return tl::unexpected(std::move(reader).error());
  writer_ = std::make_unique<CacheWriter>(*std::move(writer));
  reader_ = std::make_unique<CacheReader>(*std::move(reader));
  inode_ = inode_of(file_);
  ++connection_;
  return {};
}

std::optional<CachedEvaluation> EvaluationCache::find(std::string_view objective,
                                                      std::span<const double> values) {
  base::Operation op(profile_, base::operations::cache_find);
  const auto key = cache_key(objective, values);
  std::unique_lock lock(mutex_);
  if (const auto* entry = find_in_memory(key)) {
    ++counts_.hits;
    ++counts_.hits_in_memory;
    return entry->evaluation;
  }
  auto entry = find_in_file(key, lock);
  if (!entry) {
    ++counts_.misses;
    return std::nullopt;
  }
  ++counts_.hits;
  auto evaluation = entry->evaluation;
  recent_->put(key, *std::move(entry));
  return evaluation;
}

const CacheEntry* EvaluationCache::find_in_memory(const CacheKey& key) {
  const CacheEntry* entry = recent_->find(key);
  for (const auto* batch : {waiting_.get(), writing_.get()}) {
    if (entry != nullptr) break;
    const auto found = batch->entries.find(key);
    if (found != batch->entries.end()) entry = &found->second;
  }
  return entry != nullptr && entry->made >= least_made() ? entry : nullptr;
}

std::optional<CacheEntry> EvaluationCache::find_in_file(const CacheKey& key,
                                                        std::unique_lock<std::mutex>& lock) {
  if (reader_) {
    auto found = reader_->find(key, least_made());
    if (found && *found) {
      if ((*found)->used + use_resolution < now()) waiting_->used.push_back(key);
      return std::move((*found)->entry);
    }
    if (!found && found.error().is_damage()) {
      const auto damaged = connection_;
      lock.unlock();
      const std::lock_guard file_lock(file_mutex_);
      lock.lock();
      if (connection_ == damaged) set_aside(found.error());
    }
  }
  return std::nullopt;
}

void EvaluationCache::put(std::string_view objective, std::span<const double> values,
                          CachedEvaluation evaluation) {
  const auto key = cache_key(objective, values);
  CacheEntry entry{std::move(evaluation), now()};
  const auto bytes = entry.bytes();
  bool is_batch = false;
  {
    const std::lock_guard lock(mutex_);
    ++counts_.puts;
    recent_->put(key, entry);
    if (!trouble_.empty() || waiting_bytes_ + bytes > waiting_limit) {
      ++counts_.lost;
      return;
    }
    waiting_->entries.insert_or_assign(key, std::move(entry));
    waiting_bytes_ += bytes;
    is_batch = waiting_->entries.size() == batch_entries;
  }
  if (is_batch) changed_.notify_all();
}

void EvaluationCache::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait_for(lock, write_interval, [this] {
      return stopping_ || save_wanted_ || waiting_->entries.size() >= batch_entries;
    });
    if (!waiting_->entries.empty() || !waiting_->used.empty()) write_batch(lock);
    if (waiting_->entries.empty() || is_busy_ || !trouble_.empty() || stopping_) {
      save_wanted_ = false;
      changed_.notify_all();
    }
    if (stopping_) return;
  }
}

/// The batch can be found all the while. `lock` is on mutex_, and open while the disk works.
void EvaluationCache::write_batch(std::unique_lock<std::mutex>& lock) {
  std::swap(writing_, waiting_);
  const auto bytes = std::exchange(waiting_bytes_, 0);
  lock.unlock();
  const std::lock_guard file_lock(file_mutex_);
  SqliteResult<void> written = tl::unexpected(SqliteError{SQLITE_IOERR, "there is no file"});
  if (writer_) {
    base::Operation op(profile_, base::operations::cache_write);
    op.items(writing_->entries.size());
    op.bytes({bytes});
    written = writer_->write(*writing_, now());
    if (written) written = writer_->trim(least_made(), limits_.file);
  }
  lock.lock();
  settle(written);
  *writing_ = {};
}

void EvaluationCache::settle(const SqliteResult<void>& written) {
  is_busy_ = !written && written.error().code == SQLITE_BUSY;
  if (written) return;
  if (written.error().is_damage()) {
    set_aside(written.error());
    put_back();
  } else if (is_busy_) {
    put_back();
  } else {
    give_up(written.error().words);
  }
}

/// Has what could not be written wait again.
void EvaluationCache::put_back() {
  for (auto& [key, entry] : writing_->entries) {
    waiting_bytes_ += entry.bytes();
    waiting_->entries.try_emplace(key, std::move(entry));
  }
}

void EvaluationCache::give_up(const std::string& why) {
  counts_.lost += writing_->entries.size();
  if (!trouble_.empty()) return;
  trouble_ = why;
  log_.warning(fmt::format("the cache {} takes no more evaluations ({})", file_.string(), why));
}

/// Needs both locks. Begins a new file, unless another process has done so already; the rollback journal goes
/// with the old one, to which it belongs.
void EvaluationCache::set_aside(const SqliteError& damage) {
  reader_.reset();
  writer_.reset();
  if (inode_of(file_) != inode_ && connection_ > 0) return reconnect();
  const auto aside = name_aside(file_);
  std::error_code code;
  std::filesystem::rename(file_.string() + "-journal", aside.string() + "-journal", code);
  std::filesystem::rename(file_, aside, code);
  if (code) return give_up(fmt::format("{}; it cannot be set aside: {}", damage.words, code.message()));
  log_.warning(fmt::format("the cache {} is damaged ({}): it is set aside as {}, and a new one begun",
                           file_.string(), damage.words, aside.filename().string()));
  reconnect();
}

void EvaluationCache::reconnect() {
  if (const auto opened = connect(); !opened) give_up(opened.error().words);
}

void EvaluationCache::release_memory() {
  const std::lock_guard lock(mutex_);
  if (trouble_.empty()) recent_ = std::make_unique<RecentEvaluations>(limits_.memory);
}

base::Result<void> EvaluationCache::save() {
  std::unique_lock lock(mutex_);
  save_wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !save_wanted_; });
  if (is_busy_) return tl::unexpected(cannot_use(file_, "another process does not let go of it"));
  if (!trouble_.empty()) return tl::unexpected(cannot_use(file_, trouble_));
  return {};
}

CacheCounts EvaluationCache::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace winnow::store
