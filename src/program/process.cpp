#include "winnow/program/process.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstring>

#include "winnow/base/error.hpp"

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

}  // namespace winnow::program
