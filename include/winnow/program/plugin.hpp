#pragma once
// Objectives from shared libraries that implement winnow/plugin/objective.h.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/plugin/objective.h"
#include "winnow/program/evaluation.hpp"

namespace winnow::program {

/// Points to be evaluated: `values` has one after the other, each of `values.size() / count` parameters.
struct Candidates {
  std::size_t count = 0;
  std::span<const double> values;

  [[nodiscard]] std::size_t parameters() const { return values.size() / count; }
  [[nodiscard]] Candidates from(std::size_t first, std::size_t number) const {
    return {number, values.subspan(first * parameters(), number * parameters())};
  }
};

/// One of them that failed.
struct FailedCandidate {
  std::size_t index = 0;
  EvaluationFailure failure;
};

class PluginHandle;

/// A loaded library. It stays loaded until the process ends: libraries with threads of their own do not
/// survive being unloaded. Load one once in a process: calls of a plugin that is not concurrent wait for
/// each other only within one Plugin and its copies. Thread-safe.
class Plugin {
 public:
  /// Fails if there is no such library, it lacks the function of the interface, or is made for another
  /// version of it.
  [[nodiscard]] static base::Result<Plugin> load(const std::filesystem::path& library);

  /// A handle for one kernel. Fails, with the plugin's own words, if it makes none.
  [[nodiscard]] base::Result<PluginHandle> make_handle(const std::string& options) const;

  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string version() const;
  [[nodiscard]] bool is_concurrent() const;

 private:
  friend class PluginHandle;
  struct Library;
  explicit Plugin(std::shared_ptr<Library> library) : library_(std::move(library)) {}

  std::shared_ptr<Library> library_;
};

/// Used by one thread at a time.
class PluginHandle {
 public:
  PluginHandle(PluginHandle&& other) noexcept;
  PluginHandle& operator=(PluginHandle&&) = delete;
  ~PluginHandle();

  /// Numbers for each candidate, the objective first.
  [[nodiscard]] std::size_t outputs() const { return outputs_; }

  /// Fills `outputs`, outputs() for each candidate, and gives those that failed, whose outputs mean nothing:
  /// not_a_number where an output is not finite, plugin_error by the plugin's status or an exception that it
  /// let out. Where the status is of several candidates, each is evaluated again alone.
  [[nodiscard]] std::vector<FailedCandidate> evaluate(const Candidates& candidates,
                                                      std::span<double> outputs);

 private:
  friend class Plugin;
  PluginHandle(std::shared_ptr<Plugin::Library> library, void* handle, std::size_t outputs);

  [[nodiscard]] std::string call(const Candidates& candidates, std::span<double> outputs);

  std::shared_ptr<Plugin::Library> library_;
  void* handle_;
  std::size_t outputs_;
};

/// The candidates whose outputs, `width` each, are not all finite, appended to `failed`.
void find_not_finite(std::span<const double> outputs, std::size_t width,
                     std::vector<FailedCandidate>& failed);

}  // namespace winnow::program
