#pragma once
// What tests of processes share: scripts to run, and a look at what is left of them.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "winnow/program/spawner.hpp"

namespace winnow::program {

/// A script of the shell as a process.
inline ProcessSpec script(std::string text, const std::filesystem::path& folder = "/") {
  ProcessSpec spec;
  spec.arguments = {"/bin/sh", "-c", std::move(text)};
  spec.folder = folder;
  return spec;
}

inline std::unique_ptr<Spawner> started_spawner() {
  auto spawner = Spawner::start();
  EXPECT_TRUE(spawner) << (spawner ? "" : spawner.error().text());
  return std::move(spawner).value();
}

inline ProcessEnd run(Spawner& spawner, const ProcessSpec& spec) {
  auto end = spawner.run(spec);
  EXPECT_TRUE(end) << (end ? "" : end.error().text());
  return end ? *end : ProcessEnd{};
}

/// True if no process has the number; a zombie has it.
inline bool is_gone(pid_t process) {
  return ::kill(process, 0) != 0 && errno == ESRCH;
}

/// Waits until `met` says so; false if it does not within ten seconds.
template <class Condition>
bool comes_true(const Condition& met) {
  for (int i = 0; i < 1000; ++i) {
    if (met()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return met();
}

/// The process number that a script has written to a file; waits for it.
inline pid_t process_in(const std::filesystem::path& file) {
  pid_t process = 0;
  comes_true([&] { return static_cast<bool>(std::ifstream(file) >> process) && process > 0; });
  EXPECT_GT(process, 0) << file;
  return process;
}

inline std::ptrdiff_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return std::distance(begin(all), end(all));
}

}  // namespace winnow::program
