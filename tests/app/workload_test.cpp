#include "app/run/workload.hpp"

#include <gtest/gtest.h>

#include "app/campaign.hpp"
#include "app/study_loading.hpp"

namespace winnow::app {
namespace {

/// The subject of a search for the objective that `line` sets.
std::string subject_of(const std::string& line) {
  const Campaign campaign;
  campaign.write("search.toml",
                 "[optimize]\nevaluations = 100\n[[optimize.parameter]]\nname = \"x\"\nlow = 0\nhigh = 1\n"
                 "[optimize.objective]\n" +
                     line);
  base::MemoryLog log;
  const auto study =
      load_study({.file = std::filesystem::current_path() / "search.toml", .sets = {}, .preset = {}}, log);
  const auto workload = workload_of(study, "optimize");
  EXPECT_FALSE(workload.has_pieces);
  auto subject = workload.subject.of;
  const auto folder = std::filesystem::current_path().string();
  for (auto at = subject.find(folder); at != std::string::npos; at = subject.find(folder)) {
    subject.replace(at, folder.size(), "<folder>");
  }
  return subject;
}

TEST(Workload, names_what_memory_depends_on) {
  EXPECT_EQ(subject_of("function = \"sphere\""), "function sphere");
  EXPECT_EQ(subject_of("expression = \"x + 1\""), "an expression");
  EXPECT_EQ(subject_of("plugin = \"lib.so\""), "plugin <folder>/lib.so");
  EXPECT_EQ(subject_of("plugin = \"lib.so\"\nisolate = true"), "isolated plugin <folder>/lib.so");
  EXPECT_EQ(subject_of("program = [\"python3\", \"./a/../sim.py\", \"{x}\"]"),
            "program python3 <folder>/sim.py {x}");
}

TEST(Workload, is_another_one_behind_another_job) {
  const Campaign campaign;
  base::MemoryLog log;
  const auto study = load_study({.file = "city.toml", .sets = {}, .preset = {}}, log);
  const std::vector<std::string> jobs{"reduce", "reduce"};
  EXPECT_EQ(workload_of(study, jobs, 0).subject.of, "format auto");
  EXPECT_EQ(workload_of(study, jobs, 1).subject.of, "format auto, after reduce");
}

TEST(Workload, is_of_the_format_of_a_reduction) {
  const Campaign campaign;
  base::MemoryLog log;
  const auto study = load_study({.file = "city.toml", .sets = {}, .preset = {}}, log);
  EXPECT_EQ(workload_of(study, "reduce").subject, (plan::Subject{"reduce", "format auto"}));
  EXPECT_TRUE(workload_of(study, "reduce").has_pieces);
}

}  // namespace
}  // namespace winnow::app
