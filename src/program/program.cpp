#include "winnow/program/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <fstream>
#include <nlohmann/json.hpp>

#include "program/failure_reason.hpp"
#include "program/outputs.hpp"
#include "program/program_check.hpp"
#include "program/text_template.hpp"
#include "program/working_folder.hpp"
#include "winnow/base/file.hpp"
#include "winnow/program/find_program.hpp"

namespace winnow::program {

namespace fs = std::filesystem;

namespace {

struct PreparedFile {
  TextTemplate text;
  fs::path target;
  fs::perms permissions;
};

struct PreparedVariable {
  std::string name;
  TextTemplate value;
};

base::Result<PreparedFile> prepare_file(const TemplateFile& file, const fs::path& folder,
                                        std::span<const std::string> names) {
  auto target = target_of(file);
  if (!target) return tl::unexpected(std::move(target).error());
  const auto source = folder / file.source;
  const auto text = base::read_file(source);
  if (!text) return tl::unexpected(text.error());
  auto parsed = TextTemplate::parse(*text, names, source.string());
  if (!parsed) return tl::unexpected(std::move(parsed).error());
  return PreparedFile{*std::move(parsed), *std::move(target), fs::status(source).permissions()};
}

nlohmann::ordered_json json_of(double value) {
  return value;
}

nlohmann::ordered_json json_of(std::int64_t value) {
  return value;
}

/// A word that is written as JSON writes a number is one: of the choices 16, 32 and "auto" two are numbers.
nlohmann::ordered_json json_of(const std::string& word) {
  auto number = nlohmann::ordered_json::parse(word, nullptr, false);
  return number.is_number() && number.dump() == word ? std::move(number) : nlohmann::ordered_json(word);
}

/// Numbers that read back to the same ones, in the parameters' order.
std::string json_text(const std::vector<std::string>& names, std::span<const Value> values) {
  nlohmann::ordered_json object;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::visit([&](const auto& value) { object[names[i]] = json_of(value); }, values[i]);
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

bool write_file(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  return !file.fail();
}

void write_records(const fs::path& folder, const std::string& parameters, const ProcessEnd& end) {
  write_file(folder / "parameters.json", parameters);
  write_file(folder / "stdout.txt", end.output.text);
  write_file(folder / "stderr.txt", end.errors.text);
}

/// A path that leads from the study's folder to something, made absolute; any other argument as it is. The
/// program works elsewhere.
std::string beside_study(const std::string& argument, const fs::path& folder) {
  if (!argument.starts_with("./") && !argument.starts_with("../")) return argument;
  const auto path = (folder / argument).lexically_normal();
  std::error_code unknown;
  return fs::exists(path, unknown) ? path.string() : argument;
}

Evaluation not_started(std::string reason) {
  Evaluation evaluation;
  evaluation.failure = EvaluationFailure{FailureKind::not_started, std::move(reason)};
  return evaluation;
}

}  // namespace

struct Program::Parts {
  ProgramSpec spec;
  fs::path path;
  std::vector<std::string> names;  ///< of parameters, then of constants
  std::vector<TextTemplate> arguments;
  std::vector<PreparedFile> files;
  std::vector<PreparedVariable> environment;
  std::unique_ptr<WorkingFolders> folders;
  std::atomic<std::size_t> kept{0};

