#include "app/commands/top.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "winnow/base/clock.hpp"
#include "winnow/base/text.hpp"
#include "winnow/monitor/run_list.hpp"
#include "winnow/monitor/screen.hpp"
#include "winnow/monitor/snapshot.hpp"
#include "winnow/monitor/snapshot_server.hpp"
#include "winnow/report/terminal.hpp"

namespace winnow::app {
namespace {

using base::ExitStatus;
using base::value_or_throw;

constexpr int refresh_ms = 1000;

/// With a job that does not answer: keys are not to wait for longer.
constexpr base::Seconds patience{1};

std::string this_host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// Of a file that others may have written.
std::string shown(std::string_view text) {
  return base::printable(text, std::string_view::npos);
}

std::string name_of(const monitor::ListedRun& run) {
  return shown(run.result.filename().string());
}

monitor::ListedRun wanted_run(const std::string& wanted) {
  const auto host = this_host();
  auto run =
      value_or_throw(monitor::find_run(monitor::listed_runs(monitor::run_list_folder(), host), wanted));
  if (run.host == host) return run;
  throw base::Failure(base::Error{fmt::format("{} runs on {}", name_of(run), shown(run.host)),
                                  "a job answers on its own machine only",
                                  fmt::format("ssh -t {} winnow top {}", shown(run.host), run.pid),
                                  {}});
}

/// Who asks must be let into the folder of the socket, and write to it (unix(7)).
bool may_ask(const std::filesystem::path& socket) {
  return ::access(socket.c_str(), W_OK) == 0 || errno != EACCES;
}

std::string answer(const monitor::ListedRun& run) {
  auto text = monitor::ask_server(run.socket, "snapshot");
  if (text) return *std::move(text);
  const auto name = name_of(run);
  if (!may_ask(run.socket)) {
    throw base::Failure(
        base::Error{name + " cannot be asked",
                    fmt::format("no permission for its socket {}, which is for the user alone who runs it",
                                shown(run.socket.string())),
                    "look at it as that user",
                    {}});
  }
  if (!monitor::has_server(run.socket)) {
    throw base::Failure(base::Error{name + " has ended", text.error().why, "see what runs: winnow runs", {}});
  }
  throw base::Failure(base::Error{
      name + " does not answer",
      fmt::format("its process {} is stopped, or held up by its machine", run.pid),
      fmt::format("ask again in a moment; kill -CONT {} lets a process go on that was stopped", run.pid),
      {}});
}

/// What came of asking for a checkpoint.
std::string checkpoint_note(const monitor::ListedRun& run) {
  const auto said = monitor::ask_server(run.socket, "checkpoint", patience);
  if (!said) return said.error().text();
  return *said == "asked" ? "a checkpoint was asked for"
                          : "this run keeps no checkpoints ([checkpoint] interval)";
}

void print(const std::vector<std::string>& lines) {
  for (const auto& line : lines) fmt::print("{}\n", line);
}

/// The terminal in a page of its own, every key at once, also those that would end the program, until the end
/// of the object.
class Screen {
 public:
  Screen() {
    ::tcgetattr(STDIN_FILENO, &before_);
    auto raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    show("\x1b[?1049h\x1b[?25l");  // xterm's alternate screen; no cursor
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() {
    show("\x1b[?25h\x1b[?1049l");
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }

  static void fit(monitor::View& view) {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return;
    view.width = size.ws_col;
    view.height = size.ws_row;
  }

  static void draw(const std::vector<std::string>& lines) {
    std::string page = "\x1b[H";
    for (std::size_t i = 0; i < lines.size(); ++i)
      page += lines[i] + "\x1b[K" + (i + 1 < lines.size() ? "\n" : "");
    show(page + "\x1b[J");
  }

  /// What was typed within the time; empty: nothing.
  static std::string keys(int milliseconds) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, milliseconds) <= 0) return {};
    std::array<char, 16> typed{};
    const auto count = ::read(STDIN_FILENO, typed.data(), typed.size());
    return count > 0 ? std::string(typed.data(), static_cast<std::size_t>(count))
                     : "q";  // the terminal is gone
  }

 private:
  static void show(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  }

  termios before_{};
};

