#include "app/journal/search_journal.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <variant>

#include "optimize/search_record.hpp"
#include "support/full_disk.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

namespace fs = std::filesystem;

class SearchJournalTest : public testing::Test {
 protected:
  SearchJournalTest() { journal_.start_over(1, false); }

  /// So many states of a mebibyte, each after an evaluation.
  void append(int states, bool can_be_saved = true) {
    for (int i = 0; i < states; ++i) {
      optimize::EvaluatedRecord evaluated;
      evaluated.id = evaluations_++;
      put(evaluated);
      put(optimize::StateRecord{0, base::Buffer(std::size_t{1} << 20)});
    }
    EXPECT_EQ(journal_.save(), can_be_saved);
  }

  [[nodiscard]] std::uint64_t size() const { return fs::file_size(path_); }

  /// Ids of the evaluations that are in it.
  std::vector<std::uint64_t> read() {
    std::vector<std::uint64_t> ids;
    journal_.read([&](std::span<const std::byte> bytes) {
      const auto record = optimize::decode_search_record(bytes);
      if (const auto* one = std::get_if<optimize::EvaluatedRecord>(&record)) ids.push_back(one->id);
    });
    return ids;
  }

  void expect_all_evaluations() {
    const auto ids = read();
    ASSERT_EQ(ids.size(), evaluations_);
    for (std::uint64_t id = 0; id < evaluations_; ++id) EXPECT_EQ(ids[id], id);
  }

  test::TemporaryFolder folder_;
  fs::path path_ = folder_.path() / "evaluations.journal";
  base::MemoryLog log_;
  SearchJournal journal_{path_, {"1.0", "", ""}, base::Seconds{60}, log_};

 private:
  template <class Record>
  void put(const Record& record) {
    base::Buffer bytes;
    optimize::encode(record, bytes);
    journal_.append(bytes);
  }

  std::uint64_t evaluations_ = 0;
};

TEST_F(SearchJournalTest, is_written_anew_without_states_that_nobody_needs) {
  append(60);
  EXPECT_LT(size(), base::mebibytes(20).count);
  expect_all_evaluations();
  SearchJournal again(path_, {"1.0", "", ""}, base::Seconds{60}, log_);
  EXPECT_TRUE(again.go_on());
  EXPECT_EQ(again.lost().size.count, 0U);
}

/// A link to itself, which nobody can open.
void put_loop(const fs::path& path) {
  fs::remove_all(path);
  fs::create_symlink(path.filename(), path);
}

TEST_F(SearchJournalTest, is_set_aside_where_it_cannot_be_opened) {
  append(1);
  put_loop(path_);
  EXPECT_THROW(journal_.read([](std::span<const std::byte>) {}), base::Failure);
  SearchJournal again(path_, {"1.0", "", ""}, base::Seconds{60}, log_);
  EXPECT_THROW(again.go_on(), base::Failure);
  EXPECT_EQ(again.start_over(1, true), path_.string() + ".1");
  EXPECT_TRUE(fs::is_symlink(path_.string() + ".1"));
  EXPECT_TRUE(again.save());
}

TEST_F(SearchJournalTest, is_kept_as_it_was_where_it_is_damaged_before_its_end) {
  append(1);
  append(3);
  auto content = *base::read_file(path_);
  content[content.size() / 2] ^= 1;
  std::ofstream(path_, std::ios::binary) << content;
  SearchJournal again(path_, {"1.0", "", ""}, base::Seconds{60}, log_);
  EXPECT_TRUE(again.go_on());
  EXPECT_GT(again.lost().size, base::mebibytes(1));
  ASSERT_EQ(again.lost().copy, path_.string() + ".1");
  EXPECT_EQ(*base::read_file(*again.lost().copy), content);
}

TEST_F(SearchJournalTest, is_cut_without_a_copy_where_its_end_is_torn) {
  append(1);
  append(3);
  fs::resize_file(path_, fs::file_size(path_) - 1);
  SearchJournal again(path_, {"1.0", "", ""}, base::Seconds{60}, log_);
  EXPECT_TRUE(again.go_on());
  EXPECT_GT(again.lost().size.count, 0U);
  EXPECT_FALSE(again.lost().copy);
}

TEST_F(SearchJournalTest, is_not_begun_anew_where_the_former_cannot_be_set_aside) {
  append(1);
  const auto loop = folder_.path() / "loop";
  put_loop(loop);
  SearchJournal within(loop / "evaluations.journal", {"1.0", "", ""}, base::Seconds{60}, log_);
  EXPECT_THROW(within.start_over(1, true), base::Failure);
}

TEST_F(SearchJournalTest, gives_what_cannot_be_written_as_well) {
  append(1);
  {
    const test::FullDisk full(size());
    append(2, false);
    EXPECT_THAT(journal_.trouble().text(), testing::HasSubstr("cannot write " + path_.string()));
    EXPECT_TRUE(journal_.has_all());
    expect_all_evaluations();
  }
  append(1);
  EXPECT_TRUE(journal_.has_all());
  expect_all_evaluations();
}

TEST_F(SearchJournalTest, gives_all_where_nothing_could_be_written) {
  const test::FullDisk full(4);
  append(2, false);
  EXPECT_FALSE(fs::exists(path_));
  EXPECT_TRUE(journal_.has_all());
  expect_all_evaluations();
}

TEST_F(SearchJournalTest, has_not_all_where_more_waits_than_may) {
  append(1);
  const test::FullDisk full(size());
  append(70, false);
  EXPECT_TRUE(journal_.ended());
  EXPECT_FALSE(journal_.has_all());
}

TEST_F(SearchJournalTest, stays_what_it_is_where_there_is_no_room_for_another) {
  const auto in_the_way = base::temporary_beside(path_);
  fs::create_directories(in_the_way / "kept");
  append(60);
  EXPECT_GT(size(), base::mebibytes(60).count);
  EXPECT_TRUE(log_.notes().empty()) << "nothing is lost by it";
  expect_all_evaluations();
  fs::remove_all(in_the_way);
  append(20);
  EXPECT_LT(size(), base::mebibytes(20).count) << "and is tried again";
  expect_all_evaluations();
}

}  // namespace
}  // namespace winnow::app
