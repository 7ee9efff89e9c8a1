#include "winnow/program/process.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fstream>

#include "winnow/base/error.hpp"
#include "winnow/base/text.hpp"

namespace winnow::program {
namespace {

std::string signal_text(int signal, const Limits& limits) {
  const char* const name = ::sigabbrev_np(signal);
  const char* const description = ::sigdescr_np(signal);
  auto text = name == nullptr ? fmt::format("killed by signal {}", signal)
                              : fmt::format("killed by SIG{} ({})", name, description);
  if (signal == SIGXCPU && limits.cpu != base::Seconds::never()) {
    text += fmt::format(": more than {} of CPU time", base::to_text(limits.cpu));
  }
  if (signal == SIGKILL) text += ", by somebody else: by the system, if memory was short";
  return text;
}

/// "#!/bin/sh", as far as the system reads it (execve(2)); empty if the file has no such line.
std::string interpreter_line(const std::filesystem::path& file) {
  constexpr std::size_t most = 256;
  std::string head(most, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(most));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head.starts_with("#!") ? head.substr(0, head.find('\n')) : std::string();
}

}  // namespace

std::string to_text(const ProcessEnd& end, const Limits& limits) {
  switch (end.kind) {
    case ProcessEnd::Kind::exited:
      return fmt::format("exit status {}", end.code);
    case ProcessEnd::Kind::signalled:
      return signal_text(end.code, limits);
    case ProcessEnd::Kind::timed_out:
      return fmt::format("no end after {}", base::to_text(limits.timeout));
    case ProcessEnd::Kind::cancelled:
      return "stopped with the run";
    case ProcessEnd::Kind::not_started:
      return fmt::format("cannot {} ({})", end.failed_step, base::system_words(end.code));
  }
  return {};
}

std::string failure_text(const ProcessEnd& end, const ProcessSpec& spec) {
  auto text = to_text(end, spec.limits);
  if (end.kind != ProcessEnd::Kind::not_started || end.code != ENOENT) return text;
  const auto line = interpreter_line(spec.folder / spec.arguments.front());
  if (end.failed_step != "execute it" || line.empty()) return text;
  return fmt::format("cannot execute it (there is no interpreter as its first line names it: {})",
                     base::printable(line));
}

}  // namespace winnow::program
