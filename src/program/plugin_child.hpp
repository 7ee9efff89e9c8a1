#pragma once
// The process that an isolated plugin runs in.

namespace winnow::program {

/// What main does there: serves the rank at the other end of standard input. Gives the exit status.
[[nodiscard]] int serve_plugin();

}  // namespace winnow::program
