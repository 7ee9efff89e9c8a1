#pragma once
// A folder with a study in it, and the texts of what is wrong with it.

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/temporary_folder.hpp"
#include "winnow/study/study.hpp"

namespace winnow::test {

class StudyFolder {
 public:
  explicit StudyFolder(std::string_view study) : file_(folder_.write("city.toml", study)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  std::filesystem::path write(std::string_view name, std::string_view content) const {
    return folder_.write(name, content);
  }

  [[nodiscard]] study::Checked<study::Study> load(const study::Overrides& overrides = {}) const {
    return study::load(file_, overrides);
  }

  /// The study, which must be a valid one.
  [[nodiscard]] study::Study study(const study::Overrides& overrides = {}) const {
    auto loaded = load(overrides);
    if (!loaded) throw std::runtime_error(loaded.error().text());
    return *std::move(loaded);
  }

  /// A text for each error, without the path of this folder.
  [[nodiscard]] std::vector<std::string> errors(const study::Overrides& overrides = {}) const {
    const auto loaded = load(overrides);
    std::vector<std::string> texts;
    if (loaded) return texts;
    for (const auto& error : loaded.error().list) texts.push_back(without_folder(error.text()));
    return texts;
  }

  [[nodiscard]] std::string without_folder(std::string text) const {
    const auto folder = path().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }

 private:
  TemporaryFolder folder_;
  std::filesystem::path file_;
};

}  // namespace winnow::test
