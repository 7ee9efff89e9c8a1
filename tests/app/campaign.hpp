#pragma once
// A small campaign with its study, and results that claim to be of it.

#include <hdf5.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "app/command_line.hpp"
#include "app/job/standing_result.hpp"
#include "app/study_loading.hpp"
#include "store/hdf5.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::app {

/// Two reports and the study city.toml in a folder, which is the working folder, and where the user's
/// configuration and state are looked for, while the campaign lives.
class Campaign {
 public:
  Campaign() : home_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder_.path());
    setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
    setenv("XDG_STATE_HOME", folder_.path().c_str(), 1);
    unsetenv("TMPDIR");
    folder_.write("A_stats.txt", "Message stats for scenario city\ncreated: 10\ndelivery_prob: 0.5\n");
    folder_.write("B_stats.txt", "Message stats for scenario city\ncreated: 10\ndelivery_prob: 0.7\n");
    write_study();
  }
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;
  ~Campaign() { std::filesystem::current_path(home_); }

  /// `more` goes into [reduce].
  void write_study(std::string_view more = "") const {
    write("city.toml",
          "[reduce]\nfiles = \"*_stats.txt\"\nname = \"{router}_stats.txt\"\n"
          "group_by = [[\"router\"]]\n" +
              std::string(more));
  }
  std::filesystem::path write(const std::filesystem::path& name, std::string_view content) const {
    return folder_.write(name, content);
  }

  [[nodiscard]] RunCommand command() const {
    RunCommand command;
    command.study.file = "city.toml";
    return command;
  }
  [[nodiscard]] study::Study study() const {
    base::MemoryLog log;
    return load_study(command().study, log);
  }

  /// What a run of the study as it is now would leave, but for the tables.
  void write_result(const std::filesystem::path& name) const {
    const auto now = study();
    const auto inputs = reduce::inputs_of(now.reduce()->files, now.folder().string()).value();
    write_result(name, now.answer_toml(), inputs.fingerprint());
  }
  static void write_result(const std::filesystem::path& name, const std::string& answer,
                           const std::string& inputs) {
    const store::Handle file(H5Fcreate(name.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT));
    const auto group = [&](std::string_view path) {
      return store::Handle(
          H5Gcreate2(file, std::string(path).c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    };
    store::write_attribute(group(origin::study_group), {std::string(origin::answer), answer});
    const auto reduced = group("reduce");
    const auto run = group("run");
    store::write_attribute(group(origin::provenance_group), {std::string(origin::inputs), inputs});
  }

 private:
  std::filesystem::path home_;
  test::TemporaryFolder folder_;
};

}  // namespace winnow::app
