#include "winnow/program/hook.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "winnow/base/bounded_queue.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/text.hpp"
#include "winnow/program/find_program.hpp"

namespace winnow::program {
namespace {

/// Calls that wait: more come only where something is wrong with all of the run, of which these tell.
constexpr std::size_t most_waiting = 16;

base::Result<std::filesystem::path> find(const HookSpec& spec) {
  if (spec.arguments.empty()) return base::fail("there is no command to run", {}, "name a program");
  return find_program(spec.arguments.front(), spec.folder);
}

}  // namespace

struct Hook::State {
  State(ProcessSpec made, Spawner& starts, base::Log& tells)
      : process(std::move(made)), spawner(starts), log(tells) {}

  void run();
  void run_one(std::vector<std::string> environment);
  void complain(const std::string& what);

  ProcessSpec process;
  Spawner& spawner;
  base::Log& log;
  base::SteadyClock clock;
  bool has_complained = false;  ///< the thread's

  base::BoundedQueue<std::vector<std::string>> calls{most_waiting};
  std::atomic<double> deadline = base::Seconds::never().count;  ///< after which none is begun
  std::once_flag begun;
  std::thread thread;  ///< from the first call on
};

void Hook::State::run() {
  while (clock.now().count <= deadline) {
    auto environment = calls.get();
    if (!environment) return;
    run_one(*std::move(environment));
  }
}

void Hook::State::run_one(std::vector<std::string> environment) {
  auto spec = process;
  spec.environment = std::move(environment);
  const auto end = spawner.run(spec);
  if (!end) return complain(end.error().text());
  if (end->succeeded()) return;
  std::string_view errors = end->errors.text;
  while (errors.ends_with('\n')) errors.remove_suffix(1);
  const auto said = base::printable(errors, 200);
  complain(failure_text(*end, spec) + (said.empty() ? "" : ": " + said));
}

void Hook::State::complain(const std::string& what) {
  if (std::exchange(has_complained, true)) return;
  log.warning(fmt::format("the command {} has failed ({}): the run goes on, and calls it again",
                          process.arguments.front(), what));
}

base::Result<void> Hook::check(const HookSpec& spec) {
  const auto path = find(spec);
  if (!path) return tl::unexpected(path.error());
  return {};
}

base::Result<std::unique_ptr<Hook>> Hook::prepare(HookSpec spec, Spawner& spawner, base::Log& log) {
  const auto path = find(spec);
  if (!path) return tl::unexpected(path.error());
  ProcessSpec process;
  process.arguments = std::move(spec.arguments);
  process.arguments.front() = path->string();
  process.folder = std::move(spec.folder);
  process.limits.timeout = spec.timeout;
  process.captured = base::kibibytes(4);
  process.heeds_cancel = false;
  return std::unique_ptr<Hook>(new Hook(std::make_unique<State>(std::move(process), spawner, log)));
}

Hook::Hook(std::unique_ptr<State> state) : state_(std::move(state)) {
}

Hook::~Hook() {
  state_->deadline = (state_->clock.now() + state_->process.limits.timeout).count;
  state_->calls.close();
  if (state_->thread.joinable()) state_->thread.join();
  const auto left_out = state_->calls.refused() + state_->calls.size();
  if (left_out == 0) return;
  state_->log.warning(fmt::format("the command {} was not run {} times: it takes longer than its calls come",
                                  state_->process.arguments.front(), left_out));
}

void Hook::call(std::vector<std::string> environment) {
  if (!state_->calls.put(std::move(environment), base::Seconds{0})) return;
  std::call_once(state_->begun,
                 [state = state_.get()] { state->thread = std::thread([state] { state->run(); }); });
}

}  // namespace winnow::program
