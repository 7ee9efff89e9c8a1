#pragma once
// The program started by itself, as a helper.

#include <optional>

namespace winnow::program {

/// If this process was started as a helper (a Spawner's, or an isolated plugin's child), does all its work
/// and gives its exit status. Main must ask this first, before it does anything else; in a process that never
/// does, Spawner::start() starts nothing useful.
[[nodiscard]] std::optional<int> serve_hidden_verb(int argc, char** argv);

}  // namespace winnow::program
