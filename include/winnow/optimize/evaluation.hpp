#pragma once
// What one evaluation of an objective gave.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::optimize {

/// How an evaluation ended. The failures are kinds of their own, because each calls for something else.
enum class Status : std::uint8_t {
  ok,
  exit_status,   ///< a program ended with another status than 0
  signal,        ///< a signal ended it
  timeout,       ///< it took longer than it may
  no_output,     ///< there was nothing to read a value from
  not_a_number,  ///< an output is NaN or infinite
  unparsable,    ///< what was read is no value
  not_started,   ///< the program or its working directory could not be set up
  plugin_error,  ///< the plugin said so
  worker_lost    ///< the rank that evaluated it was lost, again and again
};
inline constexpr std::size_t status_count = 10;

/// "ok", "exit_status", …: as in studies and result files.
[[nodiscard]] std::string_view name_of(Status status);

struct Evaluation {
  std::uint64_t id = 0;  ///< its number in the search, which the objective is told; stays on its rank
  Status status = Status::ok;
  std::vector<double> outputs;  ///< the objective's value, then its further outputs; empty if it failed
  std::vector<std::pair<std::string, double>> figures;  ///< what else it told, by name
  std::string reason;  ///< of a failure, for people; with what the program said last
  base::Seconds duration;
  base::Bytes peak;     ///< memory of the process that evaluated; 0: it had none of its own
  std::string kept{};   ///< folder, on its rank's node, with what it was given and what it left: of a program
                        ///< "evaluation-<id>-…"; empty: none
  bool cached = false;  ///< it was known already
  std::uint16_t retries = 0;  ///< tries before this one, which failed

  [[nodiscard]] bool failed() const { return status != Status::ok; }

  /// The same for another who asks: it costs nothing a second time.
  [[nodiscard]] Evaluation as_known() const;

  /// As new, but for its id and the memory that it holds.
  void clear();
};

}  // namespace winnow::optimize
