#include "reduce/scratch_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "reduce/text_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/error.hpp"

namespace winnow::reduce {
namespace {

std::string read_back(const ScratchFile& file, std::uint64_t offset, std::size_t size) {
  std::string text(size, ' ');
  file.read(offset, std::as_writable_bytes(std::span(text)));
  return text;
}

TEST(ScratchFile, gives_back_what_was_appended) {
  test::TemporaryFolder folder;
  ScratchFile file(folder.path());
  file.append(as_bytes("winnow"));
  file.append(as_bytes("ing"));
  EXPECT_EQ(file.size(), 9u);
  EXPECT_EQ(read_back(file, 3, 5), "nowin");
  ScratchFile moved(std::move(file));
  EXPECT_EQ(read_back(moved, 0, 9), "winnowing");
}

TEST(ScratchFile, has_no_name_in_its_folder) {
  test::TemporaryFolder folder;
  ScratchFile file(folder.path());
  file.append(as_bytes("x"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ScratchFile, says_which_folder_cannot_be_used_and_what_to_do) {
  ScratchFile file("/no/such/folder");
  try {
    file.append(as_bytes("x"));
    FAIL() << "a file was made in a folder that does not exist";
  } catch (const base::Failure& failure) {
    EXPECT_EQ(
        failure.error().text(),
        "cannot make a scratch file in /no/such/folder (No such file or directory): free space there, or set "
        "TMPDIR to a folder on a larger disk");
  }
}

/// Ends the process with 1 and the failure's text on standard error.
[[noreturn]] void append_beyond_a_limit(const test::TemporaryFolder& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const auto unlimited = std::exchange(limit.rlim_cur, 4);
  setrlimit(RLIMIT_FSIZE, &limit);
  ScratchFile file(folder.path());
  try {
    file.append(as_bytes("longer than the limit"));
  } catch (const base::Failure& failure) {
    limit.rlim_cur = unlimited;  // standard error may be a file
    setrlimit(RLIMIT_FSIZE, &limit);
    std::fputs(failure.error().text().c_str(), stderr);
    std::exit(1);
  }
  std::exit(0);
}

TEST(ScratchFile, says_when_no_more_can_be_written) {
  test::TemporaryFolder folder;
  EXPECT_EXIT(append_beyond_a_limit(folder), testing::ExitedWithCode(1),
              "cannot write a scratch file in .*File too large");
}

}  // namespace
}  // namespace winnow::reduce
