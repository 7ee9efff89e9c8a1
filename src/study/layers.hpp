#pragma once
// The layers outside files, as settings; and the files of the others.

#include <string>
#include <vector>

#include "study/document.hpp"
#include "study/schema.hpp"
#include "winnow/study/errors.hpp"
#include "winnow/study/overrides.hpp"
#include "winnow/study/study.hpp"

namespace winnow::study {

/// One layer's say.
struct LayerSettings {
  Layer layer = Layer::defaults;
  Document document;
};

/// The variable that sets a key, in all instances of its section: "WINNOW_RESOURCES_MEMORY".
[[nodiscard]] std::string variable_of(const Section& section, const Key& key);

/// The WINNOW_SECTION_KEY variables; one that is empty counts as not set. A variable that begins with a
/// section's name and ends with none of its keys is an error; one that is only much like a key's gives a
/// warning.
[[nodiscard]] LayerSettings settings_of_environment(const Environment& environment, const Schema& schema,
                                                    Errors& errors, std::vector<std::string>& warnings);

/// The --set options, in their order. `optimize.NAME.seed` is that of one item of a list, `optimize.seed` of
/// all.
[[nodiscard]] LayerSettings settings_of_command_line(const std::vector<std::string>& sets,
                                                     const Schema& schema, Errors& errors);

/// The file of a preset in the first folder that has it. Fails with the nearest of those there are, at
/// `place`.
[[nodiscard]] base::Result<std::filesystem::path> find_preset(
    const std::string& preset, const std::vector<std::filesystem::path>& folders, const base::Place& place);

}  // namespace winnow::study
