#include "study/objective_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/identifier.hpp"
#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

using Findings = std::vector<Finding>;

std::vector<std::string> kinds_in(const Objective& objective) {
  std::vector<std::string> kinds;
  if (objective.function.has_value()) kinds.emplace_back("function");
  if (objective.expression.has_value()) kinds.emplace_back("expression");
  if (objective.plugin.has_value()) kinds.emplace_back("plugin");
  if (!objective.program.empty()) kinds.emplace_back("program");
  return kinds;
}

void check_kinds(const std::vector<std::string>& kinds, Findings& findings) {
  if (kinds.size() > 1) {
    findings.push_back({kinds.back(),
                        {"optimize.objective has " + base::enumerate(kinds),
                         "a problem has one objective",
                         "take all but one out",
                         {}}});
  } else if (kinds.empty()) {
    findings.push_back({"",
                        {"optimize.objective says nothing to be optimized",
                         "",
                         "set one of function, expression, plugin and program",
                         {}}});
  }
}

/// Keys that would be without effect: whoever wrote them expected one.
void refuse_idle_keys(const Objective& objective, const std::string& kind, Findings& findings) {
  const auto refuse = [&](bool is_set, const char* key, const char* owner) {
    if (!is_set || kind == owner) return;
    findings.push_back({key,
                        {fmt::format("optimize.objective.{} is for a {}", key, owner),
                         fmt::format("the objective is {} {}", kind == "expression" ? "an" : "a", kind),
                         "take it out",
                         {}}});
  };
  refuse(!objective.options.empty(), "options", "plugin");
  refuse(objective.isolate, "isolate", "plugin");
  refuse(!objective.templates.empty(), "templates", "program");
  refuse(!objective.environment.empty(), "environment", "program");
  refuse(objective.read != Reading(), "read", "program");
}

void check_outputs(const Objective& objective, const std::string& kind, Findings& findings) {
  const auto& outputs = objective.outputs;
  const auto add = [&](std::string problem, std::string why, std::string advice) {
    findings.push_back({"outputs", {std::move(problem), std::move(why), std::move(advice), {}}});
  };
  if (!outputs.empty() && (kind == "function" || kind == "expression")) {
    add(fmt::format("optimize.objective.outputs names {}", base::enumerate(outputs)),
        fmt::format("{} {} gives one value only", kind == "function" ? "a" : "an", kind), "take it out");
  }
  for (auto it = outputs.begin(); it != outputs.end(); ++it) {
    if (!is_field_name(*it)) {
      add(fmt::format("{} is no name for an output", spell(*it)), "", "use letters, digits, _, - and dots");
    } else if (std::find(outputs.begin(), it, *it) != it) {
      add(fmt::format("{} stands twice in optimize.objective.outputs", spell(*it)), "", "take one out");
    }
  }
}

void check_environment(const Objective& objective, Findings& findings) {
  const auto refuse = [&](const std::string& name, std::string why) {
    findings.push_back({"environment",
                        {fmt::format("{} is no name for a variable", spell(name)),
                         std::move(why),
                         "give it another name",
                         {}}});
  };
  for (const auto& [name, value] : objective.environment) {
    if (name.empty()) {
      refuse(name, "it has no letter");
    } else if (name.find('=') != std::string::npos) {
      refuse(name, "= ends the name of a variable");
    } else if (name.starts_with("WINNOW_PARAM_")) {
      refuse(name, "the parameters' values have such names");
    }
  }
}

}  // namespace

Findings check_objective(const Objective& objective) {
  Findings findings;
  const auto kinds = kinds_in(objective);
  check_kinds(kinds, findings);
  if (kinds.size() != 1) return findings;
  refuse_idle_keys(objective, kinds.front(), findings);
  check_outputs(objective, kinds.front(), findings);
  check_environment(objective, findings);
  return findings;
}

Findings check_reading(const Reading& reading) {
  const bool is_report = reading.from == Reading::From::report ||
                         (reading.from == Reading::From::automatic && reading.file.has_value());
  if (reading.from == Reading::From::standard_output && reading.file.has_value()) {
    return {{"file",
             {"optimize.objective.read has from = \"stdout\" and a file",
              "a value is read from one place",
              "take one of them out",
              {}}}};
  }
  if (reading.from == Reading::From::numbers && reading.file.is_word()) {
    return {{"from",
             {"optimize.objective.read.file is missing",
              "numbers are read from the last line of a file",
              R"(name it, or write from = "stdout")",
              {}}}};
  }
  if (is_report && reading.file.is_word()) {
    return {{"from",
             {"optimize.objective.read.file is missing",
              "a report is a file",
              R"(write, for example, file = "*_MessageStatsReport.txt")",
              {}}}};
  }
  if ((is_report || reading.from == Reading::From::json) && reading.value.is_word()) {
    return {{"",
             {"optimize.objective.read.value is missing",
              "a report and JSON hold several",
              "name the metric or the field that is to be optimized",
              {}}}};
  }
  return {};
}

}  // namespace winnow::study
