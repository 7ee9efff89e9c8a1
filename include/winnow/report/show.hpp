#pragma once
// A result file as text for a person: what is in it, and its tables.

#include <cstddef>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

struct ShowOptions {
  bool all = false;  ///< every row; otherwise the first and last, `rows` together
  std::size_t rows = 20;
  std::size_t width = 100;  ///< of the terminal: columns that don't fit follow in further blocks
  std::string statistic;    ///< which one to show; empty: "mean ± ci95" where there are both
};

/// What the file holds: title, groups with their sizes, and how to open one in Python.
[[nodiscard]] base::Result<std::string> show_file(const store::ResultFile& file);

/// One table, aligned: a row a line, numbers to the right. A group without a table shows its attributes
/// and what stands below it, what people look for first. "run/" may be left out before a group's name, and
/// sizes of that group are written for people: "1.5 MiB". "performance" alone stands for where the run's time
/// went, with advice.
/// Fails if there is no such group, naming the nearest; likewise for options.statistic.
[[nodiscard]] base::Result<std::string> show_group(const store::ResultFile& file, std::string_view group,
                                                   const ShowOptions& options);

}  // namespace winnow::report
