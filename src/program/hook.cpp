#include "winnow/program/hook.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "program/program_check.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/text.hpp"

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

  std::mutex mutex;  ///< of all that follows
  std::condition_variable changed;
  std::deque<std::vector<std::string>> waiting;
  std::uint64_t left_out = 0;
  base::Seconds deadline = base::Seconds::never();  ///< after which none is begun
  bool ends = false;
  std::thread thread;
};

void Hook::State::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return ends || !waiting.empty(); });
    if (waiting.empty() || clock.now() > deadline) return;
    auto environment = std::move(waiting.front());
    waiting.pop_front();
    lock.unlock();
    run_one(std::move(environment));
    lock.lock();
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
  complain(to_text(*end, spec.limits) + (said.empty() ? "" : ": " + said));
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
  return std::unique_ptr<Hook>(new Hook(std::make_unique<State>(std::move(process), spawner, log)));
}

Hook::Hook(std::unique_ptr<State> state) : state_(std::move(state)) {
}

Hook::~Hook() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->ends = true;
    state_->deadline = state_->clock.now() + state_->process.limits.timeout;
  }
  state_->changed.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
  const auto left_out = state_->left_out + state_->waiting.size();
  if (left_out == 0) return;
  state_->log.warning(fmt::format("the command {} was not run {} times: it takes longer than its calls come",
                                  state_->process.arguments.front(), left_out));
}

void Hook::call(std::vector<std::string> environment) {
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->waiting.size() == most_waiting) {
      ++state_->left_out;
      return;
    }
    state_->waiting.push_back(std::move(environment));
    if (!state_->thread.joinable()) state_->thread = std::thread([state = state_.get()] { state->run(); });
  }
  state_->changed.notify_one();
}

}  // namespace winnow::program
