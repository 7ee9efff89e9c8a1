#pragma once
// Texts made of the schema, and of a study: what `winnow study` and `winnow check` print.

#include <string>

#include "winnow/study/study.hpp"

namespace winnow::study {

/// A study file that sets every key to its default, each with its comment; it loads. Keys without a default
/// stand as examples.
[[nodiscard]] std::string defaults_toml();

/// The reference in Markdown: a table per section.
[[nodiscard]] std::string reference_markdown();

/// Every key of the study with its value and where that came from, and which layers there are.
[[nodiscard]] std::string explain(const Study& study);

/// What a valid study is about, in a few lines, with its warnings.
[[nodiscard]] std::string summarize(const Study& study);

}  // namespace winnow::study
