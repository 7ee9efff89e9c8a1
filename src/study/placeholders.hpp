#pragma once
// {name} in the arguments of programs.

#include <string>
#include <string_view>
#include <vector>

namespace winnow::study {

/// The names that stand between braces, in order: of letters, digits, _, - and dots. `{{name}}` is the text
/// {name}, and all other braces are plain text.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text);

}  // namespace winnow::study
