#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "study/complaints.hpp"
#include "study/layers.hpp"
#include "study/schema.hpp"
#include "winnow/base/file.hpp"
#include "winnow/study/study.hpp"

namespace winnow::study {
namespace {

namespace fs = std::filesystem;

/// Reads the layers, then applies them from the lowest to the highest.
class Loader {
 public:
  explicit Loader(const Overrides& overrides) : overrides_(overrides), schema_(make_schema()) {}

  Checked<Study> load(const fs::path& file);
  Checked<Study> parse(std::string_view text, const fs::path& file);

 private:
  Checked<Study> load_layers();
  void read_optional(Layer layer, const std::optional<fs::path>& path);
  void read_file(Layer layer, const fs::path& path);
  void read_text(Layer layer, const fs::path& path, std::string_view text);
  void read_preset();
  void apply(const LayerSettings& layer);
  void apply(Layer layer, const Setting& setting);
  void remove_undeclared_jobs();
  void refuse_missing(const Study& study);
  void refuse_contradictions(const Study& study);
  void add(base::Error error) { errors_.list.push_back(std::move(error)); }

  const Overrides& overrides_;
  const Schema schema_;
  std::vector<LayerSettings> layers_;
  std::set<std::string, std::less<>> declared_;  ///< sections that the study file or --set has
  std::set<std::string, std::less<>> wrong_;     ///< sections with a value that could not be taken
  std::set<std::string, std::less<>> missing_;   ///< required keys without a value
  Study::Parts parts_;
  Errors errors_;
};

Checked<Study> Loader::load(const fs::path& file) {
  parts_.file = file;
  read_optional(Layer::site, overrides_.site_file);
  read_optional(Layer::user, overrides_.user_file);
  if (!file.empty()) read_file(Layer::study, file);
  return load_layers();
}

Checked<Study> Loader::parse(std::string_view text, const fs::path& file) {
  parts_.file = file;
  read_text(Layer::study, file, text);
  return load_layers();
}

Checked<Study> Loader::load_layers() {
  layers_.push_back(settings_of_environment(overrides_.environment, schema_, errors_, parts_.warnings));
  layers_.push_back(settings_of_command_line(overrides_.sets, errors_));
  read_preset();
  std::ranges::stable_sort(layers_, {}, &LayerSettings::layer);
  std::ranges::stable_sort(parts_.files, {}, &FileLayer::layer);
  for (const auto& layer : layers_) apply(layer);
  remove_undeclared_jobs();
  Study study(std::move(parts_));
  refuse_missing(study);
  refuse_contradictions(study);
  if (!errors_.list.empty()) return tl::unexpected(std::move(errors_));
  return study;
}

void Loader::read_optional(Layer layer, const std::optional<fs::path>& path) {
  std::error_code ignored;
  if (path && fs::exists(*path, ignored)) return read_file(layer, *path);
  parts_.files.push_back({layer, path.value_or(fs::path()), false});
}

void Loader::read_file(Layer layer, const fs::path& path) {
  parts_.files.push_back({layer, path, true});
  const auto text = base::read_file(path);
  if (!text) return add(text.error());
  read_text(layer, path, *text);
}

void Loader::read_text(Layer layer, const fs::path& path, std::string_view text) {
  auto document = parse_document(text, path.string());
  if (!document) return add(std::move(document).error());
  layers_.push_back({layer, *std::move(document)});
}

void Loader::read_preset() {
  std::optional<std::string> preset = overrides_.preset;
  base::Place place{"--preset"};
  for (auto layer = layers_.rbegin(); layer != layers_.rend() && !preset; ++layer) {
    const auto& settings = layer->document.settings;
    for (auto setting = settings.rbegin(); setting != settings.rend() && !preset; ++setting) {
      const auto* name = setting->path() == "preset" ? setting->node.as<std::string>() : nullptr;
      if (name == nullptr) continue;
      preset = *name;
      place = setting->node.place;
    }
  }
  if (overrides_.preset) {
    layers_.push_back({Layer::command_line, {{}, {{"", "preset", place, {*preset, place}}}}});
  }
  if (!preset || *preset == None::text) {
    parts_.files.push_back({Layer::preset, {}, false});
  } else if (const auto path = find_preset(*preset, overrides_.preset_folders, place)) {
    read_file(Layer::preset, *path);
  } else {
    add(path.error());
  }
}

void Loader::apply(const LayerSettings& layer) {
  const bool declares = layer.layer == Layer::study || layer.layer == Layer::command_line;
  for (const auto& [name, place] : layer.document.sections) {
    const auto* section = schema_.find(name);
    if (section == nullptr) {
      add(unknown_section(schema_, name, place));
      continue;
    }
    if (layer.layer == Layer::study) parts_.section_places.emplace(name, place);
    if (!declares) continue;
    declared_.insert(name);
    section->make_present(parts_.sections);
  }
  for (const auto& setting : layer.document.settings) apply(layer.layer, setting);
}

void Loader::apply(Layer layer, const Setting& setting) {
  const auto* section = schema_.find(setting.section);
  if (section == nullptr) return;
  const auto* key = section->find(setting.key);
  if (key == nullptr) return add(unknown_key(schema_, *section, setting));
  if (!may_stand_in(layer, key->text.scope)) return add(out_of_scope(layer, setting));
  Complaints complaints;
  key->read(setting.node, parts_.sections, complaints);
  for (const auto& complaint : complaints) add(wrong_value(*key, setting, complaint));
  if (!complaints.empty()) wrong_.insert(section->name);
  parts_.origins.insert_or_assign(setting.path(), Origin{layer, setting.place});
}

void Loader::remove_undeclared_jobs() {
  for (const auto& section : schema_.sections()) {
    if (!declared_.contains(section.name)) section.remove(parts_.sections);
  }
}

void Loader::refuse_missing(const Study& study) {
  for (const auto& section : schema_.sections()) {
    if (!section.is_present(study.sections())) continue;
    for (const auto& key : section.keys) {
      const auto path = section.path_of(key);
      if (!key.text.required || study.is_set(path)) continue;
      missing_.insert(path);
      add({path + " is missing", key.text.doc,
           fmt::format("write, for example, {} = {}", key.text.name, key.example()), study.place_of(path)});
    }
  }
}

void Loader::refuse_contradictions(const Study& study) {
  for (const auto& section : schema_.sections()) {
    if (!section.is_present(study.sections()) || wrong_.contains(section.name)) continue;
    for (auto& finding : section.check(study.sections())) {
      const auto path = section.name + "." + finding.key;
      if (missing_.contains(path)) continue;
      finding.error.place = study.place_of(path);
      add(std::move(finding.error));
    }
  }
}

}  // namespace

Checked<Study> load(const fs::path& file, const Overrides& overrides) {
  return Loader(overrides).load(file);
}

Checked<Study> parse(std::string_view text, const fs::path& file) {
  const Overrides none;
  return Loader(none).parse(text, file);
}

Checked<Study> load_without_file(const Overrides& overrides) {
  return load({}, overrides);
}

}  // namespace winnow::study
