#pragma once
// What goes wrong, as a value. An Error is made for the person who must mend it: what the problem is, why it
// is one, what to do. Expected failures travel in a Result<T>; an Error that must end the run is thrown as a
// Failure and caught once, in main.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace winnow::base {

/// Where in an input the problem stands. Zero means "not known"; lines and columns count from 1.
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;

  /// "file:line:column" with what is known.
  [[nodiscard]] std::string text() const;
};

struct Error {
  std::string problem;  ///< what is wrong, with the value: `unknown key "grup_by"`
  std::string why;      ///< the cause: `not in [reduce]`; may be empty
  std::string advice;   ///< what to do: `write "group_by"`; may be empty
  Place place;

  /// One line: "file:line:column: problem (why): advice".
  [[nodiscard]] std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Makes the failed Result<T> of any T: `return fail("no such file", path, "check [reduce] files");`
[[nodiscard]] tl::unexpected<Error> fail(std::string problem, std::string why = {}, std::string advice = {},
                                         Place place = {});

/// The errno's own words: "No such file or directory".
[[nodiscard]] std::string system_words(int error_number);

/// How the program ends, as the shell sees it.
enum class ExitStatus : int {
  done = 0,
  internal_error = 1,  ///< a defect of Winnow's own, never the user's
  bad_input = 2,       ///< bad input or usage
  too_many_rejected = 3,
  stopped_early = 75,  ///< EX_TEMPFAIL of sysexits.h: run again to go on
  unwritten = 76,      ///< a rank was lost while all wrote the result: run again to write it
};

/// Ends the run: carries an Error and the exit status to main.
class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error, ExitStatus status = ExitStatus::bad_input);

  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] ExitStatus status() const { return status_; }

 private:
  Error error_;
  ExitStatus status_;
};

/// The value, or a thrown Failure: for the top level, where an Error has nobody left to decide on it.
template <class T>
T value_or_throw(Result<T> result, ExitStatus status = ExitStatus::bad_input) {
  if (!result) throw Failure(std::move(result).error(), status);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace winnow::base
