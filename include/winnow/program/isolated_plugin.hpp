#pragma once
// A plugin in a process of its own, so that its crash, or its endless loop, costs one evaluation.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/program/evaluation.hpp"
#include "winnow/program/plugin.hpp"
#include "winnow/program/process.hpp"
#include "winnow/program/spawner.hpp"

namespace winnow::program {

struct IsolatedPluginSpec {
  std::filesystem::path library;
  std::string options;
  std::filesystem::path folder;  ///< that it works in; absolute

  /// The timeout is that of one evaluation. CPU time is limited by it alone.
  Limits limits;

  /// A child is replaced after so many evaluations, more or less: up to a twentieth of them, told by `seed`,
  /// so that those of a rank's kernels do not all go at once. 0: never.
  std::uint64_t recycle = 1000;
  std::uint64_t seed = 0;

  std::shared_ptr<const StartGate> gate = nullptr;  ///< that lets children start; null: they start at once

  /// For a child to load its library and make a handle, unless the timeout is longer: seconds on a busy file
  /// system, however short an evaluation is.
  base::Seconds time_to_begin{60};
};

/// A child of the spawner that evaluates with one handle, and the next one when it has died or is worn out.
/// Candidates go one by one over a socket pair, some tens of µs each, so that a crash tells which one it was
/// of. A candidate has at most 16,000 parameters. Used by one thread at a time; the spawner outlives it.
class IsolatedPlugin {
 public:
  /// Starts the first child. Fails as Plugin::load() and make_handle() do, and if the plugin crashes or hangs
  /// in these.
  [[nodiscard]] static base::Result<IsolatedPlugin> start(IsolatedPluginSpec spec, Spawner& spawner);

  IsolatedPlugin(IsolatedPlugin&&) noexcept;
  IsolatedPlugin& operator=(IsolatedPlugin&&) = delete;
  ~IsolatedPlugin();

  [[nodiscard]] std::size_t outputs() const;
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::string& version() const;

  /// As PluginHandle::evaluate; also signal, exit_status and timeout where a candidate ended the child, and
  /// cancelled for all that a stop of the run has left. Fails if no child can be started any more.
  [[nodiscard]] base::Result<std::vector<FailedCandidate>> evaluate(const Candidates& candidates,
                                                                    std::span<double> outputs);

  /// The most memory that any child has had so far, by its own word or by the system's at its end. One that
  /// starts processes is looked at together with them now and then; of short ones the largest counts.
  [[nodiscard]] base::Bytes peak_resident() const;

  /// Children started so far.
  [[nodiscard]] std::uint64_t children() const;

 private:
  class Children;
  explicit IsolatedPlugin(std::unique_ptr<Children> children);
  std::unique_ptr<Children> children_;
};

}  // namespace winnow::program
