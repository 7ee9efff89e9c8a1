#include "winnow/store/evaluation_cache.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include "store/sqlite.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::store {
namespace {

using base::Seconds;
using test::TemporaryFolder;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view sphere = "sphere of version 1";
using Point = std::array<double, 2>;

/// A folder with a cache's file in it, and a clock and a log for all who open it.
class EvaluationCacheTest : public testing::Test {
 protected:
  std::unique_ptr<EvaluationCache> open(const CacheLimits& limits = {}) { return open(file(), limits); }

  std::unique_ptr<EvaluationCache> open(const std::filesystem::path& path, const CacheLimits& limits = {}) {
    auto cache = EvaluationCache::open(path, limits, clock_, log_);
    EXPECT_TRUE(cache) << cache.error().text();
    return *std::move(cache);
  }

  /// Without any memory, so that all that is found is found in the file.
  std::unique_ptr<EvaluationCache> open_without_memory(CacheLimits limits = {}) {
    limits.memory = {};
    return open(limits);
  }

  /// Has `count` evaluations in a file: output i at (i, 0).
  void fill(const std::filesystem::path& path, int count) {
    const auto cache = open(path);
    for (int i = 0; i < count; ++i) cache->put(sphere, Point{double(i), 0}, {{double(i)}});
    ASSERT_TRUE(cache->save());
  }

  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "cache" / "city.sqlite"; }

  TemporaryFolder folder_;
  base::ManualClock clock_;
  base::MemoryLog log_;
};

void overwrite(const std::filesystem::path& path, std::streamoff at, std::string_view bytes) {
  std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(at);
  stream << bytes;
}

TEST_F(EvaluationCacheTest, gives_back_what_was_put_bit_for_bit) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto cache = open();
  cache->put(sphere, Point{1, 2}, {{5.0, -0.0, nan, std::nextafter(0.1, 1)}});
  const auto found = cache->find(sphere, Point{1, 2});
  ASSERT_TRUE(found);
  ASSERT_THAT(found->outputs, SizeIs(4));
  EXPECT_TRUE(std::signbit(found->outputs[1]));
  EXPECT_TRUE(std::isnan(found->outputs[2]));
  EXPECT_EQ(found->outputs[3], std::nextafter(0.1, 1));
}

TEST_F(EvaluationCacheTest, keeps_evaluations_from_run_to_run) {
  const CachedEvaluation put{{5.0, 0.25}, {{"steps", 7.0}, {"élan vital", -0.5}}};
  open()->put(sphere, Point{1, 2}, put);
  const auto cache = open();
  EXPECT_EQ(cache->find(sphere, Point{1, 2}), put);
  EXPECT_EQ(cache->counts(), (CacheCounts{.hits = 1}));
  (void)cache->find(sphere, Point{1, 2});
  EXPECT_EQ(cache->counts(), (CacheCounts{.hits = 2, .hits_in_memory = 1}));
}

TEST_F(EvaluationCacheTest, tells_objectives_and_values_apart) {
  const auto cache = open();
  cache->put(sphere, Point{1, 2}, {{5.0}});
  EXPECT_FALSE(cache->find("sphere of version 2", Point{1, 2}));
  EXPECT_FALSE(cache->find(sphere, Point{1, std::nextafter(2.0, 3)}));
  EXPECT_FALSE(cache->find(sphere, std::array{1.0}));
  EXPECT_FALSE(cache->find(sphere, std::array{1.0, 2.0, 0.0}));
  EXPECT_EQ(cache->counts().misses, 4u);
}

TEST_F(EvaluationCacheTest, knows_one_zero) {
  const auto cache = open();
  cache->put(sphere, Point{0.0, 1}, {{1.0}});
  EXPECT_TRUE(cache->find(sphere, Point{-0.0, 1}));
}

TEST_F(EvaluationCacheTest, finds_what_is_not_yet_written_without_memory_for_it) {
  const auto cache = open_without_memory();
  cache->put(sphere, Point{1, 2}, {{5.0}});
  EXPECT_TRUE(cache->find(sphere, Point{1, 2}));
}

TEST_F(EvaluationCacheTest, finds_what_another_process_has_written_meanwhile) {
  const auto one = open();
  const auto other = open();
  EXPECT_FALSE(other->find(sphere, Point{1, 2}));
  one->put(sphere, Point{1, 2}, {{5.0}});
  ASSERT_TRUE(one->save());
  EXPECT_TRUE(other->find(sphere, Point{1, 2}));
  other->put(sphere, Point{3, 4}, {{25.0}});
  ASSERT_TRUE(other->save());
  EXPECT_TRUE(one->find(sphere, Point{3, 4}));
}

