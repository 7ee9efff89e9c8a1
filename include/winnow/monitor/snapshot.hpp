#pragma once
// What can be seen of a running job from outside, as the line of text that the job answers with.

#include <string>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/report/run_view.hpp"

namespace winnow::monitor {

/// What a person is to see of the run: one JSON object, in one line.
[[nodiscard]] std::string to_json(const report::RunView& run);

/// What to_json wrote; of another version of Winnow, too: what is missing there stays as it is by default.
[[nodiscard]] base::Result<report::RunView> snapshot_from_json(std::string_view text);

}  // namespace winnow::monitor