  [[nodiscard]] base::Result<void> prepare_arguments();
  [[nodiscard]] base::Result<void> prepare_texts();
  [[nodiscard]] ProcessSpec process_for(std::span<const Value> values, const std::vector<std::string>& texts,
                                        const fs::path& folder) const;
  [[nodiscard]] bool fill_folder(const fs::path& folder, const std::vector<std::string>& texts) const;
  [[nodiscard]] std::vector<std::string> texts_of(std::span<const Value> values) const;
  [[nodiscard]] bool is_to_be_kept(bool has_failed);
};

base::Result<void> Program::Parts::prepare_arguments() {
  if (spec.arguments.empty() || spec.arguments.front().empty()) {
    return base::fail("there is no program to run", "the list of arguments is empty",
                      "name the program first");
  }
  for (const auto& argument : spec.arguments) {
    auto parsed = TextTemplate::parse(beside_study(argument, spec.folder), names);
    if (!parsed) return tl::unexpected(std::move(parsed).error());
    arguments.push_back(*std::move(parsed));
  }
  if (arguments.front().has_placeholders()) {
    return base::fail(fmt::format("the program {} is not one program", spec.arguments.front()),
                      "it depends on a parameter", "let a script choose");
  }
  auto found = find_program(arguments.front().fill({}), spec.folder);
  if (!found) return tl::unexpected(std::move(found).error());
  path = *std::move(found);
  return {};
}

base::Result<void> Program::Parts::prepare_texts() {
  for (const auto& file : spec.templates) {
    auto prepared = prepare_file(file, spec.folder, names);
    if (!prepared) return tl::unexpected(std::move(prepared).error());
    const auto other = std::ranges::find(files, prepared->target, &PreparedFile::target);
    if (other != files.end()) {
      const auto& first = spec.templates[static_cast<std::size_t>(other - files.begin())];
      return base::fail(fmt::format("the templates {} and {} cannot both be copied to {}",
                                    first.source.string(), file.source.string(), prepared->target.string()),
                        "one would overwrite the other", "rename one");
    }
    files.push_back(*std::move(prepared));
  }
  for (const auto& [name, value] : spec.environment) {
    auto parsed = TextTemplate::parse(value, names);
    if (!parsed) return tl::unexpected(std::move(parsed).error());
    environment.push_back({name, *std::move(parsed)});
  }
  return {};
}

base::Result<Program> Program::prepare(ProgramSpec spec) {
  assert(spec.folder.is_absolute() && spec.work.is_absolute());
  auto parts = std::make_unique<Parts>();
  parts->spec = std::move(spec);
  parts->names = parts->spec.parameters;
  for (const auto& [name, value] : parts->spec.constants) parts->names.push_back(name);
  auto checked = check_names(parts->spec)
                     .and_then([&] { return check_output(parts->spec.output); })
                     .and_then([&] { return parts->prepare_arguments(); })
                     .and_then([&] { return parts->prepare_texts(); });
  if (!checked) return tl::unexpected(std::move(checked).error());
  std::error_code error;
  fs::create_directories(parts->spec.work, error);
  if (error) {
    return base::fail(fmt::format("cannot make the folder {}", parts->spec.work.string()), error.message(),
                      "programs need it to work in");
  }
  parts->folders = std::make_unique<WorkingFolders>(parts->spec.work);
  return Program(std::move(parts));
}

Program::Program(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

const fs::path& Program::path() const {
  return parts_->path;
}

std::vector<std::string> Program::Parts::texts_of(std::span<const Value> values) const {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(to_text(value));
  for (const auto& [name, value] : spec.constants) texts.push_back(value);
  return texts;
}

ProcessSpec Program::Parts::process_for(std::span<const Value> values, const std::vector<std::string>& texts,
                                        const fs::path& folder) const {
  ProcessSpec process;
  for (const auto& argument : arguments) process.arguments.push_back(argument.fill(texts));
  process.arguments.front() = path.string();
  for (std::size_t i = 0; i < spec.parameters.size(); ++i) {
    process.environment.push_back(fmt::format("{}={}", environment_name(spec.parameters[i]), texts[i]));
  }
  for (const auto& variable : environment) {
    process.environment.push_back(fmt::format("{}={}", variable.name, variable.value.fill(texts)));
  }
  process.folder = folder;
  if (spec.json_input) process.input = json_text(spec.parameters, values);
  process.limits = spec.limits;
  return process;
}

bool Program::Parts::fill_folder(const fs::path& folder, const std::vector<std::string>& texts) const {
  for (const auto& file : files) {
    const auto target = folder / file.target;
    std::error_code error;
    if (file.target.has_parent_path()) fs::create_directories(target.parent_path(), error);
    if (error || !write_file(target, file.text.fill(texts))) return false;
    fs::permissions(target, file.permissions, error);
  }
  return true;
}

bool Program::Parts::is_to_be_kept(bool has_failed) {
  if (spec.keep == Keep::all) return true;
  return spec.keep == Keep::failed && has_failed && kept++ < spec.most_kept;
}

base::Result<Evaluation> Program::run(std::span<const Value> values, std::string_view label,
                                      Spawner& spawner) const {
  assert(values.size() == parts_->spec.parameters.size());
  auto folder = parts_->folders->take();
  if (!folder) return not_started(folder.error().text());
  const auto texts = parts_->texts_of(values);
  if (!parts_->fill_folder(folder->path(), texts)) {
    return not_started(
        fmt::format("cannot write its files into {}: is the disk full?", folder->path().string()));
  }
  const auto process = parts_->process_for(values, texts, folder->path());
  const auto end = spawner.run(process, parts_->spec.gate.get());
  if (!end) return tl::unexpected(end.error());

  if (!end->left_processes) folder->free();
  Evaluation evaluation;
  evaluation.usage = end->usage;
  auto outputs = end->succeeded() ? read_outputs(parts_->spec.output, end->output, folder->path())
                                  : failed(failure_kind(*end), failure_text(*end, process));
  if (outputs) {
    evaluation.outputs = std::move(outputs->values);
    evaluation.figures = std::move(outputs->figures);
  } else {
    evaluation.failure = {outputs.error().kind, with_errors(std::move(outputs).error().reason, end->errors)};
  }
  const bool has_failed = evaluation.failure && evaluation.failure->kind != FailureKind::cancelled;
  if (parts_->is_to_be_kept(has_failed)) {
    write_records(folder->path(), json_text(parts_->spec.parameters, values), *end);
    evaluation.kept = folder->keep(label);
  }
  return evaluation;
}

}  // namespace winnow::program