/// Takes the first key off `typed`: a character, or the control sequence of a key without one (ECMA-48, 5.4).
std::string_view take_key(std::string_view& typed) {
  std::size_t length = 1;
  if (typed.starts_with("\x1b[")) {
    const auto is_final = [](char c) { return '@' <= c && c <= '~'; };
    const auto* const last = std::ranges::find_if(typed.substr(2), is_final);
    length = std::min<std::size_t>(typed.size(), static_cast<std::size_t>(last - typed.data()) + 1);
  }
  const auto key = typed.substr(0, length);
  typed.remove_prefix(length);
  return key;
}

/// Does what a key asks for; false if that is to end.
bool obey_key(std::string_view key, const monitor::ListedRun& run, std::size_t pages, monitor::View& view) {
  constexpr std::string_view interrupt = "\x03";  // Ctrl-C
  if (key == "q" || key == "Q" || key == interrupt) return false;
  const bool forward = key == "\x1b[B" || key == "\x1b[C" || key == "\x1b[6~" || key == " " || key == "n";
  const bool back = key == "\x1b[A" || key == "\x1b[D" || key == "\x1b[5~" || key == "p";
  if (forward && view.page + 1 < pages) ++view.page;
  if (back && view.page > 0) --view.page;
  if (key == "s") view.order = next(view.order);
  if (key == "c") view.note = checkpoint_note(run);
  return true;
}

/// The same of all keys that were typed. Escape among others may be the beginning of a sequence that was cut.
bool obey(std::string_view typed, const monitor::ListedRun& run, std::size_t pages, monitor::View& view) {
  view.note.clear();
  if (typed == "\x1b") return false;
  while (!typed.empty()) {
    if (!obey_key(take_key(typed), run, pages, view)) return false;
  }
  return true;
}

/// Whether there are keys, and a terminal that can be drawn on again and again.
bool can_look_on() {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1 &&
         report::detect_terminal(STDOUT_FILENO, report::process_environment()).live;
}

/// From the first answer on, which is `text`.
ExitStatus look_on(const monitor::ListedRun& run, base::Result<std::string> text) {
  const base::SteadyClock clock;
  monitor::RateHistory history;
  monitor::View view;
  report::RunView snapshot;
  base::Seconds heard;
  {
    const Screen screen;
    for (bool goes_on = true; goes_on; text = monitor::ask_server(run.socket, "snapshot", patience)) {
      if (!text && !monitor::has_server(run.socket)) break;
      if (text) {
        snapshot = value_or_throw(monitor::snapshot_from_json(*text));
        heard = clock.now();
        history.add(snapshot.progress);
      }
      view.silent = text ? base::Seconds{} : clock.now() - heard;
      Screen::fit(view);
      Screen::draw(render(snapshot, history, view));
      const auto keys = Screen::keys(refresh_ms);
      if (!keys.empty()) goes_on = obey(keys, run, pages(snapshot, view), view);
      if (!goes_on) return ExitStatus::done;
    }
  }
  fmt::print("{} has ended\n", name_of(run));
  return ExitStatus::done;
}

}  // namespace

ExitStatus top(const TopCommand& command) {
  const auto run = wanted_run(command.run);
  const auto text = answer(run);
  if (command.json) {
    fmt::print("{}\n", text);
    return ExitStatus::done;
  }
  if (!command.once && can_look_on()) return look_on(run, text);
  const auto snapshot = value_or_throw(monitor::snapshot_from_json(text));
  monitor::RateHistory history;
  history.add(snapshot.progress);
  monitor::View view;
  view.height = 1000 + snapshot.nodes.size();
  auto lines = render(snapshot, history, view);
  lines.pop_back();  // no keys
  print(lines);
  return ExitStatus::done;
}

ExitStatus runs(const RunsCommand& command) {
  const auto found = monitor::listed_runs(monitor::run_list_folder(), this_host());
  if (command.json) {
    fmt::print("{}\n", monitor::to_json(found));
    return ExitStatus::done;
  }
  if (found.empty()) {
    fmt::print("no job of yours runs\n");
    return ExitStatus::done;
  }
  fmt::print("{:>8} {:<16} {:<9} {:<20} {}\n", "process", "host", "job", "started", "result");
  for (const auto& run : found) {
    fmt::print("{:>8} {:<16} {:<9} {:<20} {}\n", run.pid, shown(run.host), shown(run.job), shown(run.started),
               shown(run.result.string()));
  }
  return ExitStatus::done;
}

}  // namespace winnow::app
