#include "winnow/program/plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::program {
namespace {

constexpr const char* entry_point = "winnow_objective_plugin";

std::string loader_words() {
  const char* const words = ::dlerror();
  return words != nullptr ? words : "";
}

/// Calls into a plugin; gives empty words, or what it threw. The interface forbids exceptions, but one that
/// comes through is no reason to end a run.
template <class Call>
std::string guarded(Call&& call) {
  try {
    std::forward<Call>(call)();
  } catch (const std::exception& exception) {
    return fmt::format("the plugin threw: {}", base::printable(exception.what()));
  } catch (...) {
    return "the plugin threw an exception";
  }
  return {};
}

base::Result<void> check(const winnow_objective* objective, const std::filesystem::path& path) {
  if (objective == nullptr) return base::fail(fmt::format("{} describes no objective", path.string()));
  if (objective->interface_version != WINNOW_OBJECTIVE_VERSION) {
    return base::fail(fmt::format("{} is made for version {} of the plugin interface", path.string(),
                                  objective->interface_version),
                      fmt::format("this is version {}", WINNOW_OBJECTIVE_VERSION),
                      "build it anew with the winnow/plugin/objective.h of this Winnow");
  }
  if (objective->evaluate == nullptr) {
    return base::fail(fmt::format("{} cannot evaluate anything", path.string()), "its evaluate is null");
  }
  return {};
}

}  // namespace

struct Plugin::Library {
  const winnow_objective* objective;
  std::mutex one_at_a_time;

  /// To be held while a plugin runs that is not concurrent.
  [[nodiscard]] std::unique_lock<std::mutex> turn() {
    const bool is_concurrent = (objective->flags & WINNOW_OBJECTIVE_CONCURRENT) != 0;
    return is_concurrent ? std::unique_lock<std::mutex>() : std::unique_lock(one_at_a_time);
  }

  /// While it is its turn.
  void destroy(void* handle) const {
    if (objective->destroy == nullptr) return;
    (void)guarded([&] { objective->destroy(handle); });
  }
};

base::Result<Plugin> Plugin::load(const std::filesystem::path& library) {
  const auto path = std::filesystem::absolute(library);  // with a slash: else it is looked for elsewhere
  void* const loaded = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (loaded == nullptr) {
    return base::fail(fmt::format("cannot load the plugin {}", path.string()), loader_words(),
                      "build it as a shared library; paths are relative to the study's folder");
  }
  auto* const symbol = ::dlsym(loaded, entry_point);
  if (symbol == nullptr) {
    return base::fail(
        fmt::format("{} is no plugin", path.string()), loader_words(),
        fmt::format("export {} as winnow/plugin/objective.h says; C++ needs extern \"C\"", entry_point));
  }
  const auto* const objective = reinterpret_cast<decltype(&winnow_objective_plugin)>(symbol)();
  if (auto checked = check(objective, path); !checked) return tl::unexpected(std::move(checked).error());
  auto made = std::make_shared<Library>();
  made->objective = objective;
  return Plugin(std::move(made));
}

base::Result<PluginHandle> Plugin::make_handle(const std::string& options) const {
  const auto& objective = *library_->objective;
  const auto turn = library_->turn();
  void* handle = nullptr;
  if (objective.create != nullptr) {
    std::array<char, 1024> error{};
    auto why = guarded(
        [&] { handle = objective.create(options.c_str(), error.data(), static_cast<long>(error.size())); });
    error.back() = '\0';
    if (handle == nullptr) {
      if (why.empty()) why = base::printable(error.data(), error.size());
      return base::fail(fmt::format("the plugin {} cannot begin", name()),
                        why.empty() ? "it does not say why" : std::move(why), "see its options");
    }
  }
  long outputs = 1;
  auto why = guarded([&] {
    if (objective.outputs != nullptr) outputs = objective.outputs(handle);
  });
  if (outputs < 1 || !why.empty()) {
    library_->destroy(handle);
    if (!why.empty()) return base::fail(fmt::format("the plugin {} cannot begin", name()), std::move(why));
    return base::fail(fmt::format("the plugin {} has {} outputs", name(), outputs), {},
                      "it must have one at least");
  }
  return PluginHandle(library_, handle, static_cast<std::size_t>(outputs));
}

std::string Plugin::name() const {
  const auto* const name = library_->objective->name;
  return name != nullptr ? name : "without a name";
}

std::string Plugin::version() const {
  const auto* const version = library_->objective->version;
  return version != nullptr ? version : "";
}

bool Plugin::is_concurrent() const {
  return (library_->objective->flags & WINNOW_OBJECTIVE_CONCURRENT) != 0;
}

PluginHandle::PluginHandle(std::shared_ptr<Plugin::Library> library, void* handle, std::size_t outputs)
    : library_(std::move(library)), handle_(handle), outputs_(outputs) {
}

PluginHandle::PluginHandle(PluginHandle&& other) noexcept = default;

PluginHandle::~PluginHandle() {
  if (library_ == nullptr) return;
  const auto turn = library_->turn();
  library_->destroy(handle_);
}

/// Empty, or what went wrong.
std::string PluginHandle::call(const Candidates& candidates, std::span<double> outputs) {
  const auto turn = library_->turn();
  int status = 0;
  auto wrong = guarded([&] {
    status = library_->objective->evaluate(
        handle_, static_cast<long>(candidates.count), static_cast<long>(candidates.parameters()),
        candidates.values.data(), static_cast<long>(outputs_), outputs.data());
  });
  if (wrong.empty() && status != 0) wrong = fmt::format("the plugin gave status {}", status);
  return wrong;
}

std::vector<FailedCandidate> PluginHandle::evaluate(const Candidates& candidates, std::span<double> outputs) {
  assert(outputs.size() == candidates.count * outputs_);
  std::vector<FailedCandidate> failed;
  if (candidates.count == 0) return failed;
  auto wrong = call(candidates, outputs);
  if (wrong.empty()) {
    find_not_finite(outputs, outputs_, failed);
  } else if (candidates.count == 1) {
    failed.push_back({0, {FailureKind::plugin_error, std::move(wrong)}});
  } else {
    for (std::size_t i = 0; i < candidates.count; ++i) {
      for (auto& alone : evaluate(candidates.from(i, 1), outputs.subspan(i * outputs_, outputs_))) {
        failed.push_back({i, std::move(alone.failure)});
      }
    }
  }
  return failed;
}

void find_not_finite(std::span<const double> outputs, std::size_t width,
                     std::vector<FailedCandidate>& failed) {
  const auto is_finite = [](double output) { return std::isfinite(output); };
  if (std::ranges::all_of(outputs, is_finite)) return;
  for (std::size_t i = 0; i < outputs.size() / width; ++i) {
    const auto own = outputs.subspan(i * width, width);
    const auto first = std::ranges::find_if_not(own, is_finite);
    if (first == own.end()) continue;
    const auto number = first - own.begin() + 1;
    failed.push_back({i, {FailureKind::not_a_number, fmt::format("output {} is {}", number, *first)}});
  }
}

}  // namespace winnow::program
