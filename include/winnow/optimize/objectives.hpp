#pragma once
// The kinds of objectives that there are.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/evolve/space.hpp"
#include "winnow/optimize/objective.hpp"
#include "winnow/program/process.hpp"
#include "winnow/program/program.hpp"
#include "winnow/program/spawner.hpp"

namespace winnow::optimize {

using MadeObjective = base::Result<std::shared_ptr<const ObjectiveMaker>>;

/// One of evolve::function_names(), shifted and rotated by `instance`.
[[nodiscard]] MadeObjective function_objective(const std::string& name, std::uint64_t instance,
                                               std::size_t dimension);

/// An expression over the parameters, by their names; a choice is the number that is chosen or, if not all of
/// its choices are numbers, its place among them, from 0. Fails on what is no expression, with the column,
/// and on a name that is neither a parameter nor a constant.
[[nodiscard]] MadeObjective expression_objective(const std::string& text, const evolve::Space& space);

/// A shared library with the interface of winnow/plugin/objective.h.
struct PluginSpec {
  std::filesystem::path library;
  std::string options;
  bool isolated = false;                                     ///< in a process of its own; then:
  std::filesystem::path folder;                              ///< that it works in; absolute
  program::Limits limits;                                    ///< of one evaluation
  std::uint64_t recycle = 1000;                              ///< evaluations of a process, more or less
  std::shared_ptr<const program::StartGate> gate = nullptr;  ///< that lets processes start, if any does
};

/// `outputs` are the names of what it gives, the value first; what more it gives is called output<N>.
/// `spawner` runs it if it is isolated, may be null where nothing is evaluated, and outlives it. Fails as
/// Plugin::load() and make_handle(), and if it gives fewer numbers than there are names, or more than 10,000.
[[nodiscard]] MadeObjective plugin_objective(PluginSpec spec, std::vector<std::string> outputs,
                                             program::Spawner* spawner);

/// A program that is run for each candidate. `outputs` are the names of what it gives, the value first.
/// `spawner` runs it, may be null where nothing is evaluated, and outlives it. Fails as Program::prepare().
[[nodiscard]] MadeObjective program_objective(program::ProgramSpec spec, const evolve::Space& space,
                                              std::vector<std::string> outputs, program::Spawner* spawner);

}  // namespace winnow::optimize
