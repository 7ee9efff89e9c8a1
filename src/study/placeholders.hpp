#pragma once
// {name} in the arguments and templates of programs.

#include <string>
#include <string_view>
#include <vector>

namespace winnow::study {

/// What stands between braces, in order; "{{" is a brace and begins nothing, and so is a brace that is not
/// followed by a name and its end.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text);

}  // namespace winnow::study
