#pragma once
// The errors of settings that do not fit the schema.

#include <string>

#include "study/document.hpp"
#include "study/schema.hpp"
#include "winnow/base/error.hpp"
#include "winnow/study/study.hpp"

namespace winnow::study {

[[nodiscard]] base::Error unknown_section(const Schema& schema, const std::string& name,
                                          const base::Place& place);

/// Names the nearest key of the section, else the section that has the key.
[[nodiscard]] base::Error unknown_key(const Schema& schema, const Section& section, const Setting& setting);

/// A setting that fits no instance of its section.
[[nodiscard]] base::Error no_such_item(const Schema& schema, const Section& section, const Setting& setting,
                                       const Sections& sections);

[[nodiscard]] bool may_stand_in(Layer layer, Scope scope);
[[nodiscard]] base::Error out_of_scope(Layer layer, const Setting& setting);

[[nodiscard]] base::Error wrong_value(const Key& key, const Setting& setting, const Complaint& complaint);

}  // namespace winnow::study
