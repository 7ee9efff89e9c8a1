#include <algorithm>
#include <set>

#include "study/complaints.hpp"
#include "study/judgement.hpp"
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
  void declare(const LayerSettings& layer);
  void apply(const LayerSettings& layer);
  void apply(Layer layer, const Section& section, const Setting& setting);
  void mark_wrong(std::string_view section);
  void add(base::Error error) { errors_.list.push_back(std::move(error)); }

  const Overrides& overrides_;
  const Schema schema_;
  std::vector<LayerSettings> layers_;
  std::set<std::string, std::less<>> wrong_;  ///< paths of sections with a value that could not be taken
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
  layers_.push_back(settings_of_command_line(overrides_.sets, schema_, errors_));
  read_preset();
  std::ranges::stable_sort(layers_, {}, &LayerSettings::layer);
  std::ranges::stable_sort(parts_.files, {}, &FileLayer::layer);
  for (const auto& layer : layers_) declare(layer);
  for (const auto& layer : layers_) apply(layer);
  Study study(std::move(parts_));
  for (auto& error : judge(study, schema_, wrong_)) add(std::move(error));
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
  auto document = parse_document(text, path.string(), schema_);
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
    layers_.push_back({Layer::command_line, {{}, {{"", {}, "preset", place, {*preset, place}}}}});
  }
  if (!preset || *preset == None::text) {
    parts_.files.push_back({Layer::preset, {}, false});
  } else if (const auto path = find_preset(*preset, overrides_.preset_folders, place)) {
    read_file(Layer::preset, *path);
  } else {
    add(path.error());
  }
}

/// Brings the sections to be that the layer has, before any layer gives values to them.
void Loader::declare(const LayerSettings& layer) {
  for (const auto& header : layer.document.sections) {
    const auto* section = schema_.find(header.section);
    if (section == nullptr) {
      add(unknown_section(schema_, header.section, header.place));
    } else if (layer.layer == Layer::study) {
      const auto at = instance_of(header.at);
      section->make(parts_.sections, at);
      parts_.section_places.emplace(section->path_at(at), header.place);
    } else if (layer.layer == Layer::command_line) {
      const auto& outermost = schema_.outermost(*section);
      if (outermost.instances(parts_.sections).empty()) {
        outermost.make(parts_.sections, first_instance_of(outermost));
      }
    }
  }
}

void Loader::apply(const LayerSettings& layer) {
  for (const auto& setting : layer.document.settings) {
    const auto* section = schema_.find(setting.section);
    if (section != nullptr) apply(layer.layer, *section, setting);
  }
}

void Loader::apply(Layer layer, const Section& section, const Setting& setting) {
  const auto meant = layer < Layer::study ? every_instance_of(section) : setting.at;
  const auto instances = schema_.select(section, meant, parts_.sections);
  if (instances.empty() && layer == Layer::command_line) {
    return add(no_such_item(schema_, section, setting, parts_.sections));
  }
  const auto* key = section.find(setting.key);
  if (key == nullptr) return add(unknown_key(schema_, section, setting));
  if (!may_stand_in(layer, key->text.scope)) return add(out_of_scope(layer, setting));
  Complaints complaints;
  if (instances.empty()) {
    Sections job_that_is_not_there;
    key->read(setting.node, job_that_is_not_there, first_instance_of(section), complaints);
  }
  for (const auto& at : instances) {
    complaints.clear();
    key->read(setting.node, parts_.sections, at, complaints);
    if (!complaints.empty()) mark_wrong(section.path_at(at));
    parts_.origins.insert_or_assign(section.path_at(at, key->text.name), Origin{layer, setting.place});
  }
  for (const auto& complaint : complaints) add(wrong_value(*key, setting, complaint));
}

void Loader::mark_wrong(std::string_view section) {
  wrong_.emplace(section);
  for (auto owner = owner_of(section); !owner.empty(); owner = owner_of(owner)) wrong_.emplace(owner);
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
