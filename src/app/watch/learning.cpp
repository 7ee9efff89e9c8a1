#include "app/watch/learning.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "winnow/base/user_folders.hpp"

namespace winnow::app {
namespace {

namespace fs = std::filesystem;

bool is_said(const study::Study& study, std::string_view key) {
  return study.origin_of(key).layer >= study::Layer::study;
}

std::string path_of(const study::Study& study) {
  return fs::absolute(study.file()).lexically_normal().string();
}

bool is_own_file(const study::Study& study) {
  const auto& wanted = study.resources().learned;
  return wanted.has_value() && wanted.value().has_value();
}

}  // namespace

std::optional<plan::LearnedFile> learned_file(const study::Study& study) {
  const auto& wanted = study.resources().learned;
  if (wanted.is_word()) return std::nullopt;
  if (wanted.value().has_value()) {
    return plan::LearnedFile(fs::absolute(study.folder() / wanted.value().value()));
  }
  const auto folder = base::user_state_folder();
  if (folder.empty()) return std::nullopt;
  return plan::LearnedFile(folder / "learned.toml");
}

void check_learned_file(const study::Study& study) {
  if (!is_own_file(study)) return;
  const auto path = fs::absolute(study.folder() / study.resources().learned.value().value());
  std::error_code failed;
  if (!fs::is_directory(path.parent_path(), failed)) {
    throw base::Failure({fmt::format("cannot write {}", path.string()),
                         fmt::format("there is no folder {}", path.parent_path().string()),
                         "make it, or name a file in resources.learned that can be written",
                         study.place_of("resources.learned")});
  }
  if (plan::LearnedFile(path).is_something_else()) {
    const bool is_file = fs::is_regular_file(path, failed);
    throw base::Failure({fmt::format("{} is no file of what runs have learned", path.string()),
                         "it would be replaced by one",
                         std::string(is_file ? "remove it if nobody needs it, or " : "") +
                             "name another in resources.learned",
                         study.place_of("resources.learned")});
  }
}

bool says_overhead(const study::Study& study) {
  return is_said(study, "resources.overhead");
}

std::optional<plan::LearnedModel> learned_model(const study::Study& study, const plan::Workload& workload,
                                                base::Log& log) {
  const bool has_gamma = !workload.has_pieces || is_said(study, "resources.gamma");
  const bool has_overhead = says_overhead(study);
  const auto file = learned_file(study);
  if (!file || (has_gamma && has_overhead)) return std::nullopt;
  const auto lessons = file->read();
  if (!lessons) {
    log.warning(fmt::format("what was learned of memory is not used: {}", lessons.error().text()));
    return std::nullopt;
  }
  const auto before = plan::model_before_learning(study.resources(), workload);
  auto learned = plan::learned_model(*lessons, workload.subject, path_of(study), before);
  if (learned && has_gamma) learned->model.gamma = before.gamma;
  if (learned && has_overhead) learned->model.overhead = before.overhead;
  return learned;
}

void learn(const study::Study& study, const plan::Subject& subject,
           const std::vector<plan::Observation>& seen, base::Log& log) {
  const auto file = learned_file(study);
  if (!file || seen.empty()) return;
  const auto aside = file->add(subject, path_of(study), seen);
  if (!aside) {
    log.note(is_own_file(study) ? base::Level::warning : base::Level::info,
             fmt::format("what this run has shown of memory is not kept: {}", aside.error().text()));
  } else if (*aside) {
    log.warning(fmt::format("{} could not be understood: it is now {}, and a new one was begun",
                            file->path().string(), (*aside)->string()));
  }
}

}  // namespace winnow::app