TEST_F(EvaluationCacheTest, forgets_what_is_too_old) {
  const CacheLimits day{.ttl = Seconds{86400}};
  {
    const auto cache = open(day);
    cache->put(sphere, Point{1, 2}, {{5.0}});
    clock_.advance(Seconds{86400});
    EXPECT_TRUE(cache->find(sphere, Point{1, 2}));
    clock_.advance(Seconds{1});
    EXPECT_FALSE(cache->find(sphere, Point{1, 2})) << "in memory";
  }
  const auto cache = open(day);
  EXPECT_FALSE(cache->find(sphere, Point{1, 2})) << "in the file";
  cache->put(sphere, Point{1, 2}, {{6.0}});
  ASSERT_TRUE(cache->save());
  EXPECT_EQ(open(day)->find(sphere, Point{1, 2})->outputs.front(), 6.0);
}

TEST_F(EvaluationCacheTest, stays_below_its_size_and_keeps_what_was_used_last) {
  const CacheLimits small{.file = base::kibibytes(64), .memory = {}};
  constexpr int count = 2000;
  fill(file(), count);
  clock_.advance(Seconds{7200});
  {
    const auto cache = open(small);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(cache->find(sphere, Point{double(i), 0}));
    cache->put(sphere, Point{-1, 0}, {{1.0}});
    ASSERT_TRUE(cache->save());
  }
  const auto cache = open(small);
  int left = 0;
  for (int i = 0; i < count; ++i) left += cache->find(sphere, Point{double(i), 0}) ? 1 : 0;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(cache->find(sphere, Point{double(i), 0})) << i;
  EXPECT_TRUE(cache->find(sphere, Point{-1, 0}));
  EXPECT_LT(left, 700);
  EXPECT_GT(left, 300);
}

