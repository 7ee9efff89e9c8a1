#pragma once
// A command of the user's that is run when something happens, beside the work and without a say in it.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/units.hpp"
#include "winnow/program/spawner.hpp"

namespace winnow::program {

struct HookSpec {
  std::vector<std::string> arguments;  ///< never seen by a shell; the first is found as in ProgramSpec
  std::filesystem::path folder;        ///< the study's, in which it works; absolute
  base::Seconds timeout{10};           ///< of each process; then it is killed
};

/// Runs the command once a call, one after the other, on a thread of its own. A command that fails, hangs or
/// is called faster than it ends is told of once, and changes nothing else.
class Hook {
 public:
  /// Spawner and log outlive it. Fails if there is no such program, or it cannot be executed.
  [[nodiscard]] static base::Result<std::unique_ptr<Hook>> prepare(HookSpec spec, Spawner& spawner,
                                                                   base::Log& log);

  /// The same without making one.
  [[nodiscard]] static base::Result<void> check(const HookSpec& spec);

  Hook(const Hook&) = delete;
  Hook& operator=(const Hook&) = delete;

  /// Waits for what was called: at most for twice the timeout.
  ~Hook();

  /// Runs the command with these variables, "NAME=value", beside Winnow's own; returns at once. Where many
  /// calls wait already, this one is left out. Thread-safe.
  void call(std::vector<std::string> environment);

 private:
  struct State;
  explicit Hook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace winnow::program
