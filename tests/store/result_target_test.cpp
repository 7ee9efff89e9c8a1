#include "winnow/store/result_target.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_folder.hpp"

namespace winnow::store {
namespace {

using test::TemporaryFolder;

std::string problem_of(const base::Result<void>& result) {
  return result ? "none" : result.error().text();
}

std::filesystem::path write_hdf5(const TemporaryFolder& folder) {
  const auto path = folder.path() / "city.h5";
  H5Fclose(H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT));
  return path;
}

TEST(CheckTarget, takes_a_new_file_in_a_folder_that_stands) {
  const TemporaryFolder folder;
  EXPECT_EQ(problem_of(check_target(folder.path() / "new.h5", false)), "none");
  EXPECT_EQ(problem_of(check_target("winnow-test-new.h5", false)), "none");
}

TEST(CheckTarget, names_a_missing_folder) {
  const auto text = problem_of(check_target("/nowhere/at/all/city.h5", false));
  EXPECT_EQ(
      text,
      "cannot write /nowhere/at/all/city.h5 (there is no folder /nowhere/at/all): make it, or name another "
      "with --output");
}

TEST(CheckTarget, refuses_a_name_that_leaves_no_room_for_a_checkpoints_and_a_backups) {
  const TemporaryFolder folder;
  EXPECT_EQ(problem_of(check_target(folder.path() / std::string(235, 'x'), false)), "none");
  EXPECT_EQ(problem_of(check_target(folder.path() / std::string(236, 'x'), false)),
            "the result's name of 236 bytes is too long (" + folder.path().string() +
                " may have 235): name another file with --output");
  EXPECT_NE(problem_of(check_target(folder.path() / std::string(300, 'x'), false)), "none");
}

TEST(CheckTarget, refuses_a_folder) {
  const TemporaryFolder folder;
  EXPECT_EQ(problem_of(check_target(folder.path(), true)),
            folder.path().string() + " is a folder: name a file in it with --output");
}

TEST(CheckTarget, overwrites_only_when_asked) {
  const TemporaryFolder folder;
  const auto path = write_hdf5(folder);
  EXPECT_EQ(problem_of(check_target(path, true)), "none");
  EXPECT_EQ(problem_of(check_target(path, false)),
            path.string() +
                " exists (a result is never overwritten unasked): add --overwrite, or name another file "
                "with --output");
}

TEST(CheckTarget, never_overwrites_what_is_no_result) {
  const TemporaryFolder folder;
  const auto notes = folder.write("notes.txt", "three months of work");
  EXPECT_EQ(problem_of(check_target(notes, true)),
            notes.string() +
                " is no intact result file (HDF5 cannot open it): remove it, or name another file with "
                "--output");
  const auto cut = write_hdf5(folder);
  std::filesystem::resize_file(cut, 100);
  EXPECT_NE(problem_of(check_target(cut, true)), "none");
}

TEST(CheckTarget, names_a_folder_without_permission) {
  const TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  const auto refused = [&] {
    const auto text = problem_of(check_target(folder.path() / "city.h5", false));
    return text.find("Permission denied): name a file in a folder of your own") != std::string::npos;
  };
  if (geteuid() != 0) {
    EXPECT_TRUE(refused());
    return;
  }
  const pid_t child = fork();  // root may write everywhere, so that somebody else must try
  if (child == 0) {
    const bool other = setgid(65534) == 0 && setuid(65534) == 0;
    _exit(other && refused() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace winnow::store
