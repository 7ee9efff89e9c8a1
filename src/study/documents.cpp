#include "winnow/study/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "study/layers.hpp"
#include "study/problem_types.hpp"
#include "study/schema.hpp"
#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

/// The default as TOML; an example where a valid study needs more.
const std::string& value_to_start_from(const Key& key) {
  return key.text.required || key.text.starts_as_example ? key.text.example : key.initial;
}

std::string_view note_on(const Key& key) {
  if (key.text.required) return "; required, this is an example";
  return key.text.starts_as_example ? "; an example" : "";
}

/// `size or "auto"; at least 1MiB; bytes`, with what there is.
std::string kind_of(const Key& key) {
  auto words = key.type;
  if (!key.accepts.empty()) words += "; " + key.accepts;
  if (!key.text.unit.empty()) words += "; " + key.text.unit;
  return words;
}

std::string_view words_of(Scope scope) {
  switch (scope) {
    case Scope::study:
      return "study";
    case Scope::choice_of_preset:
      return "all but presets";
    case Scope::anywhere:
      break;
  }
  return "anywhere";
}

/// Text in a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '*' || c == '<') result += '\\';
    result += c;
  }
  return result;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : fmt::format("`{}`", text);
}

std::string row_of(const Key& key) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", code(key.text.name), cell(key.type),
                     key.text.required ? "required" : code(key.initial), cell(key.accepts), key.text.unit,
                     words_of(key.text.scope), cell(key.text.doc));
}

std::string_view words_of(Layer layer) {
  switch (layer) {
    case Layer::defaults:
      return "default";
    case Layer::site:
      return "site";
    case Layer::user:
      return "user";
    case Layer::preset:
      return "preset";
    case Layer::study:
      return "study";
    case Layer::environment:
      return "environment";
    case Layer::command_line:
      break;
  }
  return "command line";
}

/// "default", "preset, presets/cluster.toml:3:1"; the places of the layers above files say what they are.
std::string words_of(const Origin& origin) {
  const std::string layer(words_of(origin.layer));
  if (origin.layer == Layer::defaults) return layer;
  return origin.layer > Layer::study ? origin.place.text() : layer + ", " + origin.place.text();
}

std::string explain_layers(const Study& study) {
  std::string text = "Later layers overrule earlier ones:\n  default       built in\n";
  for (const auto& file : study.files()) {
    const auto path = file.path.empty() ? "none" : file.path.string();
    text += fmt::format("  {:<12}  {}{}\n", words_of(file.layer), path,
                        file.was_read || file.path.empty() ? "" : " (not there)");
  }
  return text +
         "  environment   WINNOW_SECTION_KEY, as in WINNOW_RESOURCES_MEMORY=8GiB\n"
         "  command line  --set section.key=value\n";
}

std::string explain_section(const Occurrence& occurrence, const Study& study) {
  const auto& [section, at, is_alone] = occurrence;
  std::size_t key_width = 0;
  std::size_t value_width = 0;
  std::vector<std::string> values;
  for (const auto& key : section->keys) {
    values.push_back(key.spell(study.sections(), at));
    key_width = std::max(key_width, key.text.name.size());
    value_width = std::max(value_width, std::min<std::size_t>(40, values.back().size()));
  }
  std::string text = section->name.empty() ? "\n" : fmt::format("\n{}\n", section->header(is_alone));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& name = section->keys[i].text.name;
    text += fmt::format("{:<{}} = {:<{}}  # {}\n", name, key_width, values[i], value_width,
                        words_of(study.origin_of(section->path_at(at, name))));
  }
  return text;
}

/// "by jso over beta and gamma", the name first where there are several.
std::string search_text(const Optimize& problem) {
  std::vector<std::string> parameters;
  for (const auto& parameter : problem.parameters) parameters.push_back(parameter.name);
  return fmt::format("{}{}by {} over {}", problem.name, problem.name.empty() ? "" : ": ",
                     Type<Algorithm>::choices()[static_cast<std::size_t>(problem.algorithm)],
                     base::enumerate(parameters));
}

}  // namespace

std::string defaults_toml() {
  std::string text = "# Every key that a study may have, with its default. Keep what you change.\n";
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    text += fmt::format("\n# {} Applies to: {}.\n", section.doc, section.applies);
    if (!section.name.empty()) text += section.header() + "\n";
    for (const auto& key : section.keys) {
      text += fmt::format("\n# {}\n# {}\n{} = {}\n", key.text.doc, kind_of(key) + std::string(note_on(key)),
                          key.text.name, value_to_start_from(key));
    }
  }
  return text;
}

std::string reference_markdown() {
  std::string text;
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    const auto title = section.name.empty() ? "Above the first section" : code(section.header());
    text += fmt::format("{}### {}\n\n{} Applies to: {}.\n\n", text.empty() ? "" : "\n", title, section.doc,
                        section.applies);
    text +=
        "| key | type | default | takes | unit | may stand in | what it is "
        "|\n|---|---|---|---|---|---|---|\n";
    for (const auto& key : section.keys) text += row_of(key);
  }
  return text;
}

std::string explain(const Study& study) {
  auto text = explain_layers(study);
  const auto schema = make_schema();
  for (const auto& occurrence : schema.occurrences(study.sections())) {
    text += explain_section(occurrence, study);
  }
  for (const auto& warning : study.warnings()) text += "\nwarning: " + warning + "\n";
  return text;
}

std::string summarize(const Study& study) {
  auto text =
      fmt::format("{} is a valid study\n", study.file().empty() ? "what is set" : study.file().string());
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<8}{}\n", name, value);
  };
  const auto jobs = study.jobs();
  add("title", study.title());
  add("preset", study.sections().preset.value_or(""));
  add("jobs", jobs.empty() ? "none" : base::enumerate(jobs));
  for (const auto& problem : study.optimize()) add("search", search_text(problem));
  for (const auto& warning : study.warnings()) add("warning", warning);
  return text;
}

}  // namespace winnow::study