TEST_F(EvaluationCacheTest, keeps_its_file_within_its_size_however_much_passes_through) {
  constexpr auto size = base::mebibytes(1);
  const auto cache = open({.file = size, .memory = {}});
  for (int i = 0; i < 40'000; ++i) {
    cache->put(sphere, Point{double(i), 0}, {{double(i)}});
    if (i % 1000 == 999) {
      clock_.advance(Seconds{1});
      ASSERT_TRUE(cache->save());
    }
  }
  EXPECT_LT(std::filesystem::file_size(file()), size.count);
  EXPECT_GT(std::filesystem::file_size(file()), size.count / 2);
  EXPECT_TRUE(cache->find(sphere, Point{39'999, 0}));
}

TEST_F(EvaluationCacheTest, bounds_its_memory) {
  const auto cache = open({.memory = base::kibibytes(16)});
  for (int i = 0; i < 1000; ++i) cache->put(sphere, Point{double(i), 0}, {{1.0}});
  ASSERT_TRUE(cache->save());
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(cache->find(sphere, Point{double(i), 0}));
  EXPECT_EQ(cache->counts().hits, 1000u);
  EXPECT_LT(cache->counts().hits_in_memory, 200u);
}

TEST_F(EvaluationCacheTest, finds_in_its_file_what_it_has_let_go_of_in_memory) {
  const auto cache = open();
  cache->put(sphere, Point{1, 2}, {{5}});
  ASSERT_TRUE(cache->save());
  cache->release_memory();
  ASSERT_TRUE(cache->find(sphere, Point{1, 2}));
  EXPECT_EQ(cache->counts().hits_in_memory, 0U);
  ASSERT_TRUE(cache->find(sphere, Point{1, 2}));
  EXPECT_EQ(cache->counts().hits_in_memory, 1U);
}

TEST_F(EvaluationCacheTest, sets_a_file_aside_that_is_none) {
  std::filesystem::create_directories(file().parent_path());
  std::ofstream(file()) << std::string(10000, 'x');
  const auto cache = open();
  cache->put(sphere, Point{1, 2}, {{5.0}});
  EXPECT_TRUE(cache->save());
  ASSERT_THAT(log_.notes(), SizeIs(1));
  EXPECT_EQ(
      log_.notes()[0].text,
      "the cache " + file().string() +
          " is damaged (file is not a database): it is set aside as city.sqlite.damaged-1, and a new one "
          "begun");
  EXPECT_EQ(std::filesystem::file_size(file().string() + ".damaged-1"), 10000u);
}

TEST_F(EvaluationCacheTest, sets_a_file_aside_in_which_pages_are_damaged) {
  fill(file(), 2000);
  for (std::streamoff at = 4096; at < 200'000; at += 4096) overwrite(file(), at, std::string(4096, '\xff'));
  const auto cache = open();
  for (int i = 0; i < 2000; ++i) (void)cache->find(sphere, Point{double(i), 0});
  cache->put(sphere, Point{1, 2}, {{5.0}});
  EXPECT_TRUE(cache->save());
  EXPECT_TRUE(std::filesystem::exists(file().string() + ".damaged-1"));
  EXPECT_THAT(log_.notes(), SizeIs(1));
  EXPECT_TRUE(open()->find(sphere, Point{1, 2}));
}

TEST_F(EvaluationCacheTest, gives_no_value_that_has_changed_on_the_disk) {
  fill(file(), 2);
  {
    auto database = Database::open(file(), Database::Mode::read_write, Seconds{1});
    ASSERT_TRUE(database && database->run("UPDATE evaluation SET content = zeroblob(8)"));
  }
  const auto cache = open();
  EXPECT_FALSE(cache->find(sphere, Point{1, 0}));
  ASSERT_THAT(log_.notes(), SizeIs(1));
  EXPECT_THAT(log_.notes()[0].text, HasSubstr("an entry is not as it was written"));
}

TEST_F(EvaluationCacheTest, follows_a_process_that_has_set_the_file_aside) {
  fill(file(), 2000);
  const auto one = open_without_memory();
  const auto other = open_without_memory();
  for (std::streamoff at = 4096; at < 200'000; at += 4096) overwrite(file(), at, std::string(4096, '\xff'));
  for (const auto& cache : {one.get(), other.get()}) {
    for (int i = 0; i < 2000; ++i) (void)cache->find(sphere, Point{double(i), 0});
  }
  one->put(sphere, Point{1, 2}, {{5.0}});
  ASSERT_TRUE(one->save());
  EXPECT_TRUE(other->find(sphere, Point{1, 2}));
  EXPECT_FALSE(std::filesystem::exists(file().string() + ".damaged-2"));
}

TEST_F(EvaluationCacheTest, refuses_a_database_of_something_else) {
  std::filesystem::create_directories(file().parent_path());
  auto database = Database::open(file(), Database::Mode::read_write, Seconds{1});
  ASSERT_TRUE(database && database->run("CREATE TABLE recipes (name TEXT)"));
  const auto cache = EvaluationCache::open(file(), {}, clock_, log_);
  ASSERT_FALSE(cache);
  EXPECT_EQ(cache.error().text(),
            "cannot use the cache " + file().string() +
                " (it is a database of something else): name a file that can be written, "
                "or do without a cache");
}

TEST_F(EvaluationCacheTest, refuses_a_path_where_no_file_can_be) {
  folder_.write("plain", "");
  const auto below_a_file = folder_.path() / "plain" / "city.sqlite";
  EXPECT_THAT(EvaluationCache::open(below_a_file, {}, clock_, log_).error().text(),
              HasSubstr("(Not a directory): name a file that can be written, or do without a cache"));
  EXPECT_THAT(EvaluationCache::open(folder_.path(), {}, clock_, log_).error().text(),
              HasSubstr("(Is a directory)"));
  EXPECT_THAT(EvaluationCache::open("/proc/city.sqlite", {}, clock_, log_).error().text(),
              HasSubstr("cannot use the cache /proc/city.sqlite ("));
}

TEST_F(EvaluationCacheTest, waits_for_another_process_and_loses_nothing) {
  const auto cache = open();
  auto database = Database::open(file(), Database::Mode::read_write, Seconds{1});
  ASSERT_TRUE(database && database->run("BEGIN EXCLUSIVE"));
  cache->put(sphere, Point{1, 2}, {{5.0}});
  EXPECT_TRUE(cache->find(sphere, Point{1, 2}));
  EXPECT_FALSE(cache->find(sphere, Point{3, 4})) << "rather misses than waits";
  ASSERT_TRUE(database->run("COMMIT"));
  ASSERT_TRUE(cache->save());
  EXPECT_TRUE(open()->find(sphere, Point{1, 2}));
  EXPECT_THAT(log_.notes(), IsEmpty());
}

TEST_F(EvaluationCacheTest, ends_where_its_file_cannot_be_written_and_says_so_once) {
  const auto cache = open();
  auto database = Database::open(file(), Database::Mode::read_write, Seconds{1});
  ASSERT_TRUE(database && database->run("CREATE TRIGGER full BEFORE INSERT ON evaluation BEGIN SELECT "
                                        "RAISE(ABORT, 'no space is left'); END"));
  for (int i = 0; i < 3; ++i) {
    cache->put(sphere, Point{double(i), 0}, {{5.0}});
    EXPECT_THAT(cache->save().error().text(), HasSubstr("no space is left"));
  }
  EXPECT_TRUE(cache->find(sphere, Point{2, 0})) << "memory goes on";
  EXPECT_EQ(cache->counts().lost, 3u);
  ASSERT_THAT(log_.notes(), SizeIs(1));
  EXPECT_EQ(log_.notes()[0].text,
            "the cache " + file().string() + " takes no more evaluations (no space is left)");
}

TEST_F(EvaluationCacheTest, may_be_used_from_many_threads) {
  const auto cache = open_without_memory();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 500; ++i) {
        cache->put(sphere, Point{double(i), double(thread)}, {{double(i)}});
        EXPECT_TRUE(cache->find(sphere, Point{double(i), double(thread)}));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(cache->counts().hits, 2000u);
}

}  // namespace
}  // namespace winnow::store
