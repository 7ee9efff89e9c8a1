#include "app/job/objective_identity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xxhash.h>

#include <array>
#include <fstream>
#include <memory>
#include <ranges>
#include <system_error>

#include "winnow/base/version.hpp"
#include "winnow/program/find_program.hpp"

namespace winnow::app {
namespace {

/// Of texts and of files, one after the other.
class Hash {
 public:
  Hash() : state_(XXH3_createState()) { XXH3_128bits_reset(state_.get()); }

  void add(std::string_view text) {
    const std::uint64_t size = text.size();  // so that "a", "b" is not "ab"
    XXH3_128bits_update(state_.get(), &size, sizeof size);
    XXH3_128bits_update(state_.get(), text.data(), text.size());
  }

  void add_file(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    std::ifstream file(path, std::ios::binary);
    std::array<char, 65536> block{};
    while (file.read(block.data(), block.size()) || file.gcount() > 0) {
      XXH3_128bits_update(state_.get(), block.data(), static_cast<std::size_t>(file.gcount()));
    }
  }

  [[nodiscard]] std::string text() const {
    const auto hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
};

/// The file of the problem's first population; empty if it has none.
std::filesystem::path population_file(const study::Optimize& problem) {
  return problem.init.starts_with('@') ? problem.init.substr(1) : std::string();
}

std::string population_identity(const study::Optimize& problem, const std::filesystem::path& folder) {
  const auto file = population_file(problem);
  if (file.empty()) return {};
  Hash hash;
  hash.add_file(folder / file);
  return hash.text();
}

/// The file that an argument names: "sim.py", "--data=rain.csv".
std::filesystem::path file_of(const std::string& argument, const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto value = argument.substr(argument.find('=') + 1);
  return folder / (std::filesystem::exists(folder / argument, ignored) ? argument : value);
}

/// Which may stand in PATH, and what its arguments name.
void add_program(const std::vector<std::string>& program, const std::filesystem::path& folder, Hash& hash) {
  hash.add(program.front());
  const auto found = program::find_program(program.front(), folder);
  hash.add_file(found ? *found : folder / program.front());
  for (const auto& argument : program | std::views::drop(1)) {
    hash.add(argument);
    hash.add_file(file_of(argument, folder));
  }
}

}  // namespace

std::string objective_identity(const study::Optimize& problem, const std::filesystem::path& folder) {
  const auto& objective = problem.objective;
  Hash hash;
  hash.add(base::version());
  for (const auto& parameter : problem.parameters) {
    hash.add(parameter.name);
    hash.add(fmt::format("{}", static_cast<int>(parameter.type)));
    for (const auto& choice : parameter.choices) hash.add(choice.text);
  }
  hash.add(objective.function.value_or(""));
  hash.add(fmt::format("{}", objective.instance));
  hash.add(objective.expression.value_or(""));
  hash.add(objective.options);
  if (objective.plugin.has_value()) hash.add_file(folder / objective.plugin.value());
  if (!objective.program.empty()) add_program(objective.program, folder, hash);
  for (const auto& name : objective.templates) hash.add_file(folder / name);
  for (const auto& [name, value] : objective.environment) hash.add(name + '=' + value);
  for (const auto& output : objective.outputs) hash.add(output);
  hash.add(fmt::format("{} {}", static_cast<int>(objective.standard_input),
                       static_cast<int>(objective.read.from)));
  hash.add(objective.read.format);
  hash.add(objective.read.file.value_or(""));
  hash.add(objective.read.value.value_or(""));
  return hash.text();
}

std::vector<std::string> each_objective_identity(const study::Study& study) {
  std::vector<std::string> identities;
  for (const auto& problem : study.optimize()) {
    identities.push_back(objective_identity(problem, study.folder()));
  }
  return identities;
}

std::string objective_identities(const study::Study& study, std::span<const std::string> identities) {
  std::string joined;
  for (std::size_t i = 0; i < identities.size(); ++i) {
    if (i > 0) joined += ' ';
    joined += identities[i] + population_identity(study.optimize()[i], study.folder());
  }
  return joined;
}

std::string objective_identities(const study::Study& study) {
  return objective_identities(study, each_objective_identity(study));
}

std::string first_populations(const study::Study& study) {
  std::string lines;
  for (const auto& problem : study.optimize()) {
    const auto identity = population_identity(problem, study.folder());
    if (identity.empty()) continue;
    lines += fmt::format("{} = \"{}\"\n", population_file(problem).string(), identity);
  }
  return lines.empty() ? lines : "\n[content]\n" + lines;
}

}  // namespace winnow::app
